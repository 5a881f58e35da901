# SPDX-License-Identifier: Apache-2.0
"""The addresses of administration."""

from __future__ import annotations

from django.urls import path

from tripartite.desk.office import audit, backups, charters, health, people, rules

urls = [
    path("office/people", people.people, name="people"),
    path("office/people/new", people.accredit, name="accredit"),
    path("office/people/end", people.recall, name="recall"),
    path("office/sign", people.sign, name="office_sign"),
    path("office/charter", charters.charter, name="office_charter"),
    path("office/charter/file", charters.file, name="office_charter_file"),
    path("office/charter/invitation/<slug:party>", charters.invitation, name="office_invitation"),
    path("office/health", health.health, name="health"),
    path("office/health/verify", health.verify, name="office_verify"),
    path("office/peers/<slug:party>", health.peer, name="office_peer"),
    path("office/peers/<slug:party>/ask", health.ask, name="office_ask"),
    path("office/bundles/<slug:party>", health.bundle, name="office_bundle"),
    path("office/bundle", health.take, name="office_take"),
    path("office/backup", backups.backup, name="office_backup"),
    path("office/backup/file", backups.file, name="office_backup_file"),
    path("office/audit", audit.audit, name="office_audit"),
    path("office/audit.csv", audit.table, name="office_audit_csv"),
    path("office/rules", rules.rules, name="office_rules"),
]

# SPDX-License-Identifier: Apache-2.0
"""The addresses of the desk."""

from __future__ import annotations

from django.urls import path, re_path

from tripartite.desk import acting, drafts, events, folder, reading
from tripartite.desk.api import tokens
from tripartite.desk.drafting import comparing
from tripartite.desk.field.urls import urls as field
from tripartite.desk.line.urls import urls as line
from tripartite.desk.lists.urls import urls as lists
from tripartite.desk.logins import views as logins
from tripartite.desk.maps import views as maps
from tripartite.desk.meeting import views as meeting
from tripartite.desk.office.urls import urls as office
from tripartite.desk.signer import views as signer
from tripartite.desk.today.urls import urls as today

RECORD = r"(?P<record>[0-9a-f]{4,64}(?:/[0-9]{1,5})?)"

urlpatterns = [
    *today,
    *logins.urls,
    path("changes", events.changes, name="changes"),
    *line,
    *lists,
    re_path(rf"^records/{RECORD}$", reading.record, name="record"),
    path("new", acting.choose, name="choose"),
    path("acts/<str:kind>", acting.write, name="write"),
    path("sign", acting.sign, name="sign"),
    path("drafts/<str:kind>/save", drafts.save, name="save"),
    path("drafts/<str:draft>/away", drafts.away, name="away"),
    path("folder", folder.put, name="put"),
    path("folder/<slug:item>", folder.item, name="item"),
    path("folder/<slug:item>/clear", folder.clear, name="clear"),
    path("folder/<slug:item>/back", folder.send_back, name="send_back"),
    path("folder/<slug:item>/out", folder.take_out, name="take_out"),
    re_path(rf"^records/{RECORD}/differences$", comparing.differences, name="differences"),
    *meeting.urls,
    path("proof", reading.proof, name="proof"),
    *field,
    *tokens.urls,
    *maps.urls,
    *signer.urls,
    *office,
]

handler404 = "tripartite.desk.pages.nothing_here"
handler500 = "tripartite.desk.pages.fault"

# SPDX-License-Identifier: Apache-2.0
"""`doctor`: what this office needs somebody for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.cli.voice import DIFFERS
from tripartite.i18n.words import Words

MEGABYTE = 1 << 20


@declare("doctor", "help.doctor", "tripartite --home iraq doctor\ntripartite --home iraq doctor --whole")
@option("--whole", is_flag=True)
def command(session: Session, whole: bool) -> int:
    """Exit status 1 if anything needs somebody. `--whole`: everything held is checked anew besides."""
    with office_for(session) as office:
        answer = office.call("health", {})
        if whole:
            answer["failures"] = office.call("verify", {})["failures"]
    session.voice.done(answer, _lines(answer, session.words))
    return DIFFERS if answer["findings"] or answer.get("failures") else 0


def _lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    yield words("cli.doctor.version", version=answer["version"], time=answer["now"])
    disk = answer["disk"]
    yield words("cli.doctor.disk", free=disk["free"] // MEGABYTE, ours=disk["ours"] // MEGABYTE)
    if answer["certificate"]:
        yield words("cli.doctor.certificate", pin=answer["certificate"])
    for peer in answer["peers"]:
        yield words("cli.doctor.peer", party=peer["party"], url=peer["url"] or "–", time=peer["heard"] or "–")
    for code in answer["findings"]:
        yield f"✗ {words(f'health.{code}')}"
    for failure in answer.get("failures", ()):
        yield "✗ " + words(f"refusal.{failure['code']}.what")
    if not answer["findings"] and not answer.get("failures"):
        yield words("health.good")

# SPDX-License-Identifier: Apache-2.0
"""The English text of every message, by symbolic id; one module for each area.

To add a message: one line here, in the module of its area, and one entry in each file of `catalogues/`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english import (
    acts,
    allegations,
    amending,
    archive,
    buttons,
    calendar,
    choices,
    codes,
    command,
    demo,
    desk,
    facts,
    findings,
    ground,
    guards,
    help,
    inquiries,
    labels,
    labels_shown,
    line,
    lists,
    mechanism,
    minutes,
    notices,
    pages,
    papers,
    plays,
    questions,
    reasons,
    refusals,
    releases,
    renewal,
    screens,
    sealed,
    shown,
    silence,
    states,
    time,
)
from tripartite.i18n.english.kinds import Sentence

AREAS: Mapping[str, Mapping[str, Sentence]] = {
    "acts": acts.SENTENCES,
    "archive": archive.SENTENCES,
    "buttons": buttons.SENTENCES,
    "amending": amending.SENTENCES,
    "allegations": allegations.SENTENCES,
    "calendar": calendar.SENTENCES,
    "choices": choices.SENTENCES,
    "codes": codes.SENTENCES,
    "command": command.SENTENCES,
    "demo": demo.SENTENCES,
    "desk": desk.SENTENCES,
    "facts": facts.SENTENCES,
    "findings": findings.SENTENCES,
    "ground": ground.SENTENCES,
    "guards": guards.SENTENCES,
    "help": help.SENTENCES,
    "inquiries": inquiries.SENTENCES,
    "labels": labels.SENTENCES,
    "labels_shown": labels_shown.SENTENCES,
    "line": line.SENTENCES,
    "lists": lists.SENTENCES,
    "mechanism": mechanism.SENTENCES,
    "minutes": minutes.SENTENCES,
    "notices": notices.SENTENCES,
    "pages": pages.SENTENCES,
    "papers": papers.SENTENCES,
    "plays": plays.SENTENCES,
    "questions": questions.SENTENCES,
    "reasons": reasons.SENTENCES,
    "refusals": refusals.SENTENCES,
    "releases": releases.SENTENCES,
    "renewal": renewal.SENTENCES,
    "screens": screens.SENTENCES,
    "sealed": sealed.SENTENCES,
    "shown": shown.SENTENCES,
    "silence": silence.SENTENCES,
    "states": states.SENTENCES,
    "time": time.SENTENCES,
}

ENGLISH: Mapping[str, Sentence] = {name: text for area in AREAS.values() for name, text in area.items()}

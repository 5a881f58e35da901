# SPDX-License-Identifier: Apache-2.0
"""What a message on a line says, and what its receipts say (LIN-10): who saw it is a signed act of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import (
    ActRef,
    Body,
    InstantText,
    LanguageText,
    Parties,
    PartyText,
    Passage,
    Texts,
)
from tripartite.core.register.chapters.channel_bodies import Tested
from tripartite.core.register.grants import Function

Precedence = Literal["routine", "priority", "immediate", "flash"]
PRECEDENCES: tuple[Precedence, ...] = ("flash", "immediate", "priority", "routine")
"""The most urgent first."""
MessageType = Literal["information", "query", "warning", "proposal_to_halt", "answer", "correction"]


class SendBody(Body, frozen=True):
    """A message, in the language its author wrote it in; `refs` names its line as `part_of`."""

    number: Annotated[int, Meta(ge=1, le=1_000_000_000)]
    """The sender's own count on this line, so that a gap shows."""
    precedence: Precedence
    type: MessageType
    addressees: Annotated[tuple[PartyText, ...], Meta(min_length=1, max_length=64)]
    language: LanguageText
    text: Passage
    info: Parties = ()
    """Who is to see it and owes nothing."""
    machine_translation: Texts | None = None
    """Made by a machine: a help to read, not to be cited."""
    PAIRS = "machine_translation"
    SORTED = "addressees info"

    def check(self) -> None:
        if set(self.addressees) & set(self.info):
            raise ValueError("`info` names an addressee")
        if self.language in (language for language, _ in self.machine_translation or ()):
            raise ValueError("`machine_translation` into the language it is written in")


class DeliveredBody(Body, frozen=True):
    """This node has the message; no person need have seen it."""

    of: ActRef


class AnsweredBody(Body, frozen=True):
    """The answer, in the language it was given in. A longer one is a message of its own."""

    language: LanguageText
    text: Passage


class TranslatedBody(Body, frozen=True):
    """A translation made at the receiving end."""

    language: LanguageText
    status: Literal["official", "courtesy", "machine"]
    text: Passage


class ForwardedBody(Body, frozen=True):
    """To which office it was handed on; no name."""

    function: Function


class NotAnsweredBody(Body, frozen=True):
    """That the sender had no answer, and what it tried. Only words of refusal, quoted, are a refusal (LIN-14)."""

    party: PartyText
    own_line_tested: Tested
    at: InstantText
    """When the own line was tested."""
    alternate_path_tried: bool
    cause: Literal["fault", "refusal_stated", "not_established"]
    quoted: Texts | None = None
    PAIRS = "quoted"
    INSTANTS = "at"

    def check(self) -> None:
        if (self.cause == "refusal_stated") != (self.quoted is not None):
            raise ValueError("`quoted` goes with the cause `refusal_stated`")


class CloseBody(Body, frozen=True):
    """Ends a message; without an answer or acknowledgement in `refs`, says why."""

    reason: Texts | None = None
    PAIRS = "reason"

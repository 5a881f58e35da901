# SPDX-License-Identifier: Apache-2.0
"""A mechanism with all its parties: cards, a charter signed by every root, delegates accredited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from tests.world.keys import Dice, age_secret, raw_key, signing_key
from tests.world.party import Party
from tripartite.core.encoding.values import b64
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, signed_line
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.charter import Charter, charter_text, read_charter_text, verify_charter
from tripartite.core.register.charter_text import BodyEntry, Card, Chair, CharterText, PartyEntry
from tripartite.keyring.age_keys import public_of

START = 1_180_332_000
"""28 May 2007, 06:00 UTC."""
STEP = 60

EVERYTHING = (
    "accredit", "adopt_text", "authenticate_text", "express_consent", "keep_record", "negotiate", "preside",
    "receive_hotline", "release_public", "send_notification", "sign_report", "speak_in_meeting",
)  # fmt: skip

DELEGATES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "chair": (("chair",), ("negotiate", "preside")),
    "deputy": (("deputy_head",), ("adopt_text", "negotiate", "speak_in_meeting")),
    "head": (("head_of_delegation",), EVERYTHING),
    "liaison": (("liaison_officer",), ("receive_hotline", "send_notification")),
    "mediator": (("mediator",), ("negotiate", "preside")),
    "member": (("member",), ("negotiate",)),
    "monitor": (("monitor",), ("sign_report",)),
    "observer": (("observer",), ("sign_report",)),
    "secretary": (("secretariat",), ("keep_record", "negotiate")),
    "watch": (("watch_officer",), ("receive_hotline", "send_notification")),
}
"""The delegates every party has: functions and powers."""

CHARTER_ROLES = (
    ("m1", "01"),
    ("node", "01"),
    ("p1", "01"),
    ("root/1", "01"),
    ("transport", "01"),
    ("w", "04"),
)


class Town:
    """The parties of one mechanism. `parties["iran"]` writes its own log; nobody knows another's but by reading it."""

    def __init__(
        self,
        parties: Sequence[str] = ("iran", "iraq", "us"),
        purpose: Literal["mechanism", "talks_record"] = "mechanism",
        exercise: bool = True,
        chair: str | None = "iraq",
        *,
        paper: Sequence[str] = (),
        languages: Sequence[str] = ("en", "fa"),
        label: str = "town",
        accredited: bool = True,
        roots: int = 1,
        threshold: int = 1,
        kinds: Sequence[str] | None = None,
        sealing: bool = False,
        **more: Any,  # whatever else a charter may say
    ) -> None:
        self.now = START
        self.label = label
        self.roots = roots
        self.sealing = sealing
        """Whether parties have keys that things are sealed to."""
        self.dice = Dice(label)
        self.said = CharterText(
            label=label,
            purpose=purpose,
            parties=tuple(
                PartyEntry(id=name, names=(("en", name.title()),), keys=card.keys, threshold=threshold)
                if name not in paper
                else PartyEntry(id=name, names=(("en", name.title()),))
                for name in parties
                for card in (self.card(name),)
            ),
            bodies=(
                BodyEntry(
                    id="plenary",
                    names=(("en", "Plenary"),),
                    chair=Chair(rule="host", party=chair) if chair else Chair(rule="none"),
                ),
            ),
            languages=tuple(languages),
            kinds=tuple(sorted(KINDS)) if kinds is None else tuple(kinds),
            exercise=(("en", "EXERCISE. Nobody named here signed this."),) if exercise else None,
            **more,
        )
        self.charter = self._sign(self.said)
        self.parties = {name: Party(self, name) for name in parties if name not in paper}
        if accredited:
            for party in self:
                party.accredit_all(DELEGATES)

    def __iter__(self) -> Any:  # an iterator of parties
        return iter(self.parties.values())

    def __getitem__(self, name: str) -> Party:
        return self.parties[name]

    def seed(self, party: str, role: str) -> str:
        """The word that makes a party's key for a role."""
        return f"{self.label}/{party}/{role}"

    def card(self, party: str) -> Card:
        roles = [*(pair for pair in CHARTER_ROLES if pair[0] != "root/1")]
        roles += [(f"root/{j}", "01") for j in range(1, self.roots + 1)]
        keys = tuple((role, kind, b64(raw_key(self.seed(party, role)))) for role, kind in sorted(roles))
        if self.sealing:
            keys = (("age", "age", b64(public_of(age_secret(self.seed(party, "age"))))), *keys)
        return Card(card="tripartite/card@v1", id=party, names=(("en", party.title()),), keys=keys)  # type: ignore[arg-type]  # types "01" and "04" alone

    def _sign(self, said: CharterText) -> Charter:
        text = charter_text(said)
        draft = read_charter_text(text)
        lines = []
        for party in draft.nodes:
            for j in range(1, self.roots + 1):
                role = f"root/{j}"
                seed = self.seed(party, role)
                key = named_key(draft.name(party, role), raw_key(seed))
                lines.append(signed_line(key, signing_key(seed).sign(text).signature))
        return verify_charter(make_note(text, lines))

    def tick(self, at: int | None = None) -> int:
        """The clock of the town: a minute later, or at that instant."""
        self.now = self.now + STEP if at is None else at
        return self.now

    def ack_all(self, rounds: int = 1) -> None:
        """Everyone acknowledges everything of everyone, as often as asked."""
        for _ in range(rounds):
            for party in self:
                party.ack(*(other for other in self if other is not party))

    def logs(self) -> list[Any]:
        return [party.log for party in self]

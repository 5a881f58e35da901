# SPDX-License-Identifier: Apache-2.0
"""A party that writes its own log, honestly or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nacl.signing import SigningKey

from tests.world.keys import raw_key, signing_key
from tests.world.log import Entry, Log
from tests.world.wording import Refs, Wording, wording
from tripartite.core.dispatch.act import Audience, full_id
from tripartite.core.dispatch.envelope import Draft, read_text, write_text
from tripartite.core.dispatch.payload import Commitment, make_payload
from tripartite.core.encoding.values import b64
from tripartite.core.keys.names import KeyName
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import SignatureLine, make_note, signed_line

if TYPE_CHECKING:
    from tests.world.town import Town

PLAIN_ROLES = ("node", "office", "root")


@dataclass(frozen=True)
class Forgery:
    """What is wrong on purpose with a dispatch; each part left alone is right."""

    signer: SigningKey | None = None
    """Signs instead of the role's key, under its name and id."""
    by: KeyName | None = None
    net: str | None = None
    origin: str | None = None
    prev: tuple[int, bytes] | None = None
    payload: Callable[[bytes], bytes | None] | None = None
    """What lies beside the note instead of its payload."""
    note: Callable[[bytes], bytes] | None = None
    """What becomes of the signed note."""
    said: Callable[[Commitment], Commitment] | None = None
    """What the note says of its payload instead of the truth."""
    lines: Sequence[bytes] | None = None
    """The act lines, whatever they spell."""
    to: Audience = "parties"
    rk: str | None = None
    wraps: Sequence[tuple[str, bytes, int]] | None = None


HONEST = Forgery()


class Party:
    """One side: keys, a log, and a pen. `say` writes whatever it is told, right or wrong."""

    def __init__(self, town: Town, name: str, log: Log | None = None) -> None:
        self.town = town
        self.name = name
        self.log = log or Log(town.charter.origin(name))
        self.seeds: dict[str, str] = {}
        """The key word in force for a role, where it is not the role's own."""
        self.acked: dict[str, int] = {}
        self.grants: dict[str, str] = {}
        """The `key` act that gave a role its key."""

    # --- names and keys

    def key_name(self, role: str) -> KeyName:
        return self.town.charter.name(self.name, role)

    def seed(self, role: str) -> str:
        return self.seeds.get(role) or self.town.seed(self.name, role)

    # --- saying

    def say(
        self,
        role: str,
        kind: str,
        body: Mapping[str, Any] | None = None,
        record: str | None = None,
        *,
        on: str | Sequence[str] = (),
        refs: Refs = (),
        at: int | None = None,
        forgery: Forgery = HONEST,
    ) -> str:
        """One act in one dispatch; returns its id. `role` is a delegate's name, or node, office, root."""
        return self.say_all(role, [wording(kind, body, record, on, refs)], at, forgery)[0]

    def say_all(
        self, role: str, words: Sequence[Wording], at: int | None = None, forgery: Forgery = HONEST
    ) -> list[str]:
        """Several acts in one dispatch; returns their ids. They may name each other as `./0`, `./1`, …"""
        lines = forgery.lines if forgery.lines is not None else [word.line for word in words]
        ident = self._write(_role(role), lines, self.town.tick(at), forgery)
        return [full_id(f"./{i}", ident) for i in range(len(lines))]

    def _write(self, role: str, lines: Sequence[bytes], at: int, forgery: Forgery) -> Any:
        payload, said = make_payload(self.town.dice.draw(32), lines)
        size, root = forgery.prev or (self.log.size, self.log.root())
        draft = Draft(
            by=forgery.by or self.key_name(role),
            origin=forgery.origin or self.log.origin,  # type: ignore[arg-type]  # a forged one is any text
            net=forgery.net or self.town.charter.net,
            at=at,
            nonce=self.town.dice.draw(16),
            prev_size=size,
            prev_root=root,
            commitment=forgery.said(said) if forgery.said else said,
            to=forgery.to,
            rk=forgery.rk,
            wraps=forgery.wraps,
        )
        text = write_text(draft)
        note = make_note(text, self._lines(role, text, forgery))
        self.log.add(
            Entry(
                forgery.note(note) if forgery.note else note,
                forgery.payload(payload) if forgery.payload else payload,
            )
        )
        return read_text(text).id

    def _lines(self, role: str, text: bytes, forgery: Forgery) -> list[SignatureLine]:
        roles = [f"root/{j}" for j in range(1, self.town.roots + 1)] if role == "root" else [role]
        lines = []
        for each in roles:
            seed = self.seed(each)
            key = named_key(self.key_name(each), raw_key(seed))
            lines.append(signed_line(key, (forgery.signer or signing_key(seed)).sign(text).signature))
        return lines

    # --- proposals, since every story has one

    def table(self, role: str = "head", texts: Mapping[str, Sequence[str]] | None = None, **body: Any) -> str:
        """Tables a proposal with its texts; returns its id, which is also its first version's."""
        given = dict.fromkeys(self.town.said.languages, ("We meet on the 3rd.",)) if texts is None else texts
        said = {"form": "text", "kind": "decision", "title": [["en", "A mechanism"]], **body}
        words = [wording("proposal.table", said, refs=[(f"./{i}", "text") for i in range(1, len(given) + 1)])]
        words += [
            wording("proposal.text", {"lang": lang, "paragraphs": list(paragraphs)}, record="./0")
            for lang, paragraphs in sorted(given.items())
        ]
        return self.say_all(role, words)[0]

    def version(self, record: str, role: str = "head", **body: Any) -> str:
        """Brings another version of a proposal, in every language of the charter."""
        langs = sorted(self.town.said.languages)
        refs = [(f"./{i}", "text") for i in range(1, len(langs) + 1)]
        words = [wording("proposal.version", body, record, refs=refs)]
        words += [
            wording("proposal.text", {"lang": lang, "paragraphs": ["Other."]}, record) for lang in langs
        ]
        return self.say_all(role, words)[0]

    def takes(
        self,
        position: str,
        version: str,
        record: str | None = None,
        *,
        role: str = "head",
        **body: Any,
    ) -> str:
        """A position on a version (of the record of that name, unless another is given)."""
        refs = body.pop("refs", ())
        return self.say(
            role,
            "proposal.position",
            {"of": version, "position": position, **body},
            record or version,
            refs=refs,
        )

    # --- keys of delegates

    def accredit(
        self,
        role: str,
        functions: Sequence[str] = (),
        powers: Sequence[str] = (),
        *,
        by: str = "root",
        seed: str | None = None,
        at: int | None = None,
        **more: Any,  # other members of the `key` act
    ) -> str:
        """Grants a role a key; a word for another key than the role's own may be given."""
        if seed:
            self.seeds[_role(role)] = seed
        self.grants[_role(role)] = ident = self.say(
            by, "key", self.key_body(role, functions, powers, **more), at=at
        )
        return ident

    def accredit_all(self, delegates: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> list[str]:
        """Grants keys to many roles in one dispatch of the roots."""
        words = [wording("key", self.key_body(role, *grant)) for role, grant in delegates.items()]
        idents = self.say_all("root", words)
        self.grants.update(zip(map(_role, delegates), idents, strict=True))
        return idents

    def key_body(
        self,
        role: str,
        functions: Sequence[str],
        powers: Sequence[str],
        **more: Any,
    ) -> dict[str, Any]:
        body: dict[str, Any] = {"pk": b64(raw_key(self.seed(_role(role)))), "role": _role(role), **more}
        if functions:
            body["functions"] = sorted(functions)
        if powers:
            body["powers"] = sorted(powers)
        return body

    def recall(self, role: str, by: str = "root", at: int | None = None) -> str:
        grant = self.grants[_role(role)]
        return self.say(by, "recall", {}, record=grant, on=grant, at=at)

    # --- acknowledging

    def ack(
        self, *others: Party | Log, at: int | None = None, sizes: Mapping[str, int] | None = None
    ) -> str | None:
        """Acknowledges the heads of these logs (those that grew); None if there was nothing to say.

        `sizes` bounds what is acknowledged of a log, by origin.
        """
        heads = []
        for other in others:
            log = other.log if isinstance(other, Party) else other
            size = (sizes or {}).get(log.origin, log.size)
            if size > self.acked.get(log.origin, 0):
                heads.append(self._head(log, size))
                self.acked[log.origin] = size
        return self.say("node", "ack", {"heads": sorted(heads)}, at=at) if heads else None

    def _head(self, log: Log, size: int) -> list[Any]:
        owner = log.origin.split("/")[-2]
        seed = self.town.seed(owner, "m1")
        key = named_key(self.town.charter.name(owner, "m1"), raw_key(seed))
        line = log.head_line(key, seed, size)
        return [log.origin, size, b64(log.root(size)), b64(line.key_id + line.signature)]

    def receipt(self, *acts: str, ok: bool = True, at: int | None = None) -> str:
        """Says that the payloads of these acts' dispatches came (or came broken)."""
        of = sorted({act.partition("/")[0] for act in acts})
        return self.say("node", "receipt", {"of": of, "ok": ok}, at=at)

    # --- two stories

    def branch(self, size: int | None = None) -> Party:
        """The same party telling another story from here (or from `size`) on."""
        other = Party(self.town, self.name, self.log.copy(size))
        other.seeds, other.grants, other.acked = dict(self.seeds), dict(self.grants), dict(self.acked)
        return other


def _role(role: str) -> str:
    return role if role in PLAIN_ROLES or "/" in role else f"d/{role}"

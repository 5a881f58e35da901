# SPDX-License-Identifier: Apache-2.0
"""Evidence that shows words convicts whoever signed what cannot be so, and nobody else (EVI-7 to EVI-9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as with_

from tests.core.register.chapters.scene import en
from tests.sync.mirrors import TownMirror, asking, pulled
from tests.world.keys import raw_key, signing_key
from tests.world.liars import add_spoilt
from tests.world.log import Entry
from tests.world.nodes import Nodes
from tests.world.party import Forgery
from tests.world.town import Town
from tests.world.wording import wording
from tripartite.core.dispatch.act import Act, Blob, write_act
from tripartite.core.dispatch.blob import make_blob
from tripartite.core.dispatch.envelope import Draft, read_dispatch, read_text, write_text
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.encoding.values import Party as PartyId
from tripartite.core.encoding.values import b64, sha256
from tripartite.core.keys.public import named_key
from tripartite.core.log.evidence import verify_evidence
from tripartite.core.log.note import make_note, signed_line
from tripartite.core.register.charters import Charters
from tripartite.core.register.exhibits import (
    MAX_EXHIBIT,
    Convicted,
    Exhibit,
    is_exhibit,
    parse_exhibit,
    verify_exhibit,
)
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.disclosing import Discloser
from tripartite.node.exhibits import Exhibits, Made, showing
from tripartite.node.node import Node
from tripartite.node.system import SystemChance

CIPHER = AgeCipher(SystemChance())
CLAIM = {"what": en("A neighbour saw two men."), "source_category": "own_observation"}


class Court:
    """What iran wrote, as the node of the US holds it, and what can be proven of it to who holds only the charter."""

    def __init__(self) -> None:
        self.town = Town(sealing=True)
        self.iran = self.town["iran"]
        self.incident = self.iran.say("head", "incident.report", {"day": "2007-05-28"})
        self.claim = self.iran.say("head", "incident.claim", CLAIM, self.incident)
        self.wraps: dict[bytes, bytes] = {}
        self.files: dict[bytes, bytes] = {}

    def node(self) -> Node:
        us = Nodes(self.town, "us")["us"]
        for _ in range(3):
            pulled(us, asking(Shelf(self)))
        return us

    def named(self, party: str, dispatch: str) -> Iterator[bytes]:
        """The wraps that a note names for a party."""
        for entry in self.iran.log.entries:
            read = read_dispatch(entry.dispatch)
            if read.id == dispatch:
                yield from (self.wraps[h] for name, h, _ in read.wraps if name == party)

    def made(self, ident: str, node: Node | None = None) -> Made:
        us = node or self.node()
        discloser = Discloser(us.histories, us.heads)
        return Exhibits(us.histories, us.world, discloser, us.attachments, us.seals, CIPHER).of(ident)

    def judged(self, data: bytes, stored: bytes | None = None) -> Convicted:
        return verify_exhibit(data, showing(Charters(self.town.charter)), stored, CIPHER)

    def erase(self, *stub: str) -> str:
        return self.iran.say("head", "erase", {"of": [list(stub)]})

    def key(self, role: str = "d/head") -> str:
        return str(self.town.charter.name("iran", role))


class Shelf(TownMirror):
    """A peer that also shows wraps and attached files."""

    def __init__(self, court: Court) -> None:
        super().__init__(*court.town)
        self._court = court

    def wrap(self, named: bytes) -> bytes | None:
        return self._court.wraps.get(named)

    def payload(self, stored: bytes) -> bytes | None:
        return super().payload(stored) or self._court.files.get(stored)


@pytest.fixture
def court() -> Court:
    return Court()


# --- E6 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lie", ["kind", "record"])
def test_a_stub_that_misstates_its_act_convicts_its_author_to_who_holds_only_the_charter(
    court: Court, lie: str
) -> None:
    kind = "incident.casualty@1" if lie == "kind" else "incident.claim@1"
    erase = court.erase(court.claim, kind, court.claim if lie == "record" else court.incident)
    found = court.made(erase)
    assert (found.found.kind, found.found.key, found.found.about) == ("E6", court.key(), (erase, court.claim))
    assert court.judged(found.found.file) == found.found
    assert is_exhibit(found.found.file)


def test_a_true_stub_of_a_kept_act_convicts_nobody(court: Court) -> None:
    table = court.iran.table()
    erase = court.erase(table, "proposal.table@1", table)
    text = court.erase(f"{table[:64]}/1", "proposal.text@1", table)
    for one in (erase, text, court.claim, table):
        with pytest.raises(Refused, match="no_misconduct"):
            court.made(one)


def test_a_true_stub_shown_as_a_lie_is_refused(court: Court) -> None:
    table = court.iran.table()
    erase = court.erase(table, "proposal.table@1", table)
    us = court.node()
    disclose = Discloser(us.histories, us.heads).disclose
    acts = {ident: us.world.find(ident) for ident in (erase, table, court.claim)}
    proofs = {ident: disclose(act) for ident, act in acts.items() if act is not None}
    origin = court.iran.log.origin
    for pair, code in (
        ((erase, table), "no_misconduct"),
        ((erase, court.claim), "no_misconduct"),
        ((table, erase), "bad_evidence"),
    ):
        exhibit = Exhibit("E6", origin, (proofs[pair[0]], proofs[pair[1]]))
        with pytest.raises(Trouble, match=code):
            court.judged(exhibit.data)
    with pytest.raises(Trouble, match="bad_evidence"):
        court.judged(Exhibit("E6", court.town["us"].log.origin, (proofs[erase], proofs[table])).data)


# --- E7, payloads -------------------------------------------------------------------------------------------------


def spoilt(court: Court) -> str:
    line = wording("incident.report", {"day": "2007-05-29"}).line
    return add_spoilt(court.iran, [line], lambda data: data[:-2] + b"\n", court.town.tick())


def test_a_payload_that_does_not_open_to_its_note_convicts_its_author(court: Court) -> None:
    found = court.made(spoilt(court))
    assert (found.found.kind, found.found.key) == ("E7", court.key())
    assert court.judged(found.found.file, found.stored) == found.found


def test_without_the_bytes_or_with_others_it_convicts_nobody(court: Court) -> None:
    found = court.made(spoilt(court))
    for stored in (None, b"", (found.stored or b"") + b"!"):
        with pytest.raises(Refused, match="bad_payload"):
            court.judged(found.found.file, stored)


def sealed(
    court: Court,
    spoil: Callable[[bytes], bytes] = bytes,
    seal: Callable[[bytes], bytes] = bytes,
    length: int = 0,
) -> str:
    """A dispatch of iran's for itself and the US; its payload spoilt before it is sealed, or the sealed file after."""
    pen, lines = court.iran, [wording("incident.report", {"day": "2007-05-29"}).line]
    payload, said = make_payload(court.town.dice.draw(32), lines)
    identity = CIPHER.identity()
    stored = seal(CIPHER.seal(spoil(payload), CIPHER.recipient(identity)))
    wraps = []
    for party in (PartyId("iran"), PartyId("us")):
        keys = court.town.charter.entry(party).sealing
        assert keys is not None
        wrap = CIPHER.seal(identity.encode(), CIPHER.named(*keys))
        court.wraps[sha256(wrap)] = wrap
        wraps.append((party, sha256(wrap), len(wrap)))
    said = with_(said, length=len(stored) + length, stored=sha256(stored))
    draft = Draft(
        pen.key_name("d/head"), pen.log.origin, court.town.charter.net, court.town.tick(), court.town.dice.draw(16),
        pen.log.size, pen.log.root(), said, ("iran", "us"), CIPHER.recipient(identity), wraps,
    )  # fmt: skip
    text, seed = write_text(draft), pen.seed("d/head")
    line = signed_line(named_key(draft.by, raw_key(seed)), signing_key(seed).sign(text).signature)
    pen.log.add(Entry(make_note(text, [line]), None if length else stored))
    court.files[sha256(stored)] = stored
    return f"{read_text(text).id}/0"


SPOILT: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes], int]] = {
    "another payload": (lambda payload: payload[:-2] + b"\n", bytes, 0),
    "no payload": (lambda _payload: b"nothing", bytes, 0),
    "no age file": (bytes, lambda file: file[:-1] + bytes([file[-1] ^ 1]), 0),
    "nothing sealed": (bytes, lambda _file: b"age it is not", 0),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_sealed_payload_that_does_not_open_convicts_once_its_reader_shows_the_identity(
    court: Court, case: str
) -> None:
    found = court.made(sealed(court, *SPOILT[case]))
    assert (found.found.kind, found.found.key) == ("E7", court.key())
    assert court.judged(found.found.file, found.stored) == found.found
    assert parse_exhibit(found.found.file).identity.startswith("AGE-SECRET-KEY-1")


def test_a_note_that_states_another_length_than_the_bytes_it_names_have_convicts(court: Court) -> None:
    ident = sealed(court, length=1)
    """Nobody takes such bytes in; whoever was given them by hand can still show them."""
    us, [stored] = court.node(), court.files.values()
    [leaf] = us.store.logs.by_id(ident[:64])
    proof = Discloser(us.histories, us.heads).note(leaf)
    identity = us.seals.identity(next(iter(court.named("us", leaf.id))), read_dispatch(leaf.data).rk)
    exhibit = Exhibit("E7", court.iran.log.origin, (proof,), sha256(stored).hex(), identity)
    assert court.judged(exhibit.data, stored).about == (ident[:64],)


def test_an_honest_sealed_payload_convicts_nobody_whoever_shows_what_opens_it(court: Court) -> None:
    ident = sealed(court)
    with pytest.raises(Refused, match="no_misconduct"):
        court.made(ident)


def test_an_honest_open_payload_and_bytes_that_no_note_names_convict_nobody(court: Court) -> None:
    us = court.node()
    [leaf] = us.store.logs.by_id(court.claim[:64])
    proof = Discloser(us.histories, us.heads).note(leaf)
    for stored in (us.store.payloads.get(leaf.number) or b"", b"of somebody else"):
        exhibit = Exhibit("E7", court.iran.log.origin, (proof,), sha256(stored).hex())
        with pytest.raises(Refused, match="no_misconduct"):
            court.judged(exhibit.data, stored)


def test_an_identity_that_was_not_signed_convicts_nobody(court: Court) -> None:
    found = court.made(sealed(court, *SPOILT["another payload"]))
    exhibit = parse_exhibit(found.found.file)
    for identity in (CIPHER.identity(), ""):
        with pytest.raises(Refused, match="bad_seal"):
            court.judged(replace(exhibit, identity=identity).data, found.stored)
    plain = court.made(spoilt(court))
    with pytest.raises(Refused, match="bad_seal"):
        court.judged(replace(parse_exhibit(plain.found.file), identity=CIPHER.identity()).data, plain.stored)


def test_whoever_a_wrap_was_not_made_for_reveals_nothing(court: Court) -> None:
    ident = sealed(court, *SPOILT["another payload"])
    court.wraps.clear()
    with pytest.raises(Refused, match="not_found"):
        court.made(ident)


# --- E7, attachments ----------------------------------------------------------------------------------------------


def attached(court: Court, spoil: Callable[[bytes], bytes] = bytes, **changed: object) -> tuple[str, bytes]:
    """A document of iran's with one file, and the bytes that its act names."""
    file, commitment = make_blob(bytes(32), b"what a camera saw")
    stored = spoil(file)
    blob = Blob(b64(commitment), sha256(stored).hex(), len(stored), "image/png", "parties")
    act = Act(msgspec.Raw(b'{"form":"photo"}'), "document.file@1", None, (), (), (with_(blob, **changed),))
    court.files[sha256(stored)] = stored
    return court.iran.say("head", "document.file", forgery=Forgery(lines=[write_act(act)])), stored


@pytest.mark.parametrize(
    ("spoil", "changed"),
    [
        (lambda file: file[:-1] + b"x", {}),
        (lambda _file: b"no blob at all", {}),
        (bytes, {"c": b64(bytes(32))}),
        (bytes, {"n": 1}),
    ],
    ids=["padding", "another file", "commitment", "length"],
)
def test_a_file_that_is_not_what_its_act_commits_to_convicts_its_author(
    court: Court, spoil: Callable[[bytes], bytes], changed: dict[str, object]
) -> None:
    ident, stored = attached(court, spoil, **changed)
    us = court.node()
    act = us.world.find(ident)
    assert act is not None
    proof = Discloser(us.histories, us.heads).disclose(act)
    exhibit = Exhibit("E7", court.iran.log.origin, (proof,), sha256(stored).hex())
    found = court.judged(exhibit.data, stored)
    assert (found.kind, found.key, found.about) == ("E7", court.key(), (ident,))
    if "n" not in changed:
        assert court.made(ident, us) == Made(found, stored)


def test_an_honest_file_and_one_that_no_act_names_convict_nobody(court: Court) -> None:
    ident, stored = attached(court)
    us = court.node()
    act = us.world.find(ident)
    assert act is not None
    proof = Discloser(us.histories, us.heads).disclose(act)
    for data in (stored, b"of somebody else"):
        exhibit = Exhibit("E7", court.iran.log.origin, (proof,), sha256(data).hex())
        with pytest.raises(Refused, match="no_misconduct"):
            court.judged(exhibit.data, data)
    with pytest.raises(Refused, match="no_misconduct"):
        court.made(ident, us)


# --- files --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files() -> tuple[Court, list[Made]]:
    court = Court()
    erase = court.erase(court.claim, "incident.casualty@1", court.incident)
    idents = (erase, spoilt(court), sealed(court, *SPOILT["another payload"]))
    us = court.node()
    return court, [court.made(ident, us) for ident in idents]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(which=st.integers(0, 2), at=st.integers(0, 1 << 20), bit=st.integers(0, 7), cut=st.booleans())
def test_a_changed_file_is_refused(
    files: tuple[Court, list[Made]], which: int, at: int, bit: int, cut: bool
) -> None:
    court, made = files
    data, stored = made[which].found.file, made[which].stored
    place = at % len(data)
    changed = data[:place] if cut else data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
    with pytest.raises(Trouble):
        court.judged(changed, stored)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\nE7\n", b"\nE5\n"),
        lambda data: data.replace(b"evidence@v1", b"evidence@v2"),
        lambda data: data + b"proof 1\nx\n",
        lambda data: data.replace(b"\nproof ", b"\nmore\nproof ", 1),
        lambda data: data.replace(b"identity ", b"identitz "),
        lambda data: data[: data.index(b"identity ")] + b"identity 0\n\n",
        lambda data: data[: data.index(b"identity ")] + b"identity 300\n" + b"A" * 300 + b"\n",
        lambda data: data.replace(data.split(b"\n")[3], data.split(b"\n")[3].upper()),
        lambda _data: b"tripartite/evidence@v1\nE7\n",
    ],
)
def test_a_file_of_another_form_is_malformed(
    files: tuple[Court, list[Made]], change: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(Malformed, match="bad_evidence"):
        parse_exhibit(change(files[1][2].found.file))


def test_it_has_a_bound_and_is_none_of_the_other_kinds(files: tuple[Court, list[Made]]) -> None:
    with pytest.raises(Malformed, match="too_large"):
        parse_exhibit(bytes(MAX_EXHIBIT + 1))
    for made in files[1]:
        assert parse_exhibit(made.found.file).data == made.found.file
        with pytest.raises(Malformed):
            verify_evidence(made.found.file, files[0].town.charter.key)

# SPDX-License-Identifier: Apache-2.0
"""An archive is all that a party holds and nothing else: the same bytes of the same state, read back without a key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, digest, rebuilt_digest, table, text_proposal
from tripartite.core.encoding.canon import NOTE_BOUNDS, decode, encode
from tripartite.core.encoding.refusal import Held, Malformed, Refused, Unavailable
from tripartite.core.encoding.values import sha256
from tripartite.core.log.note import make_note, parse_note, signed_line
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.node.node import Node
from tripartite.node.query import Register
from tripartite.sync.archive import INDEX, MAGIC, OPENED, faults, from_bundle, read_archive, write_archive
from tripartite.sync.bag import DATA, Bag, manifest, read_files, write_bag
from tripartite.sync.bundle import make
from tripartite.wiring import OpenArchive

SECRET = "What nobody else may know"
NOTE = b"a sketch of the line\n"
Members = dict[str, bytes]


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(sealing=True, accredited=False, languages=("en",)))
    found.accredit("head")
    found["iraq"].do("d/head", text_proposal())
    iran = found["iran"]
    wish = Wish("document.file", {"form": "letter"}, attach=(Attachment(NOTE, "text/plain"),))
    sealed = [table(SECRET), wish]
    iran.do("d/head", sealed, to=iran.audience(sealed, ["us"]))
    found.settle()
    return found


def archived(node: Node, path: Path, *, opened: bool = False) -> Path:
    write_archive(node, path, opened)
    return path


def sealed_acts(node: Node) -> int:
    return Register(node.histories, node.past).digest("iran,us").records


def remade(path: Path, out: Path, node: Node, change: Callable[[Members], object]) -> Path:
    """The archive with its members changed, summed up and signed anew by its maker."""
    members = {n[len(DATA) :]: bytes(d) for n, d in read_files(path).items() if n.startswith(DATA)}
    change(members)
    note = parse_note(members.pop(INDEX), 65_536)
    said = decode(note.text[len(MAGIC) : -1], NOTE_BOUNDS)
    assert isinstance(said, dict)
    sums = {name: sha256(data).hex() for name, data in members.items()}
    text = MAGIC + encode({**said, "members": sha256(manifest(sums)).hex()}) + b"\n"
    line = signed_line(node.own.key("node"), node.parts.signer.sign("node", text))

    def fill(bag: Bag) -> list[tuple[str, str]]:
        for name, data in {**members, INDEX: make_note(text, [line])}.items():
            bag.add(name, data)
        return []

    write_bag(out, fill)
    return out


# --- writing


@pytest.mark.parametrize("name", ["a", "a.tar"])
def test_made_twice_of_one_state_it_is_the_same_bytes(nodes: Nodes, tmp_path: Path, name: str) -> None:
    first, second = (archived(nodes["us"], tmp_path / str(n) / name) for n in made_folders(tmp_path))
    assert dict(read_files(first)) == dict(read_files(second))
    if first.is_file():
        assert first.read_bytes() == second.read_bytes()


def made_folders(path: Path) -> list[int]:
    for n in (1, 2):
        (path / str(n)).mkdir()
    return [1, 2]


def test_folder_and_file_hold_the_same(nodes: Nodes, tmp_path: Path) -> None:
    folder, file = archived(nodes["us"], tmp_path / "us"), archived(nodes["us"], tmp_path / "us.tar")
    assert dict(read_files(folder)) == dict(read_files(file))
    assert folder.stat().st_mode & 0o077 == file.stat().st_mode & 0o077 == 0


def test_nothing_is_written_over_and_nothing_half(nodes: Nodes, tmp_path: Path) -> None:
    (tmp_path / "us.tar").write_bytes(b"mine")
    with pytest.raises(Refused, match="file_exists"):
        write_archive(nodes["us"], tmp_path / "us.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["us.tar"]


def test_no_private_key_is_in_it(nodes: Nodes, tmp_path: Path) -> None:
    data = archived(nodes["iran"], tmp_path / "iran.tar", opened=True).read_bytes()
    leaf = next(iter(nodes["iran"].store.logs.sealed(1)))
    identity = nodes["iran"].store.payloads.identity(leaf.number)
    assert identity
    assert identity.encode() not in data
    assert b"AGE-SECRET-KEY" not in data


# --- reading


def test_what_is_read_back_is_the_register_of_its_maker(nodes: Nodes, tmp_path: Path) -> None:
    with OpenArchive(read_archive(archived(nodes["us"], tmp_path / "us"))) as found:
        assert found.wrong == []
        assert digest(found.node) == digest(nodes["us"]) == rebuilt_digest(found.node)
        index = found.archive.index
        assert index is not None
        assert index.digest == digest(nodes["us"])


def test_who_reads_it_can_sign_and_append_nothing(nodes: Nodes, tmp_path: Path) -> None:
    with OpenArchive(read_archive(archived(nodes["us"], tmp_path / "us"))) as found:
        assert found.node.tick() is None
        assert not found.node.acknowledge()
        with pytest.raises((Held, Unavailable)):
            found.node.do("d/head", [table()])
        with pytest.raises(Unavailable, match="no_key"):
            found.node.parts.signer.public("node")
        cipher = found.node.parts.cipher
        refused: list[Callable[[], object]] = [
            cipher.identity, lambda: cipher.named("age", b""), lambda: cipher.seal(b"", ""),
        ]  # fmt: skip
        for call in refused:
            with pytest.raises(Unavailable, match="no_key"):
                call()
        assert list(found.node.parts.signer.roles()) == []


def test_what_was_sealed_stays_sealed_unless_it_was_opened(nodes: Nodes, tmp_path: Path) -> None:
    closed, opened = (archived(nodes["us"], tmp_path / str(n), opened=bool(n)) for n in (0, 1))
    assert not any(SECRET.encode() in bytes(data) for data in read_files(closed).values())
    with OpenArchive(read_archive(closed)) as found:
        assert sealed_acts(found.node) == 0
    with OpenArchive(read_archive(opened)) as found:
        assert sealed_acts(found.node) == sealed_acts(nodes["us"]) == 2
        [leaf] = found.node.store.logs.sealed(10)
        assert [looked.content for looked in found.node.attachments.look(leaf, 1)] == [NOTE]


def test_a_party_opens_only_what_it_could_read(nodes: Nodes, tmp_path: Path) -> None:
    names = read_files(archived(nodes["iraq"], tmp_path / "iraq", opened=True))
    assert not [name for name in names if name.startswith(DATA + OPENED)]


def test_opened_words_other_than_those_signed_have_no_effect(nodes: Nodes, tmp_path: Path) -> None:
    """Whoever makes an archive can leave out what sealed bytes say, and never change it (ARC-5)."""

    def altered(members: Members) -> None:
        for name in [name for name in members if name.startswith(OPENED)]:
            members[name] = members[name].replace(SECRET.encode(), SECRET.upper().encode())

    path = remade(
        archived(nodes["us"], tmp_path / "us", opened=True), tmp_path / "other", nodes["us"], altered
    )
    with OpenArchive(read_archive(path)) as found:
        assert sealed_acts(found.node) == 0


def test_opened_words_may_be_left_out(nodes: Nodes, tmp_path: Path) -> None:
    def without(members: Members) -> None:
        for name in [name for name in members if name.startswith(OPENED)]:
            del members[name]

    path = remade(
        archived(nodes["us"], tmp_path / "us", opened=True), tmp_path / "less", nodes["us"], without
    )
    with OpenArchive(read_archive(path)) as found:
        assert found.wrong == []
        assert sealed_acts(found.node) == 0


def test_an_attachment_that_was_not_opened_is_said_to_be_unread(nodes: Nodes, tmp_path: Path) -> None:
    def without(members: Members) -> None:
        for name in [name for name in members if NOTE in members[name]]:
            del members[name]

    path = remade(
        archived(nodes["us"], tmp_path / "us", opened=True), tmp_path / "less", nodes["us"], without
    )
    with OpenArchive(read_archive(path)) as found:
        [leaf] = found.node.store.logs.sealed(10)
        assert [looked.fault for looked in found.node.attachments.look(leaf, 1)] == ["bad_seal"]


def test_what_is_in_no_signed_head_is_kept_apart(nodes: Nodes, tmp_path: Path) -> None:
    """Done is done: also of a home that was stopped before its head was signed, nothing is left behind (ARC-3)."""
    iran = nodes["iran"]
    before = digest(iran)
    done = iran.do("d/head", [table("Said last")])
    iran.start.holding = True
    made = write_archive(iran, tmp_path / "iran")
    assert made.loose == 1
    with OpenArchive(read_archive(tmp_path / "iran")) as found:
        assert digest(found.node) == before != digest(iran)
        [loose] = found.archive.loose
        assert done.acts[0].startswith(loose.dispatch.id)
        assert b"Said last" in loose.payload


def test_a_bundle_is_read_as_an_archive_without_a_charter_beside_it(nodes: Nodes) -> None:
    with OpenArchive(from_bundle(make(nodes["iran"], "us", {}))) as found:
        assert (found.archive.index, found.archive.maker, found.wrong) == (None, "iran", [])
        assert digest(found.node) == digest(nodes["iran"])


# --- what is not as it must be


def names_swapped(members: Members) -> None:
    members["charter/" + "0" * 64] = members.pop(
        next(name for name in members if name.startswith("charter/"))
    )


def loose_misnamed(members: Members) -> None:
    entries = next(members[name] for name in sorted(members) if "/tile/entries/" in name)
    members[f"loose/{'0' * 64}.note"] = entries[2 : 2 + int.from_bytes(entries[:2], "big")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda members: [members.pop(n) for n in list(members) if n.startswith("charter/")], "bad_archive"),
        (names_swapped, "bad_bundle"),
        (loose_misnamed, "bad_archive"),
        (lambda members: [members.pop(n) for n in list(members) if "/tile/entries/" in n], "bad_bundle"),
        (lambda members: members.update({"more": b"x"}), "bad_bundle"),
    ],
)
def test_an_archive_that_its_own_maker_built_wrong_is_refused(
    nodes: Nodes, tmp_path: Path, change: Callable[[Members], object], code: str
) -> None:
    path = remade(archived(nodes["us"], tmp_path / "us"), tmp_path / "wrong", nodes["us"], change)
    assert [fault.code for fault in faults(read_files(path))] == [code]
    with pytest.raises((Malformed, Refused), match=code):
        read_archive(path)


def test_who_takes_a_file_out_and_sums_up_the_rest_anew_is_found_out(nodes: Nodes, tmp_path: Path) -> None:
    """The sums find damage; the maker's signature finds who made new ones (ARC-3)."""
    members = {
        name[len(DATA) :]: bytes(data)
        for name, data in read_files(archived(nodes["us"], tmp_path / "us")).items()
        if name.startswith(DATA)
    }

    def fill(bag: Bag) -> list[tuple[str, str]]:
        for name, data in members.items():
            if not name.startswith("wrap/"):
                bag.add(name, data)
        return []

    write_bag(tmp_path / "less", fill)
    with pytest.raises(Malformed, match="not the files its maker signed"):
        read_archive(tmp_path / "less")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"tripartite/archive@v1", b"tripartite/archive@v2", "bad_archive"),
        (b'"records":', b'"recordz":', "schema"),
        (b'"from":"us"', b'"from":"uk"', "unknown_signer"),
    ],
)
def test_an_index_that_nobody_signed_so_is_refused(
    nodes: Nodes, tmp_path: Path, old: bytes, new: bytes, code: str
) -> None:
    members = {
        name[len(DATA) :]: bytes(data)
        for name, data in read_files(archived(nodes["us"], tmp_path / "us")).items()
        if name.startswith(DATA)
    }
    members[INDEX] = members[INDEX].replace(old, new)

    def fill(bag: Bag) -> list[tuple[str, str]]:
        for name, data in members.items():
            bag.add(name, data)
        return []

    write_bag(tmp_path / "wrong", fill)
    with pytest.raises((Malformed, Refused)) as caught:
        read_archive(tmp_path / "wrong")
    assert caught.value.code == code

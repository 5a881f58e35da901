# SPDX-License-Identifier: Apache-2.0
"""Every write of append, receive and cosign, broken twice: it failed, or it failed but was stored.

After that the process may go on or end; in the end nothing answered *done* is lost and nothing was signed twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.world import Town
from tests.world.faulty import Breaker, Died, FaultyGuard, FaultyJournal, FaultyStore, RememberingSigner
from tests.world.nodes import Nodes, Office, accredit, ask, digest, rebuilt_digest, table
from tripartite.core.encoding.refusal import Unavailable
from tripartite.core.encoding.values import Hash, unb64
from tripartite.core.log.tree import leaf_hash, root_of
from tripartite.keyring.guard import SqliteGuard
from tripartite.node.append import Request
from tripartite.node.node import Node
from tripartite.storage.journal import FileJournal
from tripartite.storage.sqlite.store import SqliteStore


@dataclass
class Story:
    """An office whose parts break once, and what its node promised meanwhile."""

    office: Office
    breaker: Breaker
    reopened: Callable[[Office], None] = lambda office: None
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.signer = RememberingSigner(self.office.signer)
        self.inner = self.office.store, self.office.journal, self.office.guard

    def start(self) -> Node:
        """A node on parts that break."""
        office, (store, journal, guard) = self.office, self.inner
        office.signer = self.signer  # type: ignore[assignment]  # signs the same
        office.store, office.journal = FaultyStore(store, self.breaker), FaultyJournal(journal, self.breaker)
        office.guard = FaultyGuard(guard, self.breaker)
        return office.open()

    def again(self) -> Node:
        """A node on what the broken one left, with whole parts."""
        self.office.store, self.office.journal, self.office.guard = self.inner
        self.reopened(self.office)
        self.inner = self.office.store, self.office.journal, self.office.guard
        return self.office.open()

    def say(self, node: Node, title: str) -> None:
        prepared = node.prepare("d/head", [table(title)])
        request = node.append(node.author.sign(prepared), prepared.payload)
        assert request.done
        self.done.append(prepared.id)


def play(story: Story, iraq: Node) -> None:
    """What a node does in a day; each sentence of it may break."""
    node = story.start()
    _unless_unavailable(lambda: node.shown(None))
    for turn in range(2):
        _unless_unavailable(partial(story.say, node, f"{turn} a"))
        _unless_unavailable(node.tick)
        _unless_unavailable(lambda: ask(node, iraq.mirror))
        _unless_unavailable(node.acknowledge)
        _unless_unavailable(partial(story.say, node, f"{turn} b"))
        _unless_unavailable(node.settle)
        _unless_unavailable(node.tick)
        iraq.do("d/head", [table(f"of iraq {turn}")])
        iraq.tick()


def _unless_unavailable(act: Callable[[], object]) -> None:
    with contextlib.suppress(Unavailable):
        act()


def check(story: Story, node: Node, iraq: Node) -> None:
    """What must be true however it broke."""
    node.shown(None)
    assert not node.start.holding
    story.say(node, "afterwards")
    node.tick()
    log = node.log
    leaves = node.store.logs.leaves(log.number, 0, 1000)
    ids = [leaf.id for leaf in leaves]
    assert len(set(ids)) == len(ids), "nothing stands twice"
    assert [ident for ident in ids if ident in story.done] == story.done, "what was done is there, in order"
    assert not [leaf.reason for leaf in leaves if leaf.reason]
    assert root_of([leaf_hash(leaf.data) for leaf in leaves]) == node.histories.root(log, log.size)
    assert all(node.store.payloads.get(leaf.number) for leaf in leaves)
    assert digest(node) == rebuilt_digest(node)
    check_signatures(story.signer, node)
    ask(node, iraq.mirror)
    node.acknowledge()
    ask(iraq, node.mirror)
    iraq.acknowledge()
    ask(node, iraq.mirror)
    assert digest(node) == digest(iraq)
    assert not node.witness.held()
    assert not iraq.witness.held()


def check_signatures(signer: RememberingSigner, node: Node) -> None:
    """One text for one size, sizes and times never backwards, every head a prefix of the log."""
    heads = [_head(text) for role, text in signer.signed if role == "m1"]
    assert [size for size, _ in heads] == sorted(size for size, _ in heads)
    for size, root in heads:
        assert node.histories.root(node.log, size) == root
    said: dict[str, tuple[int, int, bytes]] = {}
    for text in (text for role, text in signer.signed if role == "w"):
        _, time, origin, rest = text.decode().split("\n", 3)
        size, root = _head(f"{origin}\n{rest}".encode())
        now = int(time.removeprefix("time ")), size, root
        before = said.setdefault(origin, now)
        assert before[:2] <= now[:2], "no cosignature regresses"
        assert before[1] != size or before[2] == root
        said[origin] = now


def _head(text: bytes) -> tuple[int, Hash]:
    _, size, root, _ = text.decode().split("\n")
    return int(size), Hash(unb64(root))


class Disk:
    """A town whose Iran keeps its home in files, so that only what reached them is there after a stop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def office(self, nodes: Nodes) -> Office:
        office = Office(nodes.town, "iran", nodes.wall)
        self.open(office, create=True)
        return office

    def open(self, office: Office, create: bool = False) -> None:
        office.store = SqliteStore(self.folder / "store.sqlite", office.town.charter.net)
        office.journal = FileJournal(self.folder / "journal", 65_536)
        office.guard = SqliteGuard(self.folder / "guard.sqlite", create=create)


def stories(disk: Disk | None = None) -> Iterator[tuple[Nodes, Callable[[Breaker], Story]]]:
    nodes = Nodes(Town(("iran", "iraq"), accredited=False, languages=("en",)), "iraq")
    nodes.accredit()
    office = disk.office(nodes) if disk else Office(nodes.town, "iran", nodes.wall)
    first = office.open()
    accredit(first, nodes.town.parties["iran"])

    def begin(breaker: Breaker) -> Story:
        return Story(office, breaker, disk.open if disk else lambda _: None)

    yield nodes, begin


def broken_once(at: int, stored: bool, dies: bool, disk: Disk | None = None) -> Breaker:
    nodes, begin = next(stories(disk))
    story = begin(Breaker(at, stored, dies))
    with contextlib.suppress(Died):
        play(story, nodes["iraq"])
    check(story, story.again(), nodes["iraq"])
    return story.breaker


WRITES = len(broken_once(0, stored=False, dies=False).seen)
WAYS = [(stored, dies) for stored in (False, True) for dies in (False, True)]


def test_the_day_has_writes_of_every_kind() -> None:
    seen = set(broken_once(0, stored=False, dies=False).seen)
    assert {"journal", "commit", "guard head", "guard cosign", "settle", "note", "journal space"} <= seen


@pytest.mark.parametrize(("stored", "dies"), WAYS)
def test_whichever_write_breaks_what_was_done_stays_and_nothing_is_signed_twice(
    stored: bool, dies: bool
) -> None:
    for at in range(1, WRITES + 1):
        broken_once(at, stored, dies)


@pytest.mark.slow
@pytest.mark.parametrize(("stored", "dies"), WAYS)
def test_the_same_holds_of_a_home_in_files(tmp_path: Path, stored: bool, dies: bool) -> None:
    for at in range(1, WRITES + 1, 5):
        folder = tmp_path / str(at)
        folder.mkdir()
        broken_once(at, stored, dies, Disk(folder))


def test_a_node_whose_store_did_not_follow_says_done_once_and_then_refuses_until_it_is_opened_again() -> None:
    nodes, begin = next(stories())
    story = begin(Breaker())
    node = story.start()
    node.shown(None)
    story.breaker.at = len(story.breaker.seen) + 2
    story.say(node, "journalled, not in the store")
    assert story.breaker.seen[-1] == "commit"
    with pytest.raises(Unavailable) as caught:
        story.say(node, "refused")
    assert caught.value.code == "disk_full"
    ask(node, nodes["iraq"].mirror)
    head = node.tick()
    assert head is None or head.checkpoint.size <= node.log.size
    check(story, story.again(), nodes["iraq"])


def test_a_node_whose_journal_failed_refuses_until_it_is_opened_again() -> None:
    nodes, begin = next(stories())
    story = begin(Breaker())
    node = story.start()
    node.shown(None)
    story.breaker.at = len(story.breaker.seen) + 1
    for title in ("fails", "is refused"):
        with pytest.raises(Unavailable):
            story.say(node, title)
    assert story.done == []
    check(story, story.again(), nodes["iraq"])


def test_all_who_waited_for_a_broken_write_are_told() -> None:
    _, begin = next(stories())
    story = begin(Breaker())
    node = story.start()
    node.shown(None)
    requests = []
    for title in ("one", "two"):
        prepared = node.prepare("d/head", [table(title)])
        requests.append(Request(node.author.sign(prepared), prepared.payload))
    node.appender._waiting.append(requests[0])
    story.breaker.at = len(story.breaker.seen) + 1
    with pytest.raises(Unavailable):
        node.appender.append(requests[1])
    assert [request.trouble.code for request in requests if request.trouble] == ["disk_full", "disk_full"]

# SPDX-License-Identifier: Apache-2.0
"""Looking at an act before it is signed: in words, with who will see it, its weight and the power for it (DSK-4)."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from tripartite.core.register.chapters import KINDS
from tripartite.desk.kept import Form, Wish
from tripartite.desk.pointing import called
from tripartite.desk.shapes import body_of, places_of, shapes_of
from tripartite.desk.texts import paragraphs, with_texts
from tripartite.desk.weighing import weighed

RELATIONS = ("cites", "part_of", "replies_to", "derived_from", "text", "amends", "confirms", "supersedes")
FRESH = 1800
"""Seconds for which what was looked at may be signed."""
KEPT = 5
"""How many looked at and not signed a browser may have."""
ROWS = 3
CONTROLS = frozenset({"csrfmiddlewaretoken", "save", "do"})
"""What a form posts besides what was typed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody looked at before signing: exactly this is signed, or nothing (DSK-4)."""

    role: str
    text: str
    payload: str
    weight: str
    second: bool
    wish: dict[str, Any]
    """A `Wish`, plain."""
    at: int
    """When, Unix seconds by the machine's clock."""
    draft: str = ""
    """The draft that is done with once it is signed or in the folder."""
    item: str = ""
    """The item of the folder it is, or is to change."""
    edition: int = 0
    """Of the item, if it was looked at in the folder."""

    @property
    def wished(self) -> Wish:
        return msgspec.convert(self.wish, Wish)


def posted_of(request: Any) -> Form:
    """What was typed; what was left empty is not kept, or lists would grow with each look."""
    return {name: values for name, values in request.POST.lists() if name not in CONTROLS and any(values)}


def wish_of(kind: str, record: str, form: Form, own: str) -> Wish:
    """What a form says, as acts; nothing is checked yet."""
    act: dict[str, Any] = {
        "kind": kind,
        "body": body_of(shapes_of(KINDS[f"{kind}@1"]), form),
        "refs": refs_of(form),
    }
    if record:
        act["record"] = record
    to = sorted({own, *form["to"]}) if any(form.get("to", ())) else None
    acts: list[dict[str, Any]] = json.loads(json.dumps(with_texts(act, paragraphs(form))))
    return Wish(kind, record, acts, to, form)


def refs_of(form: Form) -> list[list[str]]:
    """What the act refers to, and how."""
    pairs = [(act, relation) for act, relation in typed_refs(form) if act and relation in RELATIONS]
    return [list(pair) for pair in pairs]


def typed_refs(form: Form) -> list[tuple[str, str]]:
    """The rows for references, as they were typed; of many, one more than there are."""
    rows = max([ROWS, *(place + 2 for place in places_of(form, "ref"))])
    return [
        (form.get(f"ref.{place}.act", [""])[0].strip(), form.get(f"ref.{place}.relation", [""])[0])
        for place in range(rows)
    ]


def told(page: Any, wish: Wish) -> dict[str, Any]:
    """The acts in words, for the templates `paper.html` and `terms.html`. Raises what the node refuses."""
    act, *beside = wish.acts
    audience = page.ask("audience", acts=wish.acts, to=wish.to)["to"]
    everybody = audience == "parties"
    found = weighed(KINDS[f"{wish.kind}@1"], act["body"], page.seat.functions)
    written = [[one["body"]["lang"], "\n\n".join(one["body"]["paragraphs"])] for one in beside]
    return {
        "kind": wish.kind, "act": act, "fields": page.tell.fields(act["body"], wish.kind),
        "written": [page.tell.said([pair])[0] for pair in written],
        "refs": [(one, relation, called(page, one)) for one, relation in refs_of(wish.form)],
        "weight": found.weight, "power": found.power, "narrow": not everybody,
        "audience": page.tell.parties(page.desk.charter().parties if everybody else audience),
    }  # fmt: skip


def looked_at(request: Any, wish: Wish, draft: str = "", item: str = "", edition: int = 0) -> str:
    """Prepares it for whoever sits here and remembers what was shown; the id under which it can be signed."""
    page = request.page
    prepared = page.ask("prepare", **{"as": page.seat.role, "acts": wish.acts, "lax": True, "to": wish.to})
    found = weighed(KINDS[f"{wish.kind}@1"], wish.acts[0]["body"], page.seat.functions)
    seen = Seen(
        page.seat.role, prepared["text"], prepared["payload"], found.weight, found.second,
        msgspec.to_builtins(wish), int(time.time()), draft, item, edition,
    )  # fmt: skip
    kept = list(request.session.get("seen", {}).items())[1 - KEPT :]
    request.session["seen"] = dict([*kept, (prepared["id"], asdict(seen))])
    return str(prepared["id"])


def seen_of(request: Any) -> Seen | None:
    """What was looked at, if it is not too long ago and the same delegate sits here."""
    found = request.session.get("seen", {}).get(request.POST.get("id", ""))
    seen = Seen(**found) if found else None
    fresh = seen is not None and time.time() - seen.at < FRESH and seen.role == request.page.seat.role
    return seen if fresh else None


def done_with(request: Any) -> None:
    """Forgets what was looked at, for it has been signed or laid into the folder."""
    request.session["seen"] = {
        name: seen for name, seen in request.session.get("seen", {}).items() if name != request.POST.get("id")
    }

# SPDX-License-Identifier: Apache-2.0
"""What programs write: prepared texts, drafts, the signature folder, and signed texts (API-12 to API-15)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import msgspec

from tripartite.client.routes import Wanted
from tripartite.client.shapes import Weight
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind
from tripartite.desk.api.asking import Asked, Caller
from tripartite.desk.api.forms import wish_from
from tripartite.desk.kept import Draft, Item, Wish
from tripartite.desk.looking import FRESH, wish_of
from tripartite.desk.store import fresh
from tripartite.desk.telling import Node, Table
from tripartite.desk.weighing import Weighed, weighed
from tripartite.node.signing import sign_text

Plain = dict[str, Any]
KEPT = 5
"""Texts that a token may have prepared and not signed."""
TOKENS = 64
"""Tokens for which any are kept."""
_HEAVIEST: Sequence[Weight] = ("binding", "consequential", "routine")


@dataclass(frozen=True, slots=True)
class Ready:
    """What was prepared for a token. `at`: by the machine's clock."""

    text: str
    payload: str
    weight: Weight
    second: bool
    at: float


class Prepared:
    """What programs may have signed: what was prepared here and shown to them, byte for byte, for half an hour."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, OrderedDict[str, Ready]] = OrderedDict()

    def keep(self, token: str, ident: str, ready: Ready) -> None:
        with self._lock:
            mine = self._kept.setdefault(token, OrderedDict())
            self._kept.move_to_end(token)
            mine[ident] = ready
            if len(mine) > KEPT:
                mine.popitem(last=False)
            if len(self._kept) > TOKENS:
                self._kept.popitem(last=False)

    def get(self, token: str, ident: str) -> Ready:
        """Raises `Refused("not_found")` for what this token has not prepared, or too long ago."""
        with self._lock:
            found = self._kept.get(token, OrderedDict()).get(ident)
        if found is None or time.time() - found.at > FRESH:
            raise Refused("not_found", "API-13", what="prepared", found=ident)
        return found

    def drop(self, token: str, ident: str) -> None:
        with self._lock:
            self._kept.get(token, OrderedDict()).pop(ident, None)


READY = Prepared()


# --- preparing and signing


def prepare(caller: Caller, asked: Asked) -> Plain:
    acts, to = _acts(asked.body), _to(asked.body)
    prepared = caller.ask("prepare", **{"as": caller.role, "acts": acts, "to": to})
    audience = caller.ask("audience", acts=acts, to=to)["to"]
    found = [weighed(_kind(act), act["body"], caller.functions) for act in acts]
    heaviest = min(found, key=lambda one: _HEAVIEST.index(one.weight))
    now = time.time()
    ready = Ready(prepared["text"], prepared["payload"], heaviest.weight, _second(found), now)
    READY.keep(caller.token.id, prepared["id"], ready)
    everybody = audience == "parties"
    names = caller.tell.parties(caller.desk.charter().parties if everybody else audience)
    return {
        **prepared, "to": audience, "audience": names, "weight": heaviest.weight, "power": heaviest.power,
        "second": ready.second, "words": [_told(caller, act) for act in acts], "until": int(now + FRESH),
    }  # fmt: skip


def _second(found: Sequence[Weighed]) -> bool:
    return any(one.second for one in found)


def _kind(act: Mapping[str, Any]) -> Kind:
    return KINDS[act["kind"] if "@" in act["kind"] else f"{act['kind']}@1"]


def sign(caller: Caller, asked: Asked) -> Plain:
    """Signs with the key that its delegate has open at the desk; a token opens none (API-13)."""
    ident, token = asked.body.id, caller.token
    ready = READY.get(token.id, ident)
    if ready.weight != "routine":
        raise Refused("not_routine", "API-13", found=ready.weight)
    seat = caller.desk.seats.sitting(caller.role)
    if seat is None:
        raise Refused("nobody_sits", "API-13", role=caller.role)
    note = sign_text(ready.text.encode(), seat.keys)
    done: Plain = caller.ask("append", dispatch=note.decode(), payload=ready.payload, keep=ready.second)
    READY.drop(token.id, ident)
    return done


def append(caller: Caller, asked: Asked) -> Plain:
    """A text that was signed elsewhere; what is here already gets the answer again (API-14)."""
    said = asked.body
    before: Plain | None = caller.ask("appended", dispatch=said.dispatch)
    if before is not None:
        return before
    done: Plain = caller.ask("append", dispatch=said.dispatch, payload=said.payload, keep=said.keep)
    return done


def _acts(wanted: Wanted) -> list[Plain]:
    acts: list[Plain] = msgspec.to_builtins(wanted.acts)
    found = [{"body": {}, **act} for act in acts]
    unknown = next((act["kind"] for act in found if _is_unknown(act["kind"])), None)
    if unknown is not None:
        raise Refused("unknown_kind", "API-12", found=unknown)
    return found


def _is_unknown(kind: str) -> bool:
    """Whether no delegate signs such acts."""
    found = KINDS.get(kind if "@" in kind else f"{kind}@1")
    return found is None or found.structural


def _to(wanted: Wanted) -> list[str] | None:
    return list(wanted.to) if wanted.to else None


# --- an act in words


def _told(caller: Caller, act: Plain) -> Plain:
    kind = act["kind"].partition("@")[0]
    fields = [
        {"label": node.label, "lines": list(_lines(node))} for node in caller.tell.fields(act["body"], kind)
    ]
    return {"kind": kind, "says": caller.tell.kind(kind), "fields": fields, "refs": act.get("refs", [])}


def _lines(node: Node) -> Iterator[str]:
    match node.kind:
        case "texts":
            yield from (f"[{one.language}] {one.text}" for one in node.value)
        case "moment":
            yield node.value.everywhere
        case "link":
            yield node.value.act
        case "list" | "group":
            for one in node.value:
                yield from (f"{one.label}: {line}" if one.label else line for line in _lines(one))
        case "table":
            yield from _table(node.value)
        case _:
            yield str(node.value)


def _table(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = [
            f"{label}: {' / '.join(_lines(cell))}"
            for label, cell in zip(table.columns, row, strict=True)
            if cell is not None
        ]
        yield " · ".join(cells)


# --- drafts


def drafts(caller: Caller, _asked: Asked) -> Plain:
    _in_a_role(caller)
    return {"items": [_draft(caller, one) for one in caller.desk.drawer.drafts(caller.role)], "next": None}


def draft(caller: Caller, asked: Asked) -> Plain:
    return _draft(caller, _mine(caller, asked.parts["draft"]))


def draft_new(caller: Caller, asked: Asked) -> Plain:
    return _saved(caller, fresh(), asked.body, "")


def draft_change(caller: Caller, asked: Asked) -> Plain:
    before = _mine(caller, asked.parts["draft"])
    return _saved(caller, before.id, asked.body, before.item)


def draft_away(caller: Caller, asked: Asked) -> None:
    caller.desk.drawer.throw_away(_mine(caller, asked.parts["draft"]).id, caller.role)


def _mine(caller: Caller, ident: str) -> Draft:
    found = caller.desk.drawer.draft(ident, caller.role)
    if found is None:
        raise Refused("not_found", "DSK-20", what="draft", found=ident)
    return found


def _saved(caller: Caller, ident: str, wanted: Wanted, item: str) -> Plain:
    wish = _wish(caller, wanted)
    kept = Draft(ident, caller.role, wish.kind, wish.record, item, caller.now, wish.form)
    caller.desk.drawer.save(kept)
    return _draft(caller, kept)


def _draft(caller: Caller, one: Draft) -> Plain:
    wish = wish_of(one.kind, one.record, one.form, caller.desk.party)
    return {
        "id": one.id, "kind": one.kind, "record": one.record, "item": one.item, "at": one.at, "acts": wish.acts,
        "to": wish.to,
    }  # fmt: skip


def _wish(caller: Caller, wanted: Wanted) -> Wish:
    _in_a_role(caller)
    acts = _acts(wanted)
    if acts[0].get("record"):
        acts[0]["record"] = caller.ask("show", record=acts[0]["record"])["id"]
    return wish_from(acts, _to(wanted), caller.desk.party)


def _in_a_role(caller: Caller) -> None:
    if not caller.role:
        raise Refused("token_role", "API-1")


# --- the signature folder


def folder(caller: Caller, _asked: Asked) -> Plain:
    return {"items": [_item(one) for one in caller.desk.drawer.items()], "next": None}


def folder_item(caller: Caller, asked: Asked) -> Plain:
    return _item(caller.desk.drawer.item(asked.parts["item"]))


def folder_put(caller: Caller, asked: Asked) -> Plain:
    """Only what the node would prepare now for whoever may sign it is laid there; the signer sees it anew."""
    wish = _wish(caller, asked.body)
    caller.ask("prepare", **{"as": caller.role, "acts": wish.acts, "lax": True, "to": wish.to})
    return _item(caller.desk.drawer.put(wish, caller.role, caller.now))


def _item(item: Item) -> Plain:
    wish = item.wish
    return {
        "id": item.id, "kind": wish.kind, "record": wish.record, "state": item.state, "edition": item.edition,
        "acts": wish.acts, "to": wish.to, "steps": msgspec.to_builtins(item.steps), "done": item.done,
    }  # fmt: skip

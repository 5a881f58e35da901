# SPDX-License-Identifier: Apache-2.0
"""From acts to the form that says them, so that people see, change and clear what a program drafted (API-12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import KINDS
from tripartite.desk.kept import Form, Wish
from tripartite.desk.looking import ROWS, wish_of
from tripartite.desk.shapes import Shape, shapes_of
from tripartite.desk.texts import TEXTED
from tripartite.desk.wording.sheet import form_with, of_texts

Plain = Mapping[str, Any]


def wish_from(acts: Sequence[Plain], to: Sequence[str] | None, own: str) -> Wish:
    """Acts as plain values as a wish whose form says all of them, and nothing else; raises `Refused("no_form")`."""
    act, *beside = acts
    kind = KINDS.get(_versioned(act["kind"]))
    if kind is None or kind.structural:
        raise Refused("unknown_kind", "API-12", found=act["kind"][:80])
    form = _form(kind.name, shapes_of(kind), act, beside, to)
    record = act.get("record") or ""
    wish = wish_of(kind.name, record, form, own)
    said = {own, *to} if to else None
    if _bare(wish.acts) != _bare(acts) or set(wish.to or ()) != (said or set()):
        raise Refused("no_form", "API-12", kind=kind.name)
    return wish


def _versioned(kind: str) -> str:
    return kind if "@" in kind else f"{kind}@1"


def _form(
    kind: str, shapes: Sequence[Shape], act: Plain, beside: Sequence[Plain], to: Sequence[str] | None
) -> Form:
    texts = [one for one in beside if one["kind"].partition("@")[0] == TEXTED.get(kind)]
    refs = [pair for pair in act.get("refs", ()) if not pair[0].startswith("./")]
    form = _members(shapes, act.get("body", {}), "")
    for place, (ref, relation) in enumerate(refs[:ROWS]):
        form |= {f"ref.{place}.act": [ref], f"ref.{place}.relation": [relation]}
    if to:
        form["to"] = sorted(to)
    if texts:
        pairs = [(one["body"].get("lang", ""), one["body"].get("paragraphs", ())) for one in texts]
        marks = [(int(place), str(line)) for place, line in act["body"].get("brackets") or ()]
        form = form_with(form, of_texts(pairs, marks))
    return form


# --- by the kind of question, the inverse of what `shapes` reads out of a form


def _members(shapes: Sequence[Shape], body: Plain, before: str) -> Form:
    found: Form = {}
    for shape in shapes:
        if shape.name in body and body[shape.name] not in (None, "", [], {}):
            found |= _typed(shape, body[shape.name], before + shape.name)
    return found


def _typed(shape: Shape, value: Any, name: str) -> Form:
    try:
        return _WRITERS.get(shape.widget, _scalar)(shape, value, name)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError):
        raise Refused("no_form", "API-12", field=name) from None


def _scalar(_shape: Shape, value: Any, name: str) -> Form:
    if isinstance(value, (dict, list)):
        raise TypeError(name)
    return {name: [_word(value)]}


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _affirmed(_shape: Shape, value: Any, name: str) -> Form:
    return {name: [str(value)]}


def _many(_shape: Shape, value: Any, name: str) -> Form:
    return {name: [_word(one) for one in value]}


def _lines(_shape: Shape, value: Any, name: str) -> Form:
    return {name: ["\n".join(_word(one) for one in value)]}


def _texts(_shape: Shape, value: Any, name: str) -> Form:
    return {f"{name}:{language}": [str(text)] for language, text in value}


def _rows(shape: Shape, value: Any, name: str) -> Form:
    found: Form = {}
    for place, one in enumerate(value):
        found |= _group(shape, one, f"{name}.{place}")
    return found


def _group(shape: Shape, value: Any, name: str) -> Form:
    if all(part.name.isdigit() for part in shape.parts):
        said = {part.name: one for part, one in zip(shape.parts, value, strict=True)}
    elif len(shape.parts) == 1 and shape.parts[0].name == shape.name:
        said = {shape.name: value}
    else:
        said = dict(value)
    return _members(shape.parts, said, f"{name}.")


_WRITERS: Mapping[str, Callable[[Shape, Any, str], Form]] = {
    "texts": _texts, "affirmation": _affirmed, "choices": _many, "parties": _many, "lines": _lines,
    "rows": _rows, "group": _group,
}  # fmt: skip


def _bare(value: Any) -> Any:
    """What is said, without how it is spelled: numbers as text, nothing that is empty, sets and references in order."""
    if isinstance(value, Mapping):
        said = {name: _bare(one) for name, one in value.items()}
        if "kind" in said and "body" in said:
            said["kind"] = _versioned(said["kind"])
        return {
            name: sorted(one) if name == "refs" else one
            for name, one in said.items()
            if one not in ("", [], {})
        }
    if isinstance(value, (list, tuple)):
        found = [_bare(one) for one in value]
        return sorted(found) if all(isinstance(one, str) for one in found) else found
    return "" if value is None else _word(value)

# SPDX-License-Identifier: Apache-2.0
"""`do`: sign and append acts, from a file or from words; one file is one signature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tripartite.cli.acts import LINES, Acts, read_acts, read_prepared
from tripartite.cli.homes import role_named
from tripartite.cli.pages import short
from tripartite.cli.reach import Line, office_for
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.cli.spoken import argument, declare, option
from tripartite.cli.typed import act_from_words
from tripartite.core.encoding.refusal import Refused
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home iran do proposal.table --as head \\
    kind=decision form=oral_no_text title.en="A joint committee"
tripartite --home iran do incidents.jsonl --as office --json
tripartite --home iran do position.yaml --as head --keys usb/keys"""
FILES = (".yaml", ".yml", ".json", LINES)


@declare("do", "help.do", EXAMPLE)
@argument("what", "FILE|KIND")
@argument("values", "[KEY=VALUE]…", nargs=-1)
@option("--as", "role", metavar="ROLE")
@option("--to", "to", metavar="PARTY", multiple=True)
@option(
    "--attach", metavar="FILE", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@option("--keep", is_flag=True)
@option("--prepare", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def command(
    session: Session, what: str, values: tuple[str, ...], role: str | None, to: tuple[str, ...],
    attach: tuple[Path, ...], keep: bool, prepare: Path | None,
) -> None:  # fmt: skip
    path = Path(what)
    signed = read_prepared(path) if path.suffix in FILES and path.exists() else None
    if signed is not None:
        _append(session, signed.dispatch, signed.payload, keep)
        return
    if role is None:
        raise Refused("usage", "CMD-2", command="do", missing="--as ROLE")
    acts, audience = _acts(session, path, what, values), _audience(to)
    if attach:
        _attach(acts, attach)
    with office_for(session) as office:
        if prepare is not None:
            _prepare(session, office, role_named(role), acts, prepare, audience)
        else:
            _said(session, do_acts(session, office, role_named(role), acts.items, acts.lax, keep, audience))


def _attach(acts: Acts, files: tuple[Path, ...]) -> None:
    """Files named beside a command go with its one act."""
    if len(acts.items) != 1:
        raise Refused("usage", "CMD-2", command="do", name="--attach", count=len(acts.items))
    act = acts.items[0]
    act["attach"] = [*act.get("attach", ()), *({"path": str(path.resolve())} for path in files)]


def _acts(session: Session, path: Path, what: str, values: tuple[str, ...]) -> Acts:
    if path.suffix not in FILES:
        return Acts([act_from_words(what, values)], lax=True)
    if values:
        raise Refused("usage", "CMD-2", command="do", found=values[0])
    return read_acts(path, lambda lines: _progress(session, lines))


def _progress(session: Session, lines: list[Any]) -> Iterator[Any]:
    """The same lines, with a bar on stderr where a person watches."""
    shown = not session.voice.as_json and session.voice.err.isatty() and len(lines) > 500
    label = session.words("cli.do.reading")
    with click.progressbar(lines, label=label, file=session.voice.err, hidden=not shown) as bar:
        yield from bar
    if shown:
        session.voice.aside("cli.do.signing")


def _audience(to: tuple[str, ...]) -> list[str] | None:
    """The parties named, one or several to an option; None where none is."""
    return sorted({party for text in to for party in text.split(",")}) or None


def _prepare(session: Session, office: Line, role: str, acts: Acts, path: Path, to: list[str] | None) -> None:
    prepared = office.call("prepare", {"as": role, "acts": acts.items, "lax": acts.lax, "to": to})
    wanted = ("payload", "text", "identity")
    text = json.dumps({name: prepared[name] for name in wanted if name in prepared}, ensure_ascii=False)
    words, sealed = session.words, "identity" in prepared
    if sealed:  # whoever could read an older file of this name could read what is sealed
        path.unlink(missing_ok=True)
        path.touch(0o600)
    path.write_text(text + "\n", encoding="utf-8")
    session.voice.done(
        {"id": prepared["id"], "file": str(path)},
        [
            words("cli.do.prepared", path=str(path), role=role),
            words("cli.do.prepared.next"),
            *([words("cli.do.prepared.sealed")] if sealed else []),
        ],
    )


def _append(session: Session, dispatch: str, payload: str, keep: bool) -> None:
    if not dispatch:
        raise Refused("not_signed", "CMD-6")
    with office_for(session) as office:
        _said(session, office.call("append", {"dispatch": dispatch, "payload": payload, "keep": keep}))


def _said(session: Session, done: dict[str, Any]) -> None:
    session.voice.done(done, _lines(done, session.words))


MANY = 10


def _lines(done: dict[str, Any], words: Words) -> Iterator[str]:
    acts = done["acts"]
    yield words.plural("cli.do.done", len(acts))
    for act in acts if len(acts) <= MANY else acts[:1]:
        yield short(act)
    for act, reason in done["inert"].items():
        yield f"{short(act)} · {words('face.inert')}: {words(f'reason.{reason}')}"

# SPDX-License-Identifier: Apache-2.0
"""`sign`: shows every act of a dispatch that was prepared elsewhere, and signs it with a key that is here.

Works on a machine without a node. What is signed is recomputed from the acts that are shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tripartite.cli.acts import read_prepared
from tripartite.cli.homes import home_of, signers
from tripartite.cli.pages import everything, kind_words
from tripartite.cli.session import Session
from tripartite.cli.signing import prepared_lines
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.dispatch.envelope import Dispatch, read_text
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.encoding.values import instant_text, unb64
from tripartite.i18n.words import Words
from tripartite.node.signing import sign_text
from tripartite.wiring import CHARTER


@declare("sign", "help.sign", "tripartite sign act.json --keys usb/keys --out act.signed.json")
@argument("file", "FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@option("--yes", is_flag=True)
def command(session: Session, file: Path, out: Path | None, yes: bool) -> None:
    prepared = read_prepared(file)
    if prepared is None or not prepared.text:
        raise Refused("not_prepared", "CMD-6", path=str(file))
    dispatch = read_text(prepared.text.encode())
    lines = prepared_lines(dispatch, unb64(prepared.payload), prepared.identity)
    acts = [json.loads(line) for line in lines]
    shown = list(_shown(dispatch, acts, session))
    for line in shown if not session.voice.as_json else ():
        session.voice.err.write(line + "\n")
    if not yes and not _confirmed(session):
        raise Refused("not_confirmed", "CMD-6")
    note = sign_text(prepared.text.encode(), signers(session), _threshold(session))
    target = out or file.with_suffix(".signed.json")
    said = json.dumps({"dispatch": note.decode(), "payload": prepared.payload}, ensure_ascii=False)
    target.write_text(said + "\n", encoding="utf-8")
    session.voice.done(
        {"id": dispatch.id, "by": str(dispatch.by), "acts": acts, "to": dispatch.to, "file": str(target)},
        [session.words("cli.sign.done", path=str(target)), session.words("cli.sign.next")],
    )


def _shown(dispatch: Dispatch, acts: list[dict[str, Any]], session: Session) -> Iterator[str]:
    words = session.words
    yield words("cli.sign.as", key=str(dispatch.by), time=instant_text(dispatch.at))
    yield words("cli.sign.audience", names=_audience(dispatch, session, words))
    yield words.plural("cli.sign.acts", len(acts))
    for index, act in enumerate(acts):
        yield f"{words.language.number(index + 1)}. {kind_words(act['kind'], words)} ({act['kind']})"
        around = {key: value for key, value in act.items() if key not in ("kind", "body")}
        yield from everything({"body": act["body"]} if around else act["body"], 1)
        yield from everything(around, 1)


def _audience(dispatch: Dispatch, session: Session, words: Words) -> str:
    if not isinstance(dispatch.to, str):
        return words.language.listed(list(dispatch.to))
    if dispatch.to == "public":
        return words("cli.sign.everybody")
    if (session.home / CHARTER).exists():
        charters = home_of(session).charters()
        return words.language.listed(list(dict.fromkeys(party for one in charters for party in one.parties)))
    return words("cli.sign.all_parties")


def _confirmed(session: Session) -> bool:
    if not session.interactive:
        raise Refused("not_confirmed", "CMD-6", detail="--yes")
    return click.confirm(session.words("cli.sign.ask"), default=False, err=True)


def _threshold(session: Session) -> int:
    try:
        home = home_of(session)
        return home.charters().entry(home.settings.party).threshold
    except Unavailable:
        return 8

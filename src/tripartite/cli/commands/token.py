# SPDX-License-Identifier: Apache-2.0
"""`token`: by which programs speak to this node; made, listed, revoked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from tripartite.cli.homes import role_named
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.cli.tokens import MOST_DAYS, SCOPES, USUAL_DAYS
from tripartite.core.encoding.values import instant_text
from tripartite.i18n.words import Words


@click.group("token", cls=SpokenGroup, help="help.token", example="tripartite --home iraq token list")
def command() -> None: ...


@declare(
    "new", "help.token.new",
    "tripartite --home iraq token new archive --scope read\n"
    "tripartite --home iraq token new drafts --scope read --scope draft --as head --days 7",
)  # fmt: skip
@argument("name", "NAME")
@option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES))
@option("--as", "role", metavar="ROLE", message="option.token_role")
@option("--days", metavar="N", type=click.IntRange(1, MOST_DAYS), default=USUAL_DAYS)
def new(session: Session, name: str, scopes: tuple[str, ...], role: str | None, days: int) -> None:
    said = {"name": name, "scopes": list(scopes), "role": role_named(role) if role else None, "days": days}
    with office_for(session) as office:
        made = office.call("token_new", said)
    words = session.words
    session.voice.done(made, [made["text"]])
    session.voice.aside("cli.token.once")
    session.voice.aside("cli.token.until", until=instant_text(made["until"]), name=words.shown(made["name"]))


@declare("list", "help.token.list", "tripartite --home iraq token list")
def listed(session: Session) -> None:
    with office_for(session) as office:
        answer = office.call("token_list", {})
    session.voice.done(answer, _lines(answer["items"], session.words))


@declare("revoke", "help.token.revoke", "tripartite --home iraq token revoke 3f2a91")
@argument("token", "TOKEN")
def revoke(session: Session, token: str) -> None:
    with office_for(session) as office:
        done = office.call("token_revoke", {"id": token})
    session.voice.done(done, [session.words("cli.token.revoked", name=done["name"])])


def _lines(items: list[dict[str, Any]], words: Words) -> Iterator[str]:
    if not items:
        yield words("cli.token.none")
    for one in items:
        role = one["role"].removeprefix("d/") or "–"
        scopes = words.language.listed([words(f"token.scope.{scope}") for scope in one["scopes"]])
        yield f"{one['id']}  {words.shown(one['name'])} · {role} · {scopes} · {_standing(one, words)}"


def _standing(one: dict[str, Any], words: Words) -> str:
    if one["revoked"]:
        return words("token.revoked", at=instant_text(one["revoked"]))
    if not one["good"]:
        return words("token.over", at=instant_text(one["until"]))
    used = words("token.used", at=instant_text(one["used"])) if one["used"] else words("token.unused")
    return f"{words('token.until', at=instant_text(one['until']))} · {used}"


command.add_command(new)
command.add_command(listed)
command.add_command(revoke)

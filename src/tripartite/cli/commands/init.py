# SPDX-License-Identifier: Apache-2.0
"""`init`: a home for one party's node."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from tripartite.cli.homes import passphrase
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import party as check_party
from tripartite.core.keys.public import fingerprint
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.settings import Settings
from tripartite.wiring import make_home

EXAMPLE = """tripartite --home iraq init iraq --name en=Iraq --name ar=العراق --language ar \\
    --zone Asia/Baghdad --recovery "sealed envelope, legal department"
tripartite --home iran init iran --name en=Iran --url http://127.0.0.1:7301 --port 7301"""


@declare("init", "help.init", EXAMPLE)
@argument("party", "PARTY")
@option("--name", "names", metavar="LANG=TEXT", multiple=True)
@option("--language", type=click.Choice([language.code for language in LANGUAGES]))
@option("--zone", metavar="ZONE")
@option("--recovery", metavar="TEXT")
@option("--url", "urls", metavar="URL", multiple=True)
@option("--host", metavar="HOST", default="127.0.0.1")
@option("--port", metavar="N", type=click.IntRange(0, 65_535), default=0)
@option("--passphrase", "sealed", is_flag=True)
def command(
    session: Session, party: str, names: tuple[str, ...], language: str | None, zone: str | None,
    recovery: str | None, urls: tuple[str, ...], host: str, port: int, sealed: bool,
) -> None:  # fmt: skip
    check_party(party)
    said = names or (f"en={_asked(session, 'name', party.title())}",)
    settings = Settings(
        party=party,
        names=dict(_pair(text) for text in said),
        language=language or _asked(session, "language", _language(session)),
        zone=_zone(zone or _asked(session, "zone", "UTC")),
        recovery=recovery if recovery is not None else _asked(session, "recovery", ""),
        host=host,
        port=port,
    )
    secret = passphrase(session, "root/1", new=True) if sealed else None
    home = make_home(session.home, settings, [(url, "") for url in urls], secret)
    card = home.card()
    session.voice.done(
        {"home": str(session.home), "party": party, "fingerprint": fingerprint(card)},
        [
            session.words("cli.init.done", party=party, home=str(session.home)),
            session.words("cli.card.fingerprint", fingerprint=fingerprint(card)),
            session.words("cli.init.next"),
        ],
    )
    if not settings.recovery:
        session.voice.aside("cli.init.no_recovery")


def _asked(session: Session, what: str, default: str) -> str:
    """What a person answers; the default where nobody is there."""
    if not session.interactive:
        return default
    answer: str = click.prompt(session.words(f"cli.ask.{what}"), default=default, err=True)
    return answer


def _language(session: Session) -> str:
    code = session.words.language.code
    return code if code in BY_CODE else "en"


def _pair(text: str) -> tuple[str, str]:
    language, mark, name = text.partition("=")
    if not mark or not name:
        raise Refused("usage", "CMD-2", command="init", name="--name", found=text)
    return language, name


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Refused("bad_value", "HOM-1", what="zone", found=name[:80]) from None
    return name

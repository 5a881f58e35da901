# SPDX-License-Identifier: Apache-2.0
"""The charter in force, read whole; invitations to those on paper; what changes it when they come (OFF-13, OFF-14)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.keys.public import fingerprint
from tripartite.core.register.charter import Charter, verify_charter, write_card
from tripartite.core.register.charters import Charters, held_charters
from tripartite.desk.first.asked import LONGEST_FILE
from tripartite.desk.first.charter import attached
from tripartite.desk.office import stewards
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.parcel import SUFFIX, Parcel, charter_of, read_parcel, with_signatures
from tripartite.desk.reading_charter import told
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words
from tripartite.node.amending import Changes, amend
from tripartite.node.ceremony import sign_charter
from tripartite.storage.files import put_file
from tripartite.wiring import AMENDMENT, Home


@require_http_methods(["GET", "POST"])
def charter(request: Any) -> HttpResponse:
    page = request.page
    if request.method == "GET":
        return drawn(request, "office/charter", **_shown(page))
    stewards.must_be(page)
    what = request.POST.get("do", "")
    try:
        _done(request, what)
    except Trouble as trouble:
        page.note("charter", what[:20], trouble.code)
        return troubled(request, trouble, "office/charter", **_shown(page))
    page.note("charter", what[:20])
    return HttpResponseRedirect(reverse("office_charter"))


def _home(page: Any) -> Home:
    return Home(Path(page.desk.keys.parent))


def _chain(page: Any) -> tuple[Charters, Charter]:
    """All charters held, and the one that binds our log, as the node says."""
    said = page.ask("charters")
    first, *rest = [item["note"].encode() for item in said["items"]]
    charters = held_charters(verify_charter(first), rest)
    found = charters.get(said["in_force"])
    if found is None:
        raise Refused("unknown_charter", "MEC-1", found=said["in_force"])
    return charters, found


def _draft(home: Home) -> Charter | None:
    try:
        return charter_of((home.path / AMENDMENT).read_bytes())
    except FileNotFoundError:
        return None


def _shown(page: Any) -> dict[str, Any]:
    home, own = _home(page), page.desk.party
    _, in_force = _chain(page)
    draft = _draft(home)
    waits = draft is not None and draft.ident != in_force.ident
    cards = {card.id: fingerprint(write_card(card)) for card in home.cards()}
    paper = [entry.id for entry in in_force.said.parties if entry.on_paper]
    return {
        **stewards.common(page, "office_charter"),
        "now": told(page.words, in_force, own),
        "draft": told(page.words, draft, own, in_force) if draft is not None and waits else None,
        "paper": [(party, cards.get(party, "")) for party in paper],
        "cards": sorted(cards.items()),
        "letters": [(one, Words(one.code)("office.letter", party=_name(page, one.code))) for one in LANGUAGES],
    }  # fmt: skip


def _name(page: Any, code: str) -> str:
    names = dict(next(one.names for one in page.desk.charter().said.parties if one.id == page.desk.party))
    return str(names.get(code) or names.get("en") or page.desk.party)


def _done(request: Any, what: str) -> None:
    page, post = request.page, request.POST
    home = _home(page)
    if what == "take":
        sent = request.FILES.get("file")
        if sent is None:
            raise Refused("bad_value", "OFF-14", what="file", found="")
        _take(page, home, read_parcel(sent.read(LONGEST_FILE)))
    elif what == "draft":
        charters, in_force = _chain(page)
        cards = [card for card in home.cards() if card.id == post.get("party")]
        put_file(home.path / AMENDMENT, amend(charters, in_force, Changes(nodes=cards)))
    elif what == "sign":
        _sign(request, home)
    elif what == "join":
        _bind(request, home)
    else:
        raise Refused("bad_value", "OFF-14", what="do", found=what[:40])


def _take(page: Any, home: Home, parcel: Parcel) -> None:
    """Another office's card, or what it signed."""
    for card in parcel.cards:
        home.add_card(card.encode())
    if parcel.charters:
        data, held = parcel.charters[-1].encode(), _draft(home)
        home.check_cards(charter_of(data))
        if held is not None and told(page.words, held, page.desk.party).ours:
            data = with_signatures(held.data, data)
        put_file(home.path / AMENDMENT, data)


def _sign(request: Any, home: Home) -> None:
    page, post = request.page, request.POST
    charters, in_force = _chain(page)
    data = (home.path / AMENDMENT).read_bytes()
    draft = charter_of(data)
    if not post.get("read"):
        raise Refused("not_read", "OFF-14")
    if draft.fingerprint != post.get("fingerprint"):
        raise Refused("charter_differs", "OFF-14", found=draft.fingerprint)
    if draft.said.before != in_force.ident:
        raise Refused("charter_passed", "MEC-21", found=draft.said.before or "", expected=in_force.ident)
    charters.check(draft)
    home.check_cards(draft)
    keys = stewards.root(page, post.get("passphrase", ""))
    put_file(home.path / AMENDMENT, sign_charter(data, page.desk.party, keys, in_force))


def _bind(request: Any, home: Home) -> None:
    """Takes what all have signed, and binds our record to it by the root's act (MEC-3)."""
    page = request.page
    note = (home.path / AMENDMENT).read_bytes()
    keys = stewards.root(page, request.POST.get("passphrase", ""))
    taken = page.ask("charter_take", note=note.decode(), bind=True)
    if not taken["bound"]:
        stewards.sign_now(page, [{"kind": "charter", "body": {"id": taken["id"]}}], keys)


def _parcel(page: Any, to: str = "") -> Parcel:
    """All that another office needs to read, sign and join."""
    home = _home(page)
    charters, in_force = _chain(page)
    draft = _draft(home)
    notes = [one.data.decode() for one in charters.chain(in_force)]
    if draft is not None and draft.ident != in_force.ident:
        notes.append((draft.data or draft.text).decode())
    names = next((one.names for one in in_force.said.parties if one.id == to), ())
    return Parcel(
        sender=page.desk.party, to=to, names=names, charters=tuple(notes),
        cards=tuple(write_card(card).decode() for card in home.cards() if card.id != to),
    )  # fmt: skip


@require_GET
def file(request: Any) -> HttpResponse:
    page = request.page
    stewards.must_be(page)
    return attached(_parcel(page).data(), f"{page.desk.party}{SUFFIX}")


@require_GET
def invitation(request: Any, party: str) -> HttpResponse:
    """A file for a party on paper: with it, its first desk knows who invites it and to what."""
    page = request.page
    stewards.must_be(page)
    page.desk.charter().entry(party)
    page.note("invitation", party)
    sent = _parcel(page, party)
    return attached(sent.data(), f"{page.desk.party}-to-{party}{SUFFIX}")

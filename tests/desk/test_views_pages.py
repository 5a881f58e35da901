# SPDX-License-Identifier: Apache-2.0
"""Lists, time lines and records as pages of a real desk (VIE-1 to VIE-12, VIE-20)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.security.desks import STATEMENT, Browser, browser, desks
from tripartite.cli.play.nodes import Nodes
from tripartite.i18n.words import tame

INCIDENT = {"day": "2007-05-28", "adm0": "IQ", "adm1": "IQ-BG", "title:en": "A bomb near Sinak"}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("desks")) as found:
        yield found


@pytest.fixture(scope="module")
def head(nodes: Nodes) -> Browser:
    found = browser(nodes)
    assert found.sign_in().status == 302
    for text in ("We are ready to talk.", "We thank our hosts.", "We are ready for tea."):
        found.say(text)
    _report(found, INCIDENT)
    return found


def _report(head: Browser, form: dict[str, str]) -> str:
    answer = head.sign(head.look("incident.report", form), pin="471100")
    assert answer.status == 302, answer.text
    return answer.where.partition("/records/")[2].partition("?")[0]


def _titles(text: str) -> list[str]:
    return re.findall(r'<th scope="row">.*?<bdi>(.*?)</bdi>', text, re.DOTALL)


def test_a_screen_lists_what_came_last_first_and_says_how_many(head: Browser) -> None:
    text = head.get("/screens/said").text
    assert _titles(text) == ["We are ready for tea.", "We thank our hosts.", "We are ready to talk."]
    assert "3 records" in text


def test_words_and_order_of_the_address_are_those_of_the_list(head: Browser) -> None:
    text = head.get("/screens/said?text=READY&sort=oldest").text
    assert _titles(text) == ["We are ready to talk.", "We are ready for tea."]
    assert _titles(head.get("/screens/said?text=nothing").text) == []


def test_a_part_that_cannot_be_read_is_told_and_the_rest_of_the_filter_stands(head: Browser) -> None:
    text = head.get("/screens/said?from=yesterday&text=hosts").text
    assert "This is no day." in text
    assert _titles(text) == ["We thank our hosts."]


def test_whoever_comes_back_from_a_record_finds_the_list_as_it_was(head: Browser) -> None:
    head.get("/screens/said?text=hosts&columns=by")
    record = re.search(r'href="(/records/[^"]+)"', head.get("/screens/said?text=hosts&columns=by").text)
    assert record is not None
    assert "/screens/said?screen=said&amp;text=hosts&amp;columns=by" in head.get(record[1]).text


def test_a_time_line_says_a_day_without_an_hour_where_no_hour_was_said(head: Browser) -> None:
    text = head.get("/screens/incidents/timeline").text
    assert "no hour was said" in text
    assert 'id="day-2007-05-28"' in text
    assert "<svg" in text
    said = head.get("/screens/said/timeline").text
    assert "no hour was said" not in said
    assert said.count("06:00 (UTC+0)") >= 2 * 3, "in each party's zone"


@pytest.mark.parametrize("path", ["/screens/nothing", "/screens/today", "/screens/nothing/timeline"])
def test_there_is_no_list_of_what_is_no_screen(head: Browser, path: str) -> None:
    assert head.get(path).status == 404


@pytest.mark.parametrize("path", ["/screens/said", "/screens/said/timeline", "/matrix", "/filters"])
def test_nobody_sees_a_list_who_does_not_sit_there(nodes: Nodes, path: str) -> None:
    assert browser(nodes).get(path).status == 302


def test_a_saved_filter_says_what_is_new_to_each_delegate_until_he_looks(nodes: Nodes, head: Browser) -> None:
    query = "?screen=said&by=iraq&text=tea"
    assert head.post("/filters/save", {"name": "Tea", "query": query, "alert": "on"}).status == 302
    assert "Tea" not in head.get("/").text
    other = browser(nodes)
    other.sign_in("law")
    assert "1 new" in other.get("/filters").text
    assert "Tea" in other.get("/").text
    saved = re.search(r'action="(/filters/[0-9a-f]+)"', other.get("/filters").text)
    assert saved is not None
    assert other.post(saved[1], {}).where == "/screens/said?screen=said&by=iraq&text=tea"
    assert "0 new" in other.get("/filters").text
    head.say("More tea.")
    assert "Tea" in head.get("/").text
    assert other.post(f"{saved[1]}/drop", {}).status == 302
    assert "Tea" not in head.get("/filters").text


@pytest.mark.parametrize("query", ["", "?screen=today", "?screen=said&by=nobody", "?screen=said&from=x"])
def test_what_cannot_be_read_is_not_kept(head: Browser, query: str) -> None:
    answer = head.post("/filters/save", {"name": "Wrong", "query": query})
    assert answer.status in (400, 404)
    assert "Wrong" not in head.get("/filters").text


def test_an_incident_has_a_column_for_each_party_and_the_range_above(head: Browser) -> None:
    record = _report(head, {**INCIDENT, "title:en": "Another near Sinak"})
    text = head.get(f"/records/{record}").text
    assert text.count('<section class="side"') == 2
    assert text.count("Has said nothing of it.") == 2
    answer = head.sign(
        head.look("incident.claim", {"what:en": "We saw a truck.", "source_category": "own_observation"}, record),
        pin="471100",
    )  # fmt: skip
    assert answer.status == 302, answer.text
    assert head.get(f"/records/{record}").text.count("Has said nothing of it.") == 1


def test_a_record_says_who_holds_it_and_why_nobody_is_known_to(head: Browser) -> None:
    text = head.get("/screens/said?text=hosts").text
    record = re.search(r'href="(/records/[^"]+)"', text)
    assert record is not None
    found = head.get(record[1]).text
    assert "Nothing has come from it since that shows it." in found
    assert "Nobody has signed that it was read." in found
    assert "refuse" not in found.casefold()


class Markup(HTMLParser):
    """The elements of a page with their attributes, and the texts that stand in an isolate of their own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.isolated: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "bdi" or "dir" in dict(attrs):
            self._open.append(tag)
            self.isolated.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.isolated[-1] += data


HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}{% url 'today' %}",
            "' onfocus='x", "&lt;b&gt;", "a" * 400, "\u200fright\u200eleft", "سلام <b>تو</b>", "--><svg/onload=x>",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60),
)  # fmt: skip


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
@example(text="<script>alert(1)</script>")
@example(text="\"' onfocus='x' {{ 7|add:7 }} <b>سلام</b>")
def test_what_somebody_wrote_is_text_on_every_page_and_turns_nothing_around(head: Browser, text: str) -> None:
    looked = head.look("statement.make", {**STATEMENT, "text:en": text})
    answer = head.sign(looked)
    if answer.status != 302:
        return
    record = answer.where.partition("/records/")[2].partition("?")[0]
    for path in (
        f"/records/{record}",
        "/screens/said",
        "/screens/said/timeline",
        f"/screens/said?text={quote(text)}",
    ):
        page = Markup(head.get(path).text)
        assert not {tag for tag, _ in page.elements} & {"img", "iframe", "object", "embed", "style", "b"}
        assert not [
            name for _, found in page.elements for name in found if name.startswith("on") or "<" in name
        ]
        assert all(
            str(found.get("src")).startswith("/static/") for tag, found in page.elements if tag == "script"
        )
    said = " ".join(Markup(head.get(f"/records/{record}").text).isolated)
    assert shown(text)[:40] in " ".join(said.split())


def shown(text: str) -> str:
    """As a page has it: normalised as acts are, tamed, and blanks as one."""
    return " ".join(tame(unicodedata.normalize("NFC", text.strip())).split())

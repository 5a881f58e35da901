# SPDX-License-Identifier: Apache-2.0
"""What a play expects of the register (PLA-6)."""

from __future__ import annotations

from typing import Any, cast

from tripartite.cli.play.forms import Form, flag_of, map_of, text_of
from tripartite.cli.play.names import Names
from tripartite.cli.play.plain import Map, Value, as_plain, wrong
from tripartite.cli.play.story import Expect, SameRegister, Step
from tripartite.node.query import CHAPTERS

ABOUT = ("record", "act", "sealed", "chapter")
TESTS = ("is", "not", "has", "count", "absent")


def read_expectation(value: Value, number: int, at: int, names: Names) -> Step:
    if isinstance(value, Map) and "same_register" in value.values:
        form = Form(value, "same_register")
        return SameRegister(number, value.spot, at, names.parties(form["same_register"]))
    form = Form(value, "", " ".join((*ABOUT, *TESTS, "where field on")))
    about, test = _only(form, ABOUT), _only(form, TESTS)
    names.check(*(form.get(key) for key in TESTS), form.get("where"))
    _sensible(form, about, test)
    return Expect(
        number=number,
        spot=value.spot,
        at=at,
        about=cast("Any", about),
        subject=text_of(form["chapter"]) if about == "chapter" else names.known(form[about]),
        where={key: text_of(item) for key, item in map_of(form["where"]).items()} if "where" in form else {},
        field=form.text("field"),
        test=cast("Any", test),
        value=as_plain(form[test]),
        parties=names.parties(form.get("on")),
    )


def _only(form: Form, keys: tuple[str, ...]) -> str:
    """The one of these keys that is there."""
    found = [key for key in keys if key in form]
    if not found:
        raise wrong(form.spot, "missing_key", allowed=", ".join(keys))
    if len(found) > 1:
        raise wrong(form.at(found[1]), "one_only", found=", ".join(found))
    return found[0]


def _sensible(form: Form, about: str, test: str) -> None:
    if about == "chapter" and text_of(form["chapter"]) not in CHAPTERS:
        raise wrong(
            form.at("chapter"), "unknown_value", found=text_of(form["chapter"]), allowed=", ".join(CHAPTERS)
        )
    if "where" in form and about != "chapter":
        raise wrong(form.at("where"), "unknown_key", found="where")
    if test == "absent" and not flag_of(form["absent"]):
        raise wrong(form.at("absent"), "unknown_value", found="no", allowed="yes")
    if (test == "count" and not text_of(form["count"]).isascii()) or (
        test == "count" and not text_of(form["count"]).isdigit()
    ):
        raise wrong(form.at("count"), "unknown_value", found=text_of(form["count"]), allowed="0, 1, 2, …")
    if "field" not in form and test in ("is", "not", "has"):
        raise wrong(form.spot, "missing_key", allowed="field")

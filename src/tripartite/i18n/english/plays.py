# SPDX-License-Identifier: Apache-2.0
"""What plays, the demo and the page's command say."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "help.brief": "Print the page “What was agreed?”, from what this node holds.",
    "help.brief.more": (
        "Every line says whose word it is. With --html it is one file that needs nothing else: no script, no network."
    ),
    "help.play.more": (
        "Each party gets a home and a process of its own in a temporary folder; with --homes they are kept. The exit status is 1 when an expectation failed."
    ),
    "help.demo.more": (
        "Three parts, with Enter between them. AUTO=1 does not wait; HEADLESS=1 ends when done instead of showing the page in a browser."
    ),
    "option.html": "Write the page to this file as HTML.",
    "option.homes": "Keep the parties' homes in this folder.",
    "option.liar": (
        "Whose office tells two stories in the third part: a party of the day, or corva of the small play."
    ),
    "brief.written": "Written: {path}",
    "play.started": ("{n} office starts …", "{n} offices start …"),
    "play.acted": "{time}  {party}: {what}",
    "play.refused": "{time}  {party}: {what}: refused, as expected ({reason})",
    "play.synced": "{time}  they ask each other: {names}",
    "play.cut": "{time}  the line is cut: {names}",
    "play.heal": "{time}  the line is mended: {names}",
    "play.kill": "{time}  {party}: the process is killed",
    "play.restart": "{time}  {party}: started again",
    "play.bundle": "{time}  carried as a file: {source} to {target}",
    "play.same": "{time}  the same on {names}: {number}",
    "play.met": ("{n} expectation met", "{n} expectations met"),
    "play.done": ("Played to the end: {n} step.", "Played to the end: {n} steps."),
    "refusal.node_failed.what": "A party's node did not start, or ended.",
    "refusal.node_failed.why": "A play is performed by real processes, and all of them must answer.",
    "refusal.node_failed.todo": "Read what it said last; run the play again with --homes to keep its files.",
    "hint.play_too_large": "The file is larger than a play may be.",
    "hint.play_not_utf8": "Save the file as UTF-8.",
    "hint.play_not_yaml": "This is no YAML: look at indentation, quotes and colons.",
    "hint.play_wrong_shape": "Something of another shape must stand here.",
    "hint.play_second_document": "A file holds one play: remove what follows the line with three dashes.",
    "hint.play_alias": "Write the value out; a play has no aliases.",
    "hint.play_anchor": "Remove the anchor; a play has none.",
    "hint.play_tag": "Remove the tag; everything in a play is text.",
    "hint.play_too_deep": "It is nested deeper than a play may be.",
    "hint.play_duplicate_key": "The same key stands twice in one map: remove one.",
    "hint.play_unknown_key": "This key has no place here; those that have are listed.",
    "hint.play_missing_key": "The key named is missing.",
    "hint.play_unknown_value": "One of the values listed must stand here.",
    "hint.play_bad_name": "A name is of small letters, digits and underscores, and begins with a letter.",
    "hint.play_bad_duration": "Write a number and a unit, as in the examples listed.",
    "hint.play_bad_instant": "Write an instant in UTC, or a duration with a plus, as in the examples listed.",
    "hint.play_clock_back": "A play's clock never runs backwards.",
    "hint.play_schema": "The body does not fit its kind of act; the reference lists the fields of each.",
    "hint.play_no_node": "A party on paper has no node; it signs nothing and shows nothing.",
    "hint.play_unknown_party": "The charter of this play does not name that party.",
    "hint.play_unknown_delegate": "That party has no such delegate.",
    "hint.play_name_taken": "Another act has this name already.",
    "hint.play_unknown_name": "No earlier act has this name.",
    "hint.play_no_reference": "Name an earlier act here, with a dollar sign before its name.",
    "hint.play_unknown_kind": "There is no such kind of act.",
    "hint.play_founds_its_record": "This kind begins a record; it cannot name one.",
    "hint.play_no_move": "Only a move continues an earlier state.",
    "hint.play_one_only": "Only one of these may stand in one expectation.",
    "hint.play_unknown_version": "This version does not read plays of that form.",
    "hint.play_unknown_step": "A step begins with one of the words listed.",
}

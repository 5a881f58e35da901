# SPDX-License-Identifier: Apache-2.0
"""Writes the pages of life cycles, of permissions and of the API from the code itself; tests hold the pages to it.

Run it after a change to a table: `.venv/bin/python docs/reference/make.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tripartite.core.register.chapters import ALL, KINDS
from tripartite.core.register.kinds import BEFORE, LETTERS, SAME, Chapter, Kind, Row, Who
from tripartite.core.register.permissions import MATRIX, Line
from tripartite.desk.api.document import described
from tripartite.desk.signer.build import digest
from tripartite.desk.signer.build import page as signer_page
from tripartite.i18n.words import Words

PAGE = Path(__file__).parent / "life-cycles.md"
PERMISSIONS = Path(__file__).parent / "permissions.md"
API = Path(__file__).parent / "openapi.json"
SIGNER = Path(__file__).parent / "signer.md"
SIGNER_PAGE = """\
<!-- Made by make.py from desk/signer; change that, not this page. -->
# The signer

One file, `signer.html`, of {size} bytes, whose SHA-256 is

    {digest}

`tripartite signer --out signer.html` writes it. [How to use it](../how-to/sign.md).
"""
INTRODUCTION = """\
<!-- Made by make.py from the chapters; change those, not this page. -->
# Life cycles

What each kind of record can become, by whose act, and under which condition. A move that a table does not list has no
effect: it is kept and shown with its reason. What stands beside a table goes into the record whatever its state is.
Where two moves continue one state, the record is *diverged* until a move, or the chair's `join`, names both.

The letters, and the power each brings unless another is given:

{letters}

*C* is of the party that presides, and where nobody presides any head or deputy. How much each act weighs stands in
the [matrix of permissions](permissions.md).
"""
MATRIX_INTRODUCTION = """\
<!-- Made by make.py from core/register/permissions.py; change that, not this page. -->
# Who may sign what

The companion of the [life cycles](life-cycles.md), which explain the letters: every kind of act that a delegate
signs, by how much it weighs. *Routine* takes one click in an unlocked desk; *consequential* a PIN; *binding* a PIN,
the text read to its end and the power shown. Whoever is not named is refused (`no_power`) until a colleague who has
the power confirms; with *and a second person* an act has no effect until somebody else of that party checks it. Of
which party it must be, a life cycle says. A charter may allow less, and allows what stands as *where the charter
allows* only if it says so.
"""


def page() -> str:
    letters = "\n".join(
        f"- **{letter}** {' or '.join(sorted(name.replace('_', ' ') for name in functions))} (`{power}`)"
        for letter, (functions, power) in LETTERS.items()
    )
    return "\n".join([INTRODUCTION.format(letters=letters), *(_chapter(chapter) for chapter in ALL)])


def permissions() -> str:
    parts = [MATRIX_INTRODUCTION]
    for weight in ("binding", "consequential", "routine"):
        parts.append(f"## {weight.capitalize()}\n")
        parts += ["| power | who | acts |", "|---|---|---|"]
        parts += [_line(line) for line in MATRIX if line.weight == weight] + [""]
    parts.append("## No delegate\n\nSigned by roots, the protocol office or a node:\n")
    parts.append(", ".join(f"`{kind.name}`" for kind in KINDS.values() if kind.structural) + "\n")
    return "\n".join(parts)


def _line(line: Line) -> str:
    who = "; ".join(f"{_who(one)}{_where_allowed(one)}" for one in line.who)
    powers = dict.fromkeys(power for one in line.who for _, _, power in one.alternatives)
    said = ", ".join(_weighed(line, power) for power in sorted(line.powers) or powers) or "–"
    return f"| {said} | {who} | {', '.join(f'`{name}`' for name in line.named)} |"


def _weighed(line: Line, power: str) -> str:
    weight = line.weighs(power)
    return f"`{power}`" if weight == line.weight else f"`{power}` ({weight})"


def _where_allowed(who: Who) -> str:
    return f"; {who.also} where the charter allows `{who.right}`" if who.also else ""


def _chapter(chapter: Chapter) -> str:
    parts = [f"## {chapter.name.replace('_', ' ').capitalize()}\n"]
    if chapter.table:
        parts += [_table(chapter), _diagram(chapter)]
    if any(not row.sources for row in chapter.table):
        kinds: Iterable[Kind] = (kind for kind in chapter.kinds if kind.mode == "add")
    else:
        kinds = (kind for kind in chapter.kinds if kind.mode != "move")
    parts.append(_others(kinds))
    return "\n".join(parts)


def _table(chapter: Chapter) -> str:
    structural = {kind.name for kind in chapter.kinds if kind.structural}
    lines = ["| state | move | who | to | condition |", "|---|---|---|---|---|"]
    for row in chapter.table:
        states = ", ".join(row.sources) or "–"
        move = row.move.partition(".")[2] or row.move
        who = "no delegate" if row.move in structural else _who(row.who)
        lines.append(f"| {states} | `{move}` | {who} | {_target(row)} | {row.says} |")
    return "\n".join(lines) + "\n"


def _target(row: Row) -> str:
    return {SAME: "the same", BEFORE: "as before"}.get(row.target, row.target)


def _who(who: Who) -> str:
    said = " ".join(who.letters.split()) or "any delegate"
    power = f" with `{who.power}`" if who.power else " with the power it takes" if who.needs else ""
    of = f" of {who.of}" if who.of else ""
    return f"{said}{of}{power}{', and a second person' if who.second else ''}"


def _others(kinds: Iterable[Kind]) -> str:
    lines = [f"- `{kind.name}`: {_who(kind.who)}" for kind in kinds if not kind.structural]
    return "\n".join(["Beside these:\n", *lines, ""]) if lines else ""


def _diagram(chapter: Chapter) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *_arrows(chapter), "```", ""])


def _arrows(chapter: Chapter) -> Iterator[str]:
    """One arrow a move; what leads back to where it came from is drawn as a loop, *as before* as a way back."""
    founded = chapter.founded
    if all(row.sources for row in chapter.table):
        yield f"    [*] --> {founded}"
    for row in chapter.table:
        move = row.move.partition(".")[2] or row.move
        for source in row.sources or ("[*]",):
            for target in _targets(chapter, row, source):
                yield f"    {source} --> {target}: {move}"


def _targets(chapter: Chapter, row: Row, source: str) -> tuple[str, ...]:
    if row.target == SAME:
        return (source,)
    if row.target == BEFORE:
        before = (state for other in chapter.table if other.target == source for state in other.sources)
        return tuple(dict.fromkeys(before))
    return (row.target,)


def signer() -> str:
    return SIGNER_PAGE.format(digest=digest(), size=len(signer_page()))


if __name__ == "__main__":
    SIGNER.write_text(signer(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    PERMISSIONS.write_text(permissions(), encoding="utf-8")
    API.write_text(json.dumps(described(Words("en")), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

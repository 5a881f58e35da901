# SPDX-License-Identifier: Apache-2.0
"""What each row does and does not do, and what its limit is, in words for the page of figures."""

from __future__ import annotations

ROWS: dict[str, str] = {
    "append.single": (
        "Client processes call `do` over the socket of `tripartite serve`, each one act at a time (payload of 300 "
        "bytes). The node checks the body, signs, judges, tries the act against the register, and answers once the "
        "journal is on disk. It does not wait for anybody else. The number is that of the clients."
    ),
    "append.single.held": (
        "The same over three nodes, each a process with its own disk files on one machine: until both others have "
        "pulled, checked, stored and cosigned. One client that waits each time; with a number, that many clients "
        "that do not wait, until the last act is held. No network lies between them."
    ),
    "append.bulk": "One client, a thousand acts of 600 bytes a dispatch, one signature each; durable here.",
    "replicate.single": (
        "A fresh node pulls dispatches of one act each over loopback HTTP (no TLS), until all are checked, stored, "
        "folded, cosigned with a durable guard, acknowledged, and found by chapter, state and time. One signature "
        "check an act. The pulling node judges in one process."
    ),
    "replicate.single.pool": "The same, signatures checked ahead in a second process; its start is included.",
    "replicate.bulk": (
        "The same with a thousand acts of 600 bytes a dispatch: one signature a thousand acts; every act is hashed "
        "with its salt, read under its schema, judged and folded by itself."
    ),
    "replicate.mixed": "The same with nine acts in ten in bulk and every tenth alone.",
    "stage.single": "One stage of such a pull, alone, in one process, single-act dispatches.",
    "stage.bulk": "The same stage for acts in bulk dispatches.",
    "first-sync": (
        "`tripartite sync` on a home that holds nothing, from the call to its return: Python's start, opening the "
        "home, pulling the mixed register. Through one peer."
    ),
    "rebuild": "The index is forgotten and made anew from the logs; signatures are not checked again.",
    "cold-start": "`tripartite serve` from the call until it says that it is ready, holding that many records.",
    "query.page": (
        "Pages of 100 records by chapter and state over the socket, one after the other, each record folded from "
        "its acts and shown whole, as JSON. That many records are held."
    ),
    "desk.today": (
        "The first page of a signed-in delegate over loopback HTTP, no TLS: what waits for whom, the line, the watch, "
        "whom we heard from. That many records are held."
    ),
    "desk.list": "The screen of what was said, the same way: the newest records of its chapters, in words.",
    "desk.record": "One record's page with its history and what may be done with it, the same way.",
    "memory.pull": (
        "The most memory the pulling process ever had, for that many acts in bulk. SQLite's caches are in it."
    ),
    "memory.growth": "The difference of the two: what three quarters of the acts add.",
    "maps.draw": (
        "Maps of 1184 by 480 pixels about Baghdad from the shipped base map, zooms 2 to 9 in turn, fifty signs each."
    ),
    "proof.inclusion": "An inclusion proof in a log of that many dispatches, as it travels.",
    "proof.disclosure": "One act of 600 bytes out of a bulk dispatch, with its note, both paths and the head.",
}
"""By the longest beginning of a row's name."""

LIMITS: dict[str, str] = {
    "byte": "the unit",
    "ed25519-verify": "strict signature checks of 300 bytes, one core",
    "ed25519-sign": "signatures of 300 bytes, one core",
    "sha256-600": "SHA-256 of 600 bytes, one core",
    "fdatasync-700": "700 bytes written to a preallocated file and made durable, one after the other",
    "sqlite-rows-600": "rows of 600 bytes into SQLite, a thousand a transaction, no index, not made durable",
    "sqlite-scan-600": "such rows read in order from SQLite, all in the cache",
    "sqlite-page-100": "pages of a hundred such rows",
    "json-gate-600": "an object of 600 bytes decoded, encoded and compared, no schema, one core",
    "python-start": "processes of Python that do nothing, one after the other",
    "http-page-20k": "a page of 20,000 bytes that is always the same, from the same web server over loopback, no TLS",
    "clip-ring-1000": "rings of a thousand corners cut to a frame, one core",
    "loopback-bytes": "bytes over one TCP connection",
}


def words_for(name: str) -> str:
    """The words for a row."""
    fitting = [key for key in ROWS if name == key or name.startswith(key + ".")]
    return ROWS[max(fitting, key=len)]

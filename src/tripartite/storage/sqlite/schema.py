# SPDX-License-Identifier: Apache-2.0
"""The tables of a SQLite store.

Numbers are keys, so rows arrive in key order; ids are found through their first eight bytes and compared whole.
Texts that repeat (origins, and a record's chapter, state and audience, its *shelf*) are kept once.
"""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION = 0x74726970
"""Marks the file as ours: "trip"."""
VERSION = 3

STATEMENTS = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE origin (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE branch (
        number INTEGER PRIMARY KEY, origin TEXT NOT NULL, parent INTEGER, fork_at INTEGER NOT NULL,
        size INTEGER NOT NULL)""",
    """CREATE TABLE leaf (
        number INTEGER PRIMARY KEY, branch INTEGER NOT NULL, place INTEGER NOT NULL, data BLOB NOT NULL, id BLOB,
        role TEXT NOT NULL, grant_ INTEGER NOT NULL, time INTEGER NOT NULL, at INTEGER NOT NULL,
        reason TEXT NOT NULL, count INTEGER NOT NULL, hash BLOB, length INTEGER NOT NULL, keyed INTEGER NOT NULL,
        audience TEXT)""",
    "CREATE UNIQUE INDEX leaf_place ON leaf (branch, place)",
    "CREATE INDEX leaf_id ON leaf (substr(id, 1, 8))",
    "CREATE INDEX leaf_hash ON leaf (substr(hash, 1, 8))",
    "CREATE INDEX leaf_sealed ON leaf (number) WHERE audience IS NOT NULL",
    "CREATE INDEX leaf_keyed ON leaf (branch, place) WHERE keyed",
    # Key: (branch * 8 + level) * 2^40 + number.
    "CREATE TABLE tile (key INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    # Key: the act number of the first act in the piece.
    "CREATE TABLE piece (act INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    # What a sealed payload opened to, keyed like pieces, and the one-off identity that opens it.
    "CREATE TABLE opened (act INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE identity (number INTEGER PRIMARY KEY, line TEXT NOT NULL)",
    # That identity, encrypted to each party of the audience.
    """CREATE TABLE wrap (
        number INTEGER NOT NULL, party TEXT NOT NULL, hash BLOB NOT NULL, length INTEGER NOT NULL, data BLOB,
        wanted INTEGER NOT NULL, PRIMARY KEY (number, party)) WITHOUT ROWID""",
    "CREATE INDEX wrap_hash ON wrap (hash)",
    "CREATE INDEX wrap_wanted ON wrap (number, party) WHERE wanted",
    # What is left of a payload from which acts were erased, keyed by act; all of it may be gone.
    "CREATE TABLE thin (act INTEGER PRIMARY KEY, line BLOB NOT NULL)",
    "CREATE TABLE thinned (number INTEGER PRIMARY KEY)",
    # Attachments that acts name, and their stored bytes.
    """CREATE TABLE attached (
        act INTEGER NOT NULL, c BLOB NOT NULL, hash BLOB NOT NULL, length INTEGER NOT NULL, audience TEXT,
        PRIMARY KEY (act, c)) WITHOUT ROWID""",
    "CREATE INDEX attached_hash ON attached (hash)",
    "CREATE TABLE blob (hash BLOB PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE blob_wanted (hash BLOB PRIMARY KEY) WITHOUT ROWID",
    # Dispatches whose payload is not held.
    "CREATE TABLE wanted (number INTEGER PRIMARY KEY)",
    "CREATE TABLE act (record BLOB NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (record, act)) WITHOUT ROWID",
    "CREATE TABLE link (act BLOB NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (act, record)) WITHOUT ROWID",
    """CREATE TABLE shelf (
        number INTEGER PRIMARY KEY, chapter TEXT NOT NULL, state TEXT NOT NULL, audience TEXT NOT NULL,
        UNIQUE (chapter, state, audience))""",
    """CREATE TABLE record (
        number INTEGER PRIMARY KEY, shelf INTEGER NOT NULL, time INTEGER NOT NULL, by_ TEXT NOT NULL,
        dispatch BLOB NOT NULL, line BLOB NOT NULL, waiting INTEGER NOT NULL)""",
    "CREATE INDEX record_shelf ON record (shelf, number)",
    "CREATE INDEX record_time ON record (shelf, time)",
    "CREATE INDEX record_waiting ON record (number) WHERE waiting",
    # `rises`: it names more leaves of that origin than any ack before it.
    """CREATE TABLE ack (
        branch INTEGER NOT NULL, leaf INTEGER NOT NULL, origin INTEGER NOT NULL, size INTEGER NOT NULL,
        root BLOB NOT NULL, rises INTEGER NOT NULL, PRIMARY KEY (branch, leaf, origin, size, root)) WITHOUT ROWID""",
    "CREATE INDEX ack_rises ON ack (branch, origin, size) WHERE rises",
    """CREATE TABLE receipt (
        dispatch BLOB NOT NULL, branch INTEGER NOT NULL, leaf INTEGER NOT NULL,
        PRIMARY KEY (dispatch, branch, leaf)) WITHOUT ROWID""",
    "CREATE INDEX receipt_leaf ON receipt (branch, leaf)",
    "CREATE TABLE note (kind TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, name))",
)


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file of ours holds. `application` tells one sort of file from another; a table `meta` is always there."""

    application: int
    version: int
    statements: tuple[str, ...]


STORE = Schema(APPLICATION, VERSION, STATEMENTS)

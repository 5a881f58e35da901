# SPDX-License-Identifier: Apache-2.0
"""The store of a party in one SQLite file, over apsw. Never open that file with another SQLite in this process."""

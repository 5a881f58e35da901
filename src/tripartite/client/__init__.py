# SPDX-License-Identifier: Apache-2.0
"""Speaking to a node that runs: over HTTP with a token, or over the socket in its home.

>>> with Program(HttpLine("http://iraq.localhost:8400", token)) as node:
...     for record in node.records("proposals", state="tabled"):
...         print(record.id, record.state)
"""

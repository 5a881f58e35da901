# SPDX-License-Identifier: Apache-2.0
"""Calls a person who is not at a desk: by a command, by mail, by a modem. What is sent says nothing of what waits."""

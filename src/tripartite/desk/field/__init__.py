# SPDX-License-Identifier: Apache-2.0
"""The field form: what monitors note on a phone without a network, and the box in which it arrives at their own desk.

A note is sealed on the phone for this node alone and is not reopened there. Here a delegate reads it, and drafts of
acts are made of it; nothing that a phone sends is signed by itself.
"""

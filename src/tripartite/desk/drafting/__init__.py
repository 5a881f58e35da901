# SPDX-License-Identifier: Apache-2.0
"""Texts at the desk: written by paragraphs in every language, shown beside each other, and compared."""

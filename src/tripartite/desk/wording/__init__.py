# SPDX-License-Identifier: Apache-2.0
"""A text as it is typed: paragraphs in all languages, and brackets in them."""

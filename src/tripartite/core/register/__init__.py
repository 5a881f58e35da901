# SPDX-License-Identifier: Apache-2.0
"""Admission, fold, verdicts and chapters: from what logs hold to what it means."""

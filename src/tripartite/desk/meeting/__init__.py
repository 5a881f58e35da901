# SPDX-License-Identifier: Apache-2.0
"""The meeting room: what a meeting in course is about, who said what, and what is to come, on one page."""

# SPDX-License-Identifier: Apache-2.0
"""Pages of their own kind for records of some chapters: what parties say of one thing stands side by side."""

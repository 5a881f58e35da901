# SPDX-License-Identifier: Apache-2.0
"""Many records at once: one filter, and over it a list, a time line, what is new, and one signature for several."""

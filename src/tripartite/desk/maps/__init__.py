# SPDX-License-Identifier: Apache-2.0
"""Maps at the desk: what records say of places, drawn where the page is made."""

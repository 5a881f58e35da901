# SPDX-License-Identifier: Apache-2.0
"""Who someone is: key names, the strict signature check, admission of keys. Public halves only."""

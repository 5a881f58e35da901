# SPDX-License-Identifier: Apache-2.0
"""How delegates come in beside their PIN: a code from a phone with it, a passkey, or a key of their own."""

# SPDX-License-Identifier: Apache-2.0
"""The signer: one page of its own that shows what a text says and signs it with a key that no server has."""

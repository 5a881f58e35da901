# SPDX-License-Identifier: Apache-2.0
"""Every sentence a person reads, in every language of `languages.py`. Nothing here imports another room."""

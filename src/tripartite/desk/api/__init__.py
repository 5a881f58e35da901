# SPDX-License-Identifier: Apache-2.0
"""What programs ask of a desk: the HTTP API under /api/v1, and the page on which its tokens are made."""

# SPDX-License-Identifier: Apache-2.0
"""What a party's node does: append, receive, cosign, catch up, repair. It owns the ports others fill."""

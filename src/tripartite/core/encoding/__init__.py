# SPDX-License-Identifier: Apache-2.0
"""One canonical spelling per value, a strict reader, and the small types untrusted text becomes."""

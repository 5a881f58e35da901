# SPDX-License-Identifier: Apache-2.0
"""The envelope of what a party says: dispatches, their acts, and the disclosure of single acts."""

# SPDX-License-Identifier: Apache-2.0
"""What it costs, measured beside what the machine itself can do in the same run."""

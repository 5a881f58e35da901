# SPDX-License-Identifier: Apache-2.0
"""The append-only log: tree, proofs, signed notes, checkpoints, cosignatures, evidence."""

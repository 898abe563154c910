"""Writes: each a verb, one transaction, with its audit row inside. See classroom/actions."""

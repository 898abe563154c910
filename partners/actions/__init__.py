"""Writes: each is a verb, in one transaction, with its audit event inside. See classroom/actions."""

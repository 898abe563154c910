"""Writes: each is a verb, in one transaction, with its audit event inside.

An action that can't do what was asked raises a subclass of Unable, whose message is for the person on the page.
"""

"""Writes: each a verb, one transaction, with its audit row inside.

An action that can't do what was asked raises a subclass of Unable, whose message is for the person on the page.
"""

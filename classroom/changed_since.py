"""Tells whether something changed since a page showed it.

A page carries a mark of what it showed, and sends it back when it asks for news or saves. The mark says nothing by
itself: without the server's key nobody can work out what it was made of. The mark of a covered page is made of names
and avatars alone, so the answer tells nothing about a note, a flag or a rule.
"""

import json

from django.utils.crypto import constant_time_compare, salted_hmac

MARK_LENGTH = 20


def mark_of(facts: object) -> str:
    """A short mark of facts that JSON can write, dates among them; the order of a dict's keys does not count."""
    text = json.dumps(facts, default=str, sort_keys=True)
    return salted_hmac("classroom.changed_since", text).hexdigest()[:MARK_LENGTH]


def changed_since(mark: str, facts: object) -> bool:
    """Whether these facts differ from those that the mark was made of."""
    return not constant_time_compare(mark, mark_of(facts))

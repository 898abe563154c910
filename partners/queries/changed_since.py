"""Marks of what a page showed. A page is told that there is news when its mark is not that of now any more.

A mark says nothing by itself. What a covered page asks with is of names alone: it hears of no note, flag or rule.
"""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from classroom.models import Student


def mark_of_names(here: Iterable[Student]) -> str:
    """A mark of the children of the class, as a covered page shows them."""
    return mark([(student.key, student.called, student.avatar) for student in here])


def mark(facts: object) -> str:
    return salted_hmac("partners.queries.news", repr(facts)).hexdigest()[:20]

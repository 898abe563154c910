"""Audit events of a class as sentences, for pages without a cover.

The notes that one person opened on one day are one line, in the order of the roll. The order in which they were read,
and where the reading began, would tell something about the writers.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from classroom.models import AuditEvent, Classroom, ClassroomVerb
from partners.models import PartnersVerb
from partners.queries import in_words

SENTENCES = {verb.value: verb.sentence for verbs in (ClassroomVerb, PartnersVerb) for verb in verbs}


def sentence(verb: str) -> str:
    """The words for a stored verb, to follow the name of a person. An old verb that the program no longer knows has
    words, too."""
    return SENTENCES.get(verb, verb.replace("_", " "))


@dataclass(frozen=True)
class Line:
    """One line of the feed. `event` is what happened, or the newest of several events; `children` names the children
    it is about."""

    event: AuditEvent
    children: str = ""
    is_several: bool = False

    @property
    def words(self) -> str:
        if self.is_several:
            return "opened the notes of"
        return sentence(self.event.verb)


def newest(events: QuerySet[AuditEvent], classroom: Classroom, most: int) -> list[AuditEvent]:
    """The newest `most` of these events, newest first, and the rest of the last one's day. If events of a day were
    missing, they would be known as its first ones.

    Two queries.
    """
    ordered = events.order_by("-at", "-pk")
    last = ordered[most - 1 : most].first()
    if last is not None:
        ordered = ordered.filter(at__gte=classroom.end_of(classroom.today(last.at) - dt.timedelta(days=1)))
    return list(ordered.select_related("by", "student", "person"))


def lines_of(events: Iterable[AuditEvent], classroom: Classroom) -> list[Line]:
    """Events, newest first, as lines."""
    lines: dict[object, list[AuditEvent]] = {}
    for event in events:
        key = (event.by_id, classroom.today(event.at)) if event.verb == PartnersVerb.NOTE_OPENED else event.pk
        lines.setdefault(key, []).append(event)
    return [_line(together) for together in lines.values()]


def _line(together: Sequence[AuditEvent]) -> Line:
    about = {event.student for event in together if event.student is not None}
    ordered = sorted(about, key=lambda student: (bytes(student.sort_key), student.pk))
    return Line(together[0], in_words([student.called for student in ordered]), len(about) > 1)

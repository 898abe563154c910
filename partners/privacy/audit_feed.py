"""What was done in a class, as its log is read: on pages without a cover.

The notes that one person opened on one day are one line, in the order of the roll. In which order she read them, and
where she began, says something of who wrote them.
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
    """What a stored verb says, to follow who did it; also of one that no program of today knows."""
    return SENTENCES.get(verb, verb.replace("_", " "))


@dataclass(frozen=True)
class Line:
    """`event` is what happened, the newest where it is several things; `children` is whom it was about, by name."""

    event: AuditEvent
    children: str = ""
    is_several: bool = False

    @property
    def words(self) -> str:
        if self.is_several:
            return "opened the notes of"
        return sentence(self.event.verb)


def newest(events: QuerySet[AuditEvent], classroom: Classroom, most: int) -> list[AuditEvent]:
    """So many of these events, newest first, and the rest of the last one's day: what is missing from a day was first.

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

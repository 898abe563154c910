"""The export of one child's record, as a family may ask for it. Other children are "a classmate" there, and have no
key.

The record is plain dicts and lists with words, dates and moments of the room. Free words go through `tell`, which
returns the words that stand in the record in their place.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classroom.models import AuditEvent, Student
from classroom.name_masking import Forms, forms_of, look_up
from classroom.names import Name
from partners.considerations.fields import DIALS
from partners.models import (
    IN_A_RECORD,
    CheckIn,
    Considerations,
    ConsiderationsContent,
    HelpGiven,
    HelpStep,
    NoteWords,
    Observation,
    PartnerNote,
    PartnershipPlace,
    PartnersVerb,
    Pick,
    State,
    Workshop,
)
from partners.moves import class_moves
from partners.moves.chips import Chips, chips_of
from partners.notes.questions import REASONS, SAID, WILL_DO

FORMAT = "partners.record/1"
CLASSMATE = "a classmate"

WILL = {answer.key: answer.words for answer in WILL_DO}
# Dials whose words are typed.
TYPED = {"interests"}


@dataclass(frozen=True)
class Text:
    """Free words of the record: a key that stays the same, the place where they stand, and the words."""

    key: str
    where: str
    text: str


Tell = Callable[[Text], str]
Record = dict[str, Any]


def record_of(student: Student, *, now: dt.datetime, tell: Tell) -> Record:
    """The whole record of one child. The number of queries is the same for any child."""
    classroom = student.classroom
    workshop = Workshop.objects.get(classroom=classroom)
    places = list(student.places.select_related("round", "partnership").order_by("starts_on", "pk"))
    return {
        "format": FORMAT,
        "child": student.name,
        "class": classroom.name,
        "school": classroom.school.name,
        "taken_on": classroom.today(now),
        "joined_on": student.joined_on,
        "left_on": student.left_on,
        "considerations": list(_known(student, tell)),
        "notes": list(_notes(student, workshop, tell)),
        "partnerships": list(_partnerships(student, places)),
        "observations": list(_observations(student, places, chips_of(workshop), tell)),
        "check_ins": list(_check_ins(student, tell)),
        "opened": list(_opened(student)),
    }


def texts_of(student: Student, *, now: dt.datetime) -> list[Text]:
    """All free words of a child's record, in the order of the record."""
    found: list[Text] = []

    def hear(text: Text) -> str:
        found.append(text)
        return text.text

    record_of(student, now=now, tell=hear)
    return found


def classmates(student: Student) -> Forms:
    """The names of all other children of the class, including those who have left."""
    others = student.classroom.students.exclude(pk=student.pk).order_by("pk")
    forms = [forms_of(Name(other.name, other.first_name), other.called, other.goes_by) for other in others]
    return look_up(form for names in forms for form in names)


def _telling(tell: Tell, key: str, where: str, text: str) -> str:
    return tell(Text(key, where, text)) if text else ""


def _words(keys: Iterable[str], words: Mapping[str, Any]) -> list[str]:
    return [str(words[key]) for key in keys if key in words]


def _known(student: Student, tell: Tell) -> Iterator[Record]:
    row = Considerations.objects.filter(student=student).first()
    content = row.content if row else ConsiderationsContent()
    for dial in DIALS:
        says = dial.in_words(dial.shown(content))
        if dial.key in TYPED:
            says = _telling(tell, dial.key, dial.title, says)
        if says:
            yield {"what": dial.title, "says": says}
    if own := _telling(tell, "loves_own", "Loves to write about, in own words", content.loves_own):
        yield {"what": "Loves to write about, in own words", "says": own}


def _notes(student: Student, workshop: Workshop, tell: Tell) -> Iterator[Record]:
    sent = PartnerNote.objects.filter(student=student).select_related("round").order_by("sent_at", "pk")
    for note in sent:
        words = note.open()
        yield {
            "round": note.round.number,
            "sent_at": student.classroom.here(note.sent_at),
            "is_the_newest": note.is_current,
            "great": _picks(note, "great", words.great, tell),
            "hard": _picks(note, "hard", words.hard, tell),
            "as_partner": [{"what": heading, "says": said} for heading, said in as_partner(words, workshop)],
            "asks_to_talk": words.talk,
            "tells": _telling(tell, f"{note.key}-tell", f"Note of round {note.round.number}", words.tell),
        }


def as_partner(words: NoteWords, workshop: Workshop) -> Iterator[tuple[str, list[str]]]:
    """The words of a note about the child as a partner, each with its heading. Moves have the names of the class."""
    moves = class_moves.names_of(workshop)
    for heading, keys, known in (
        ("Will do to be a great partner", words.will_do, WILL),
        ("Does well as a partner", words.does_well, moves),
        ("Wants to get better at", words.gets_better, moves),
    ):
        if keys:
            yield heading, _words(keys, known)


def _picks(note: PartnerNote, side: str, picks: Iterable[Pick], tell: Tell) -> list[Record]:
    where = f"Note of round {note.round.number}, about a classmate"
    return [
        {
            "who": CLASSMATE,
            "why": _words(pick.why, REASONS),
            "own_words": _telling(tell, f"{note.key}-{side}-{number}", where, pick.own),
        }
        for number, pick in enumerate(picks)
    ]


def _partnerships(student: Student, mine: Sequence[PartnershipPlace]) -> Iterator[Record]:
    """The child's places in partnerships, in order, each with its partners on any day of it."""
    beside = PartnershipPlace.objects.filter(partnership__in=[place.partnership_id for place in mine])
    others = list(beside.exclude(student=student).order_by("pk"))
    for place in mine:
        together = {o.student_id for o in others if o.partnership_id == place.partnership_id and _overlap(o, place)}
        yield {
            "round": place.round.number,
            "from": place.starts_on,
            "until": place.ended_on,
            "with": CLASSMATE if len(together) == 1 else f"{len(together) or 'no'} classmates",
            "for_one_day": place.is_for_a_day,
            "coached": [step for step in _coached(student, place) if _held(place, step["at"].date())],
        }


def _overlap(one: PartnershipPlace, other: PartnershipPlace) -> bool:
    def over(first: PartnershipPlace, second: PartnershipPlace) -> bool:
        return first.ended_on is not None and first.ended_on <= second.starts_on

    return not over(one, other) and not over(other, one)


def _observations(student: Student, places: Sequence[PartnershipPlace], chips: Chips, tell: Tell) -> Iterator[Record]:
    """Observations of the child's partnerships on days when the child was in them. Observations of another child
    alone are left out."""
    found = Observation.objects.filter(partnership__in=[place.partnership_id for place in places]).select_related("by")
    for observation in found.order_by("at", "pk"):
        at, seen = student.classroom.here(observation.at), observation.content
        held = any(p.partnership_id == observation.partnership_id and _held(p, at.date()) for p in places)
        if held and seen.about in (None, student.pk):
            yield {
                "at": at,
                "by": observation.by.name if observation.by else "",
                "of_the_child_alone": seen.about is not None,
                "strengths": _words(seen.strengths, {key: chip.words for key, chip in chips.strengths.items()}),
                "next_steps": _words(seen.next_steps, {key: chip.words for key, chip in chips.next_steps.items()}),
                "state": str(State(seen.state).label) if seen.state else "",
                "note": _telling(tell, observation.key, f"Seen on {at:%-d %B %Y}", seen.note),
                "to_be_looked_at_on": seen.follow_up,
            }


def _held(place: PartnershipPlace, day: dt.date) -> bool:
    """Whether the place was the child's on that day, including its last day."""
    return place.starts_on <= day and (place.ended_on is None or day <= place.ended_on)


def _check_ins(student: Student, tell: Tell) -> Iterator[Record]:
    for check_in in CheckIn.objects.filter(student=student).order_by("at", "pk"):
        at, content = student.classroom.here(check_in.at), check_in.content
        yield {
            "at": at,
            "face": str(SAID.get(content.face, "")),
            "help": _words(content.help, SAID),
            "words": _telling(tell, check_in.key, f"Check-in of {at:%-d %B %Y}", content.words),
            "asked_the_teacher_to_come": content.asks,
            "steps": _steps(student, content.steps),
        }


def _steps(student: Student, taken: Iterable[HelpGiven]) -> list[Record]:
    """The help that a teacher gave to the child and their partner, and the day to look again."""
    return [
        {
            "step": str(HelpStep(step.step).label),
            "at": student.classroom.here(step.at),
            "to_be_looked_at_on": step.again_on,
        }
        for step in taken
    ]


def _coached(student: Student, place: PartnershipPlace) -> list[Record]:
    return _steps(student, place.partnership.coaching.steps)


def _opened(student: Student) -> Iterator[Record]:
    """Each time an adult opened something about this child."""
    events = AuditEvent.objects.filter(student=student, verb__in=IN_A_RECORD).exclude(by=None).select_related("by")
    for event in events.order_by("at", "pk"):
        yield {
            "at": student.classroom.here(event.at),
            "by": event.by.name if event.by else "",
            "what": IN_A_RECORD[PartnersVerb(event.verb)],
        }

"""What happened in a partnership, newest first: seen by adults, said by its children, who came and went."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from classroom.models import Classroom, Student
from partners.models import CheckIn, Observation, Partnership, PartnershipPlace, State
from partners.moves.built_in import Chip
from partners.moves.chips import Chips
from partners.notes.questions import SAID


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `at` is None where only the day is known; `kind` is seen, said, joined, kept or began;
    `round` is the one for which partners were kept."""

    kind: str
    day: dt.date
    at: dt.datetime | None = None
    who: str = ""
    by: str = ""
    strengths: list[str] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    words: str = ""
    state: str = ""
    reader: str = ""
    follow_up: dt.date | None = None
    face: str = ""
    help: list[str] = field(default_factory=list)
    asks: bool = False
    round: int = 0


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """What is known by its day alone comes after what has an hour in it."""

    def when(entry: Entry) -> tuple[dt.date, float]:
        return entry.day, entry.at.timestamp() if entry.at else 0

    return sorted(entries, key=when, reverse=True)


def observation_entries(
    observations: Iterable[Observation], students: Mapping[int, Student], classroom: Classroom, chips: Chips
) -> list[Entry]:
    """`students` are those whom an observation may name, by primary key."""
    return [_seen(observation, students, classroom, chips) for observation in observations]


def _seen(observation: Observation, students: Mapping[int, Student], classroom: Classroom, chips: Chips) -> Entry:
    said = observation.content

    def called(pk: int | None) -> str:
        return students[pk].called if pk and pk in students else ""

    return Entry(
        kind="seen",
        day=classroom.today(observation.at),
        at=observation.at,
        who=called(said.about),
        by=observation.by.name if observation.by else "",
        strengths=_words(said.strengths, chips.strengths),
        next_steps=_words(said.next_steps, chips.next_steps),
        words=said.note,
        state=str(State(said.state).label) if said.state else "",
        reader=called(said.reader),
        follow_up=said.follow_up,
    )


def _words(keys: Sequence[str], chips: Mapping[str, Chip]) -> list[str]:
    return [str(chips[key].words) for key in keys if key in chips]


def check_in_entries(check_ins: Iterable[CheckIn], classroom: Classroom) -> list[Entry]:
    """What children said of their partnership: for teachers alone."""
    return [
        Entry(
            kind="said",
            day=classroom.today(check_in.at),
            at=check_in.at,
            who=check_in.student.called,
            words=check_in.content.words,
            face=str(SAID.get(check_in.content.face, "")),
            help=[str(SAID[key]) for key in check_in.content.help if key in SAID],
            asks=check_in.content.asks,
        )
        for check_in in check_ins
    ]


def changes(places: Sequence[PartnershipPlace]) -> list[Entry]:
    """That partners began, that they were kept for the next round, and who came later. Not who was here for a day, nor
    who came back from another pair. `places` are those of a partnership, with its round, and of what it carries on."""
    held: dict[Partnership, list[PartnershipPlace]] = defaultdict(list)
    for place in sorted(places, key=lambda place: place.partnership.round.number):
        held[place.partnership].append(place)
    entries = []
    for number, (partnership, own) in enumerate(held.items()):
        first = min(place.starts_on for place in own)
        founders = {place.student_id for place in own if place.starts_on == first}
        joined = [place for place in own if place.student_id not in founders and not place.is_for_a_day]
        entries += [Entry(kind="joined", day=place.starts_on, who=place.student.called) for place in joined]
        kind, day = "kept" if number else "began", partnership.round.starts_on
        entries += [Entry(kind=kind, day=day, round=partnership.round.number)] if day else []
    return entries

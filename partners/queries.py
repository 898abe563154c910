"""Reads that need more than one model."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, groupby, repeat
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from classroom.models import AuditEvent, Classroom, Student
from classroom.names import sort_key
from classroom.templatetags.look import apart
from partners import pairing
from partners.models import (
    Considerations,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    Plan,
    Round,
    Rule,
    RuleKind,
    SafetyFlag,
    Workshop,
)
from partners.words import LOVES, UNSAFE

# The keys of Considerations that are the engine's own; `loves` joins the interests.
_STUDENT_KEYS = [
    "languages",
    "english",
    "voice",
    "welcoming",
    "new",
    "behaviour",
    "stage",
    "strengths",
    "goals",
    "high_support",
    "pace",
    "interests",
    "time_share",
    "helper_rounds",
    "missed_picks",
    "better_in_three",
    "side",
]
FRIDAY = 4
_LISTS = {"languages", "strengths", "goals", "pace", "interests"}


def pairing_problem(
    round: Round, *, mode: str, today: dt.date, here: Sequence[Student] | None = None
) -> pairing.Problem:
    """All that the engine needs to know of a class: opaque keys, numbers, words of closed lists.

    The one place that opens notes in bulk, beside `talks`. `today` says which rules still stand, `here` the
    children of the class where they are known already. Costs the same number of queries for any class.
    """
    classroom = round.classroom
    students = list(classroom.students.here()) if here is None else list(here)
    key_of = {student.pk: student.key for student in students}
    workshop = Workshop.objects.get(classroom=classroom)
    return replace(
        _ruled(students, workshop, classroom.rules.standing(today)),
        notes=tuple(_notes(round, key_of)),
        history=tuple(_history(round, key_of)),
        weights=workshop.weights,
        mode=mode,
    )


def rules_problems(
    workshop: Workshop, students: Sequence[Student], rules: Iterable[Rule], one_more: Rule
) -> tuple[pairing.Problem, pairing.Problem]:
    """A class as its rules alone know it, and with one rule more: all that can leave no plan whatever the mode."""
    problem = _ruled(students, workshop, rules)
    more = _rules([one_more], {student.pk: student.key for student in students})
    return problem, replace(problem, rules=(*problem.rules, *more))


def _ruled(students: Sequence[Student], workshop: Workshop, rules: Iterable[Rule]) -> pairing.Problem:
    key_of = {student.pk: student.key for student in students}
    return pairing.Problem(
        students=tuple(_students(students)),
        rules=tuple(_rules(rules, key_of)),
        flags=tuple(_flags(workshop.classroom_id, key_of)),
        no_lone_mixed_pair=workshop.no_lone_mixed_pair,
    )


def _students(students: Sequence[Student]) -> Iterable[pairing.Student]:
    rows = Considerations.objects.filter(student__in=students)
    known = {row.student_id: row.content for row in rows}
    for student in students:
        content = known.get(student.pk, {})
        given: dict[str, Any] = {
            key: tuple(content[key]) if key in _LISTS else content[key] for key in _STUDENT_KEYS if key in content
        }
        interests = [*content.get("interests", ()), *content.get("loves", ())]
        given["interests"] = tuple({word.casefold(): word for word in interests}.values())
        yield pairing.Student(id=student.key, **given)


def _notes(round: Round, key_of: dict[int, str]) -> Iterable[pairing.Note]:
    """The current notes, without children who are no longer here. `unsafe` is left out: flags speak for it."""
    if round.pk is None:
        return
    for note in PartnerNote.objects.filter(round=round, is_current=True, student__in=key_of).order_by("student_id"):
        words = note.open()
        yield pairing.Note(
            student=key_of[note.student_id],
            great=tuple(_choices(words["great"], key_of)),
            hard=tuple(_choices(words["hard"], key_of)),
        )


def _choices(choices: Iterable[dict[str, object]], key_of: dict[int, str]) -> Iterable[pairing.Choice]:
    for choice in choices:
        pk, why = choice["student"], choice["why"]
        if isinstance(pk, int) and isinstance(why, list) and pk in key_of:
            yield pairing.Choice(student=key_of[pk], why=tuple(key for key in why if key != UNSAFE))


def _rules(rules: Iterable[Rule], key_of: dict[int, str]) -> Iterable[pairing.Rule]:
    """Rules as they bear on who is here. One that no longer names two children bears on nobody."""
    for rule in rules:
        here = tuple(key_of[pk] for pk in rule.content["students"] if pk in key_of)
        if len(here) > 1:
            yield pairing.Rule(kind=rule.content["kind"], students=here)


def _flags(classroom: int, key_of: dict[int, str]) -> Iterable[tuple[str, str]]:
    for flag in SafetyFlag.objects.filter(classroom=classroom).order_by("pk"):
        if flag.is_open and key_of.keys() >= flag.pair:
            yield key_of[flag.content["student"]], key_of[flag.content["named"]]


def parted(classroom: Classroom, today: dt.date, flags: Iterable[SafetyFlag] | None = None) -> set[frozenset[int]]:
    """Pairs of primary keys that a never-rule or a safety flag keeps apart on that day. `flags` are those of the class,
    where they are known already."""
    flags = classroom.safety_flags.all() if flags is None else flags
    apart = {flag.pair for flag in flags if flag.is_open}
    for rule in classroom.rules.standing(today):
        if rule.kind == RuleKind.NEVER:
            apart |= rule.pairs
    return apart


def _history(round: Round, key_of: dict[int, str]) -> Iterable[pairing.Together]:
    """Who was together in the rounds before this one. A pair that was so twice in one round counts as it was last."""
    places = PartnershipPlace.objects.filter(
        partnership__classroom=round.classroom_id,
        partnership__round__number__lt=round.number,
        partnership__round__published_at__isnull=False,
    )
    needed = ("student", "starts_on", "ended_on", "partnership__state", "partnership__round__number")
    ordered = places.select_related("partnership__round").only(*needed).order_by("partnership_id", "place", "pk")
    found: dict[tuple[int, frozenset[str]], pairing.Together] = {}
    for partnership, held in groupby(ordered, key=lambda place: place.partnership):
        ago = round.number - partnership.round.number
        for pair in _overlapping((place for place in held if not place.is_for_a_day), key_of):
            together = pairing.Together(students=pair, state=partnership.state or None, rounds_ago=ago)
            found[ago, frozenset(pair)] = together
    return found.values()


def _overlapping(places: Iterable[PartnershipPlace], key_of: dict[int, str]) -> Iterable[tuple[str, str]]:
    for one, other in combinations(places, 2):
        apart = (one.ended_on and one.ended_on <= other.starts_on) or (
            other.ended_on and other.ended_on <= one.starts_on
        )
        if not apart and one.student_id in key_of and other.student_id in key_of:
            yield key_of[one.student_id], key_of[other.student_id]


def round_to_plan(classroom: Classroom) -> Round:
    """The round being prepared; or the next one as it would be opened now, which is not stored."""
    last = classroom.rounds.aggregate(last=Max("number"))["last"] or 0
    return classroom.rounds.being_prepared().first() or Round(classroom=classroom, number=last + 1)


Group = tuple[Student, ...]
Held = list[PartnershipPlace]


def groups_of(plan: Plan) -> list[Group]:
    """The groups of a plan in its order, the children in the order of their places."""
    groups: dict[int, list[Student]] = defaultdict(list)
    for place in plan.places.select_related("student").order_by("group", "place"):
        groups[place.group].append(place.student)
    return [tuple(groups[number]) for number in sorted(groups)]


def with_spots(groups: Iterable[Group], spots: Iterable[str]) -> list[tuple[Group, str]]:
    """The groups in the order in which they are listed, each with its spot; those for whom none is left have ""."""
    ordered = sorted(groups, key=in_order)
    return list(zip(ordered, chain(spots, repeat("")), strict=False))


def shared_loves(groups: Iterable[Group]) -> dict[Student, list[str]]:
    """By the first child of each group: what all of them love to write about, as keys; never in own words."""
    groups = list(groups)
    rows = Considerations.objects.filter(student__in=[student for group in groups for student in group])
    loved = {row.student_id: {*row.content.get("loves", ()), *row.content.get("interests", ())} for row in rows}
    return {
        group[0]: [love.key for love in LOVES if all(love.key in loved.get(student.pk, ()) for student in group)]
        for group in groups
    }


def drafts(classroom: Classroom) -> list[Plan]:
    """The plans of the round being prepared, oldest first."""
    found = Plan.objects.filter(round__classroom=classroom, round__published_at=None).select_related("round")
    drafts = list(found.order_by("made_at", "pk"))
    for plan in drafts:
        plan.round.classroom = classroom
    return drafts


def newest_plan(round: Round) -> Plan | None:
    return round.plans.order_by("-made_at", "-pk").first()


@dataclass(frozen=True)
class Since:
    """What came after a plan was suggested: how many notes, whether the teacher has told more of the class, and
    whether the engine has changed."""

    notes: int
    more_told: bool
    other_engine: bool


# What an adult does that may change the next suggestion.
_TELLING = (
    "considerations_set",
    "considerations_changed",
    "rule_added",
    "rule_changed",
    "rule_removed",
    "settings_changed",
    "workshop_set",
)


def since(plan: Plan) -> Since:
    """What a suggestion made now would know and this plan did not."""
    later = AuditEvent.objects.filter(classroom=OuterRef("classroom"), at__gt=plan.made_at, verb__in=_TELLING)
    newer = Q(notes__is_current=True, notes__sent_at__gt=plan.made_at, notes__student__left_on=None)
    counted = Round.objects.filter(pk=plan.round_id).annotate(newer=Count("notes", newer), told=Exists(later))
    notes, more_told = counted.values_list("newer", "told").get()
    return Since(notes, more_told, plan.engine != pairing.ENGINE_VERSION)


@dataclass(frozen=True)
class Pair:
    """A partnership with the children who are in it on one day."""

    partnership: Partnership
    students: Group

    @property
    def names(self) -> str:
        return in_words([student.called for student in self.students])


def in_words(names: Sequence[str], last: str = "and") -> str:
    """Ana; Ana and Ben; Ana, Ben and Cleo. A name that is written in the other direction leaves the order as it is."""
    told = [apart(name) for name in names]
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {last} {told[-1]}"


def in_order(students: Sequence[Student]) -> tuple[int, str]:
    """How partnerships are listed: threes first, and then by name."""
    return -len(students), sort_key(" ".join(student.called for student in students))


def current_pairs(classroom: Classroom, today: dt.date) -> list[Pair]:
    """The partnerships of a class on a day, threes first and then by name. The same two queries for any class."""
    return _pairs(PartnershipPlace.objects.on(today).filter(partnership__classroom=classroom))


def partners_of(classes: Iterable[Classroom], now: dt.datetime) -> tuple[list[set[int]], list[set[int]]]:
    """The groups of several classes, as primary keys of students: who are together at this moment, and who are
    published to begin on a later day. One query for each date it is."""
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for classroom in classes:
        by_day[classroom.today(now)].append(classroom.pk)
    together: list[set[int]] = []
    to_be: list[set[int]] = []
    for day, rooms in by_day.items():
        running, coming = _begun_and_coming(PartnershipPlace.objects.filter(partnership__classroom__in=rooms), day)
        together += ({place.student_id for place in held} for held in running)
        to_be += ({place.student_id for place in held} for held in coming)
    return together, to_be


def pairs_and_to_be(classroom: Classroom, today: dt.date) -> tuple[list[Pair], list[tuple[Pair, dt.date]]]:
    """The partnerships of a class on a day, as `current_pairs` has them; and those that are published to begin later,
    each with its first day. One query."""
    places = PartnershipPlace.objects.filter(partnership__classroom=classroom)
    running, coming = _begun_and_coming(places.select_related("student", "partnership__round"), today)
    first = {held[0].partnership_id: held[0].starts_on for held in coming}
    return _sorted(running), [(pair, first[pair.partnership.pk]) for pair in _sorted(coming)]


def _begun_and_coming(places: QuerySet[PartnershipPlace], day: dt.date) -> tuple[list[Held], list[Held]]:
    """By partnership, the places of those who are together on that day, and of those whose first day is a later one."""
    lasting = places.filter(Q(ended_on=None) | Q(ended_on__gte=day))
    groups = _by_partnership(lasting.order_by("partnership_id", "place", "pk"))
    begun = [held for held in groups if any(place.starts_on <= day for place in held)]
    coming = [held for held in groups if all(place.starts_on > day for place in held)]
    return [[place for place in held if place.is_held(day)] for held in begun], coming


def pairs_of(round: Round) -> list[Pair]:
    """The partnerships that a published round runs with or will run with, from its start on."""
    return _pairs(PartnershipPlace.objects.unended().filter(round=round))


def last_pairs(classroom: Classroom) -> list[Pair]:
    """The partnerships with which the newest published round goes on or ended, as far as two of them are still here."""
    round = classroom.rounds.published().first()
    if round is None:
        return []
    here = {student.pk for student in classroom.students.here()}
    found = [Pair(pair.partnership, tuple(s for s in pair.students if s.pk in here)) for pair in pairs_of(round)]
    return [pair for pair in found if len(pair.students) > 1]


def partners_among(students: Sequence[Student], today: dt.date) -> list[Group]:
    """Those of these children of a class who are partners on that day, or are published as such."""
    chosen = {student.pk for student in students}
    places = PartnershipPlace.objects.not_over(today).filter(
        partnership__classroom__in={s.classroom_id for s in students}
    )
    among = [tuple(student for student in pair.students if student.pk in chosen) for pair in _pairs(places)]
    return [group for group in among if len(group) > 1]


def unit_end(classroom: Classroom, today: dt.date) -> dt.date | None:
    """The last day of the unit that runs or begins next; None where none does."""
    round = classroom.rounds.published().first()
    if round is None or round.starts_on is None:
        return None
    end = round.ends_on or last_day(classroom, round.starts_on)
    return end if end >= today else None


def last_day(classroom: Classroom, starts_on: dt.date) -> dt.date:
    """The last day of a unit of the usual length: a school day."""
    end = starts_on + dt.timedelta(weeks=classroom.workshop.unit_weeks, days=-1)
    return end - dt.timedelta(days=max(0, end.weekday() - FRIDAY))


@dataclass(frozen=True)
class Beside:
    """A place for one more child: in a pair, which becomes a three; or beside `child`, who comes out of a three."""

    pair: Pair
    child: Student | None = None

    def is_allowed(self, student: Student, apart: set[frozenset[int]]) -> bool:
        """Whether no never-rule and no safety flag stands against it (`apart`: see `parted`)."""
        others = (self.child,) if self.child else self.pair.students
        return not any(frozenset((student.pk, other.pk)) in apart for other in others)


def beside(pairs: Sequence[Pair], *, pairs_only: bool = False) -> list[Beside]:
    """Every place for one more child beside these partnerships, those out of a three first."""
    threes = [] if pairs_only else [pair for pair in pairs if len(pair.students) == 3]
    out_of_threes = [Beside(pair, child) for pair in threes for child in pair.students]
    return [*out_of_threes, *(Beside(pair) for pair in pairs if len(pair.students) == 2)]


def leaving_alone(students: Sequence[Student], today: dt.date) -> list[Student]:
    """Those of `students` who leave exactly one partner behind, if all of them leave. One query."""
    going = {student.pk for student in students}
    held: dict[int, set[int]] = defaultdict(set)
    theirs = PartnershipPlace.objects.filter(student__in=going).values("partnership")
    for place in PartnershipPlace.objects.not_over(today).filter(partnership__in=theirs):
        held[place.partnership_id].add(place.student_id)
    asking = {pk for together in held.values() if len(together - going) == 1 for pk in together & going}
    return [student for student in students if student.pk in asking]


def without_partner(classroom: Classroom) -> list[Student]:
    """Children of the class who have no place in the newest published round, while it goes on: who joined late, or
    came back, or whose partner left."""
    round = classroom.rounds.published().first()
    return list(_unplaced([round])) if round else []


def how_many_without_partner(rounds: Iterable[Round]) -> Counter[int]:
    """For the class of each of these rounds, its newest published: how many children have no place. One query."""
    return Counter(student.classroom_id for student in _unplaced(list(rounds)))


def _unplaced(rounds: Sequence[Round]) -> Iterable[Student]:
    """A round in which every place has an end is over, or is to be."""
    held = PartnershipPlace.objects.unended().filter(round__in=rounds)
    students = Student.objects.filter(classroom__in=held.values("round__classroom"), left_on=None)
    return students.exclude(pk__in=held.values("student")).order_by("sort_key", "pk")


def _pairs(places: QuerySet[PartnershipPlace]) -> list[Pair]:
    rows = places.select_related("student", "partnership__round").order_by("partnership_id", "place")
    return _sorted(_by_partnership(rows))


def _by_partnership(places: Iterable[PartnershipPlace]) -> list[Held]:
    groups: dict[int, Held] = defaultdict(list)
    for place in places:
        groups[place.partnership_id].append(place)
    return list(groups.values())


def _sorted(groups: Iterable[Held]) -> list[Pair]:
    # Someone whose partner left in the last days of a round is shown to nobody as one who is alone.
    pairs = [Pair(held[0].partnership, tuple(p.student for p in held)) for held in groups if len(held) > 1]
    return sorted(pairs, key=lambda pair: in_order(pair.students))

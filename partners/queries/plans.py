"""The round to plan, its plans, and the data that comes with a plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from classroom.changed_since import mark_of
from classroom.models import AuditEvent, Classroom, Student
from partners import pairing
from partners.models import Considerations, PartnersVerb, Plan, PlanPlace, Round, SafetyFlag
from partners.notes.questions import LOVES
from partners.queries.partnerships import Group, in_order


def round_to_plan(classroom: Classroom) -> Round:
    """The round that is being prepared. Without one, the next round as it would be opened now; it is not stored."""
    if round := classroom.rounds.being_prepared().first():
        return round
    last = classroom.rounds.aggregate(last=Max("number"))["last"] or 0
    return Round(classroom=classroom, number=last + 1)


def groups_of(plan: Plan) -> list[Group]:
    """The groups of a plan in its order, the children in the order of their places."""
    groups: dict[int, list[Student]] = defaultdict(list)
    for place in plan.places.select_related("student").order_by("group", "place"):
        groups[place.group].append(place.student)
    return [tuple(groups[number]) for number in sorted(groups)]


def with_spots(groups: Iterable[Group], spots: Iterable[str]) -> list[tuple[Group, str]]:
    """The groups in the order in which they are listed, each with its spot. Groups for which no spot is left have
    ""."""
    ordered = sorted(groups, key=in_order)
    return list(zip(ordered, chain(spots, repeat("")), strict=False))


def shared_loves(groups: Iterable[Group]) -> dict[Student, list[str]]:
    """Maps the first child of each group to the topics that all its children love to write about, as keys. Own words
    are never used."""
    groups = list(groups)
    rows = Considerations.objects.filter(student__in=[student for group in groups for student in group])
    loved = {row.student_id: {*row.content.loves, *row.content.interests} for row in rows}
    return {
        group[0]: [love.key for love in LOVES if all(love.key in loved.get(student.pk, ()) for student in group)]
        for group in groups
    }


def love_value(group: Group, love: str) -> str:
    """The value of a form field that says: these children are told about a topic that all of them love."""
    return f"{'-'.join(sorted(student.key for student in group))}:{love}"


def drafts(classroom: Classroom) -> list[Plan]:
    """The plans of the round that is being prepared, oldest first. Each knows the number of children without a
    partner. One query."""
    here = Student.objects.filter(classroom=OuterRef("round__classroom"), left_on=None).order_by()
    children = Subquery(here.values("classroom").annotate(count=Count("pk")).values("count"))
    found = Plan.objects.filter(round__classroom=classroom, round__published_at=None).select_related("round")
    counted = found.annotate(children=children, seated=seated_in(OuterRef("pk")))
    drafts: list[Plan] = []
    for plan in counted.order_by("made_at", "pk"):
        plan.round.classroom = classroom
        plan.alone = (plan.children or 0) - (plan.seated or 0)
        drafts.append(plan)
    return drafts


def seated_in(plan: OuterRef | Subquery) -> Subquery:
    """Maps the primary key of a plan to the number of children in the class who have a partner in it; None where
    nobody has one."""
    here = PlanPlace.objects.filter(student__left_on=None)
    beside = here.filter(plan=OuterRef("plan"), group=OuterRef("group")).exclude(pk=OuterRef("pk"))
    seated = here.filter(Exists(beside), plan=plan).order_by().values("plan")
    return Subquery(seated.annotate(count=Count("pk")).values("count"))


def drafted(round: Round) -> Mapping[int, set[frozenset[int]]]:
    """The groups of every draft of a round, by the draft."""
    places = PlanPlace.objects.filter(plan__round=round, student__left_on=None)
    groups: dict[tuple[int, int], set[int]] = defaultdict(set)
    for plan, number, student in places.values_list("plan", "group", "student"):
        groups[plan, number].add(student)
    drafts: dict[int, set[frozenset[int]]] = {pk: set() for pk in round.plans.values_list("pk", flat=True)}
    for (plan, _), group in groups.items():
        drafts[plan] |= {frozenset(group)} if len(group) > 1 else set()
    return drafts


def alike(plan: Plan) -> Plan | None:
    """The oldest other draft with the same groups."""
    drafts = {draft.pk: draft for draft in plan.round.plans.order_by("made_at", "pk")}
    lying = drafted(plan.round)
    return next((draft for pk, draft in drafts.items() if pk != plan.pk and lying[pk] == lying[plan.pk]), None)


def newest_plan(round: Round) -> Plan | None:
    return round.plans.order_by("-made_at", "-pk").first()


def names_shown(here: Iterable[Student]) -> list[tuple[str, str, str]]:
    """Who is in the class, as a covered plan shows them: what it asks for news with is a mark of this alone."""
    return [(student.key, student.called, student.avatar) for student in here]


@dataclass(frozen=True)
class Since:
    """Changes since a plan was suggested: the number of newer notes, whether the teacher has changed anything about
    the class, and whether the engine is a newer one. `mark` changes whenever there is news that belongs behind the
    cover."""

    notes: int
    more_told: bool
    other_engine: bool
    newest: tuple[int | None, ...]

    @property
    def mark(self) -> str:
        """What an uncovered page showed: see classroom.changed_since."""
        return mark_of(self.newest)


# What an adult does that may change the next suggestion.
_TELLING = (
    PartnersVerb.CONSIDERATIONS_SET,
    PartnersVerb.CONSIDERATIONS_CHANGED,
    PartnersVerb.RULE_ADDED,
    PartnersVerb.RULE_CHANGED,
    PartnersVerb.RULE_REMOVED,
    PartnersVerb.SETTINGS_CHANGED,
    PartnersVerb.WORKSHOP_SET,
)
# And what else changes what stands behind the cover.
_ANSWERING = (PartnersVerb.FLAG_ANSWERED, PartnersVerb.FLAG_ENDED)


def since(plan: Plan) -> Since:
    """The news that a suggestion made now would use and this plan did not. One query."""
    adults = AuditEvent.objects.filter(classroom=OuterRef("classroom")).order_by("-pk")
    later = adults.filter(at__gt=plan.made_at, verb__in=_TELLING)
    flags = SafetyFlag.objects.filter(classroom=OuterRef("classroom")).order_by("-pk")
    newer = Q(notes__is_current=True, notes__sent_at__gt=plan.made_at, notes__student__left_on=None)
    found = Round.objects.filter(pk=plan.round_id).annotate(
        newer=Count("notes", newer),
        told=Exists(later),
        last_told=Subquery(adults.filter(verb__in=(*_TELLING, *_ANSWERING)).values("pk")[:1]),
        last_flag=Subquery(flags.values("pk")[:1]),
        last_note=Max("notes"),
    )
    notes, more_told, *newest = found.values_list("newer", "told", "last_told", "last_flag", "last_note").get()
    return Since(notes, more_told, plan.engine != pairing.ENGINE_VERSION, tuple(newest))

"""Some partners change together in the middle of a unit, and a unit ends."""

import datetime as dt
from collections.abc import Sequence

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import away, check_ins, partner_changes, partnerships, rules, safety_flags
from partners.actions.partner_changes import MEANWHILE, UnableToChangePartners
from partners.actions.partnerships import UnableToEnd
from partners.models import CheckIn, PartnerChange, Partnership, PartnershipPlace, Round
from partners.partner_time.seats import Day
from partners.planning.placement import exchanges
from partners.queries import pairing_problem, without_partner
from tests.cast import (
    NOW,
    TODAY,
    child,
    hand_in,
    make_class,
    observe,
    open_round,
    partnership_of,
    plan_of,
    publish,
    together,
)

DAY = dt.timedelta(days=1)
TOMORROW = TODAY + DAY
NEXT_WEEK = TODAY + dt.timedelta(days=7)
LATER = TODAY + dt.timedelta(days=30)
WHY = "They play and do not write."


def groups(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


OWN = groups("Ana Ben", "Cleo Dov", "Eli Fay")


def change(classroom: Classroom, owner: User, *named: str, starts_on: dt.date = NEXT_WEEK, reason: str = "") -> None:
    found: list[Sequence[Student]] = [[child(classroom, name) for name in names.split()] for names in named]
    partner_changes.change_partners(
        classroom=classroom, groups=found, starts_on=starts_on, reason=reason, by=owner, now=NOW
    )


def test_two_partnerships_change_together_from_one_day_on(published: Round, classroom: Classroom, owner: User) -> None:
    Partnership.objects.update(spot="the rug")
    change(classroom, owner, "Ana Cleo", "Ben Dov", reason=WHY)
    for day in (TODAY, NEXT_WEEK - DAY):
        assert together(classroom, day) == OWN
    for day in (NEXT_WEEK, LATER):
        assert together(classroom, day) == groups("Ana Cleo", "Ben Dov", "Eli Fay")
    assert {partnership_of(child(classroom, name), LATER).spot for name in ("Ana", "Ben")} == {"the rug"}
    kept = PartnerChange.objects.get()
    assert (kept.reason, kept.by, kept.starts_on, kept.round) == (WHY, owner, NEXT_WEEK, published)
    assert AuditEvent.objects.filter(verb="partners_changed_for_a_reason").count() == 1
    assert without_partner(classroom, TODAY) == []


def test_a_change_needs_no_reason(published: Round, classroom: Classroom, owner: User) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    assert PartnerChange.objects.get().reason == ""
    assert AuditEvent.objects.filter(verb="partners_changed").count() == 1


def test_all_partnerships_may_change_including_threes(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli")
    ana, ben, cleo, dov, eli = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben, cleo], [dov, eli]))
    change(classroom, owner, "Ana Dov", "Ben Cleo Eli", starts_on=TOMORROW)
    assert together(classroom, TOMORROW) == groups("Ana Dov", "Ben Cleo Eli")


def refused(classroom: Classroom, owner: User, *named: str, starts_on: dt.date = NEXT_WEEK) -> str:
    before = sorted(PartnershipPlace.objects.values_list("student", "partnership", "starts_on", "ended_on"), key=str)
    with pytest.raises(UnableToChangePartners) as error:
        change(classroom, owner, *named, starts_on=starts_on)
    assert before == sorted(
        PartnershipPlace.objects.values_list("student", "partnership", "starts_on", "ended_on"), key=str
    )
    assert not PartnerChange.objects.exists()
    return str(error.value)


@pytest.mark.parametrize(
    "named",
    [
        ("Ana Cleo",),  # these two would leave two others alone
        ("Ana Cleo", "Ben Eli", "Dov"),
        ("Ana Cleo Ben", "Eli Dov"),
        ("Ana Cleo", "Ben Dov", "Ana Eli"),
    ],
)
def test_only_whole_partnerships_can_change(
    named: tuple[str, ...], published: Round, classroom: Classroom, owner: User
) -> None:
    assert refused(classroom, owner, *named) == partner_changes.MEANWHILE


@pytest.mark.parametrize(
    "named", [("Ana Ben",), ("Ana Ben", "Cleo Dov"), ("Ana Cleo", "Ben Dov", "Eli Fay"), ("Ana Ben Cleo Dov",)]
)
def test_at_least_two_partnerships_change_and_none_stays_the_same(
    named: tuple[str, ...], published: Round, classroom: Classroom, owner: User
) -> None:
    assert refused(classroom, owner, *named).startswith("Change two partnerships at least")


@pytest.mark.parametrize("kind", ["never", "unsafe"])
def test_a_change_against_a_rule_is_refused_without_names(
    kind: str, published: Round, classroom: Classroom, owner: User
) -> None:
    """The message does not say whom the conflict is about, because the page is covered."""
    ana, cleo = child(classroom, "Ana"), child(classroom, "Cleo")
    if kind == "never":
        rules.add_rule(classroom=classroom, kind="never", students=[ana, cleo], by=owner, now=NOW)
    else:
        safety_flags.raise_flag(student=ana, named_pk=cleo.pk, round=published, now=NOW)
    assert refused(classroom, owner, "Ana Cleo", "Ben Dov") == "Something stands against this by now. Choose again."
    change(classroom, owner, "Ana Dov", "Ben Cleo")


def test_a_change_starts_today_or_later(published: Round, classroom: Classroom, owner: User) -> None:
    assert "today or a later day" in refused(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=TODAY - DAY)
    away.mark_away(student=child(classroom, "Fay"), by=owner, now=NOW)
    assert "Choose tomorrow" in refused(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=TODAY)
    change(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=TOMORROW)
    assert together(classroom, TOMORROW) == groups("Ana Cleo", "Ben Dov", "Eli Fay")
    assert [student.called for student in Day(classroom, TODAY).away] == ["Fay"]


def test_a_change_on_the_first_day_removes_unused_partnerships(
    published: Round, classroom: Classroom, owner: User
) -> None:
    observe(
        partnership=partnership_of(child(classroom, "Cleo")),
        strengths=["waited"], next_steps=[], state="", note="", by=owner, now=NOW,
    )  # fmt: skip
    change(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=TODAY)
    assert together(classroom) == groups("Ana Cleo", "Ben Dov", "Eli Fay")
    assert Partnership.objects.count() == 4  # the one with an observation stays


def test_partners_stay_until_the_next_ones_begin(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    here = {student.called: student for student in classroom.students.here()}
    pairs = [[here["Ana"], here["Eli"]], [here["Ben"], here["Fay"]], [here["Cleo"], here["Dov"]]]
    publish(plan_of(open_round(classroom), *pairs), NEXT_WEEK)
    assert "next partners begin" in refused(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=NEXT_WEEK)
    change(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=TOMORROW)
    assert together(classroom, NEXT_WEEK - DAY) == groups("Ana Cleo", "Ben Dov", "Eli Fay")
    assert together(classroom, NEXT_WEEK) == groups("Ana Eli", "Ben Fay", "Cleo Dov")


def places() -> list[tuple[object, ...]]:
    fields = ("student", "partnership", "place", "starts_on", "ended_on")
    return sorted(PartnershipPlace.objects.values_list(*fields), key=str)


@pytest.mark.parametrize("until", [None, LATER])
def test_a_future_change_can_be_taken_back(
    until: dt.date | None, published: Round, classroom: Classroom, owner: User
) -> None:
    PartnershipPlace.objects.update(ended_on=until)
    before = places()
    change(classroom, owner, "Ana Cleo", "Ben Dov", reason=WHY)
    partner_changes.take_back(change=PartnerChange.objects.get(), by=owner, now=NOW)
    assert places() == before
    assert (Partnership.objects.count(), PartnerChange.objects.count()) == (3, 0)
    assert AuditEvent.objects.filter(verb="change_taken_back").count() == 1


def test_one_of_two_changes_can_be_taken_back(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil", "Hana")
    ana, ben, cleo, dov, eli, fay, gil, hana = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay], [gil, hana]))
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    change(classroom, owner, "Eli Gil", "Fay Hana")
    partner_changes.take_back(change=PartnerChange.objects.earliest("pk"), by=owner, now=NOW)
    assert together(classroom, NEXT_WEEK) == groups("Ana Ben", "Cleo Dov", "Eli Gil", "Fay Hana")


def test_a_change_that_began_cannot_be_taken_back(published: Round, classroom: Classroom, owner: User) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    before = places()
    with pytest.raises(UnableToChangePartners, match=r"^These partners have begun\."):
        partner_changes.take_back(change=PartnerChange.objects.get(), by=owner, now=NOW + dt.timedelta(days=7))
    assert places() == before


@pytest.mark.parametrize("gone", [["Ana"], ["Ana", "Dov"]])
def test_a_change_cannot_be_taken_back_after_a_child_left(
    gone: list[str], published: Round, classroom: Classroom, owner: User
) -> None:
    """The same holds where the remaining partner, who has nobody from then on, would be left out."""
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    for name in gone:
        PartnershipPlace.objects.filter(student=child(classroom, name), starts_on=NEXT_WEEK).delete()
    before = places()
    with pytest.raises(UnableToChangePartners, match=r"^Since then somebody left or joined\."):
        partner_changes.take_back(change=PartnerChange.objects.get(), by=owner, now=NOW)
    assert places() == before


def test_taking_back_does_not_reunite_children_who_must_be_apart(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=published, now=NOW)
    before = places()
    with pytest.raises(UnableToChangePartners, match=r"^Something stands against this by now\."):
        partner_changes.take_back(change=PartnerChange.objects.get(), by=owner, now=NOW)
    assert places() == before


def pairs(classroom: Classroom, *named: str) -> list[list[Student]]:
    return [[child(classroom, name) for name in names.split()] for names in named]


@pytest.mark.parametrize("first", [NEXT_WEEK - DAY, NEXT_WEEK])
def test_new_partners_replace_a_future_change(
    first: dt.date, published: Round, classroom: Classroom, owner: User
) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    publish(plan_of(open_round(classroom), *pairs(classroom, "Ana Dov", "Ben Eli", "Cleo Fay")), first)
    assert not PartnerChange.objects.exists()
    assert together(classroom, first - DAY) == OWN
    assert together(classroom, NEXT_WEEK) == groups("Ana Dov", "Ben Eli", "Cleo Fay")


def test_partnerships_before_and_after_a_change_both_count(published: Round, classroom: Classroom, owner: User) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    key = {student.called: student.key for student in classroom.students.here()}
    history = pairing_problem(open_round(classroom), mode="mix", today=LATER).history
    found = {frozenset(together.students) for together in history}
    assert {frozenset((key["Ana"], key["Ben"])), frozenset((key["Ana"], key["Cleo"]))} <= found


def test_a_child_with_a_future_change_cannot_change_before_it(
    published: Round, classroom: Classroom, owner: User
) -> None:
    """A page that was opened earlier may ask for it. Eli and Fay would be left alone when Ana and Ben change."""
    change(classroom, owner, "Ana Cleo", "Ben Dov")
    with pytest.raises(UnableToChangePartners, match=MEANWHILE):
        change(classroom, owner, "Ana Eli", "Ben Fay", starts_on=TOMORROW)
    assert together(classroom, NEXT_WEEK - DAY) == OWN
    assert together(classroom, NEXT_WEEK) == groups("Ana Cleo", "Ben Dov", "Eli Fay")


# Ways to change that are offered


def ways(classroom: Classroom, *chosen: str) -> list[set[frozenset[str]]]:
    pairs = Day(classroom, TODAY).pairs(own=True)
    picked = [pair for pair in pairs if any(student.called in chosen for student in pair.students)]
    found = exchanges(picked, [pair for pair in pairs if pair not in picked], TODAY)
    return [{frozenset(student.called for student in group) for group in way} for way in found]


def test_two_partnerships_can_exchange_in_two_ways(
    published: Round, classroom: Classroom, ana: Student, dov: Student
) -> None:
    hand_in(ana, published, great={dov: ["kind"]})
    assert ways(classroom, "Ana", "Cleo") == [groups("Ana Dov", "Ben Cleo"), groups("Ana Cleo", "Ben Dov")]


@pytest.mark.parametrize("says", ["never", "not safe"])
def test_every_exchange_between_two_pairs_is_offered_around_a_never_rule(
    says: str, published: Round, classroom: Classroom, owner: User, ana: Student, dov: Student
) -> None:
    """The page is covered. The way against the rule is not the suggested one, and its refusal gives nothing away."""
    hand_in(ana, published, great={dov: ["kind"]})
    if says == "never":
        rules.add_rule(classroom=classroom, kind="never", students=[ana, dov], by=owner, now=NOW)
    else:
        safety_flags.raise_flag(student=dov, named_pk=ana.pk, round=published, now=NOW)
    assert ways(classroom, "Ana", "Cleo") == [groups("Ana Cleo", "Ben Dov"), groups("Ana Dov", "Ben Cleo")]
    assert refused(classroom, owner, "Ana Dov", "Ben Cleo") == "Something stands against this by now. Choose again."


def test_one_partnership_alone_is_offered_others(
    published: Round, classroom: Classroom, ana: Student, eli: Student
) -> None:
    hand_in(ana, published, great={eli: ["kind"]})
    hand_in(eli, published, great={ana: ["kind"]})
    found = ways(classroom, "Ana")
    assert found[0] == groups("Ana Eli", "Ben Fay")
    assert {len(way) for way in found} == {2}


def test_suggested_ways_keep_to_the_rules(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student, dov: Student
) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[ana, dov], by=owner, now=NOW)
    assert ways(classroom, "Ana", "Cleo")[0] == groups("Ana Cleo", "Ben Dov")
    rules.add_rule(classroom=classroom, kind="never", students=[ana, cleo], by=owner, now=NOW)
    third = ways(classroom, "Ana", "Cleo")
    assert third
    assert all(not {"Ana", name} <= group for way in third for group in way for name in ("Cleo", "Dov"))


def test_a_three_can_change_too(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli")
    ana, ben, cleo, dov, eli = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben, cleo], [dov, eli]))
    found = ways(classroom, "Ana", "Dov")
    assert found
    assert all(not way & groups("Ana Ben Cleo", "Dov Eli") for way in found)


def test_a_single_partnership_has_nobody_to_change_with(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben")
    publish(plan_of(open_round(classroom), list(classroom.students.in_order())))
    assert ways(classroom, "Ana") == []
    assert ways(classroom) == []


# A unit ends


def end(classroom: Classroom, owner: User, last_day: dt.date) -> None:
    partnerships.end_unit(classroom=classroom, last_day=last_day, by=owner, now=NOW)


def test_a_unit_ends_on_the_chosen_day(published: Round, classroom: Classroom, owner: User) -> None:
    end(classroom, owner, NEXT_WEEK)
    assert together(classroom, NEXT_WEEK) == OWN
    assert together(classroom, NEXT_WEEK + DAY) == set()
    assert without_partner(classroom, TODAY) == []
    published.refresh_from_db()
    assert published.ends_on == NEXT_WEEK
    assert AuditEvent.objects.filter(verb="unit_ended").count() == 1
    end(classroom, owner, LATER)
    assert together(classroom, LATER) == OWN
    end(classroom, owner, TODAY)
    assert together(classroom) == OWN
    assert together(classroom, TOMORROW) == set()


def test_a_unit_ends_while_somebody_is_away(published: Round, classroom: Classroom, owner: User) -> None:
    away.mark_away(student=child(classroom, "Ana"), by=owner, now=NOW)
    today = together(classroom)
    end(classroom, owner, TODAY)
    assert together(classroom) == today
    assert together(classroom, TOMORROW) == set()
    end(classroom, owner, TOMORROW)
    assert together(classroom, TOMORROW) == OWN
    away.mark_here(student=child(classroom, "Ana"), by=owner, now=NOW)
    assert together(classroom) == OWN


@pytest.mark.parametrize("first", [TOMORROW, NEXT_WEEK])
def test_a_future_change_ends_with_the_unit(
    first: dt.date, published: Round, classroom: Classroom, owner: User
) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=first)
    end(classroom, owner, LATER)
    assert together(classroom, first - DAY) == OWN
    held = PartnershipPlace.objects.on(first).values_list("student__called", flat=True)
    assert sorted(held) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert together(classroom, LATER) == groups("Ana Cleo", "Ben Dov", "Eli Fay")
    assert together(classroom, LATER + DAY) == set()
    assert PartnerChange.objects.count() == 1


def test_a_call_for_help_survives_new_partners_on_the_same_day(
    published: Round, classroom: Classroom, owner: User, ana: Student
) -> None:
    check_ins.ask_for_help(student=ana, partnership=partnership_of(ana), now=NOW)
    publish(plan_of(open_round(classroom), *pairs(classroom, "Ana Dov", "Ben Eli", "Cleo Fay")))
    assert CheckIn.objects.filter(student=ana).count() == 1


def test_a_unit_with_two_future_changes_can_end(published: Round, classroom: Classroom, owner: User) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=NEXT_WEEK)
    change(classroom, owner, "Ana Dov", "Ben Cleo", starts_on=TOMORROW)
    end(classroom, owner, LATER)
    assert together(classroom, NEXT_WEEK - DAY) == groups("Ana Dov", "Ben Cleo", "Eli Fay")
    for day in (NEXT_WEEK, LATER):
        held = PartnershipPlace.objects.on(day).values_list("student__called", flat=True)
        assert sorted(held) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
        assert together(classroom, day) == groups("Ana Cleo", "Ben Dov", "Eli Fay")


def test_a_unit_ends_before_the_very_next_partners(published: Round, classroom: Classroom, owner: User) -> None:
    for named, first in ((("Ana Cleo", "Ben Dov", "Eli Fay"), NEXT_WEEK), (("Ana Dov", "Ben Cleo", "Eli Fay"), LATER)):
        publish(plan_of(open_round(classroom), *pairs(classroom, *named)), first)
    with pytest.raises(UnableToEnd, match=r"^The next partners begin"):
        end(classroom, owner, NEXT_WEEK + DAY)


def test_a_change_after_the_last_day_is_deleted(published: Round, classroom: Classroom, owner: User) -> None:
    change(classroom, owner, "Ana Cleo", "Ben Dov", starts_on=NEXT_WEEK)
    end(classroom, owner, NEXT_WEEK - DAY)
    assert together(classroom, NEXT_WEEK - DAY) == OWN
    assert together(classroom, NEXT_WEEK) == set()
    assert (PartnerChange.objects.count(), Partnership.objects.count()) == (0, 3)


@pytest.mark.parametrize(
    ("last_day", "said"),
    [(TODAY - DAY, "Choose today or a later day."), (NEXT_WEEK, "The next partners begin by then.")],
)
def test_an_impossible_last_day_is_refused(
    last_day: dt.date, said: str, published: Round, classroom: Classroom, owner: User
) -> None:
    here = list(classroom.students.here())
    publish(plan_of(open_round(classroom), [here[0], here[2]], [here[1], here[3]], here[4:]), NEXT_WEEK)
    with pytest.raises(UnableToEnd, match=said):
        end(classroom, owner, last_day)
    assert together(classroom, NEXT_WEEK - DAY) == OWN
    end(classroom, owner, TOMORROW)
    assert together(classroom, TOMORROW + DAY) == set()


def test_a_unit_cannot_end_without_partners(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToEnd, match="No partners are together today"):
        end(classroom, owner, TODAY)


def test_a_three_counts_as_a_three_of_before(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli")
    ana, ben, cleo, dov, eli = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben, cleo], [dov, eli]))
    history = pairing_problem(open_round(classroom), mode="steady", today=LATER).history
    assert {frozenset(together.students) for together in history} == {
        frozenset(student.key for student in group) for group in ([ana, ben, cleo], [dov, eli])
    }

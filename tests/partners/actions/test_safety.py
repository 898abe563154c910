import datetime as dt

from classroom.models import AuditEvent, Classroom, Student, User
from partners import pairing
from partners.actions import plans, safety
from partners.models import Plan, Round, SafetyFlag
from partners.queries import pairing_problem
from tests.cast import NOW, TODAY, child, hand_in, open_round, page, plan_of, publish, sign_in

SOON = NOW + dt.timedelta(minutes=1)


def test_a_flag_says_who_when_and_unread(ana: Student, ben: Student, round: Round) -> None:
    safety.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    assert SafetyFlag.objects.get().content == {
        "student": ana.pk,
        "named": ben.pk,
        "round": round.pk,
        "raised_at": NOW.isoformat(),
        "read_at": None,
    }


def test_said_twice_it_is_one_flag(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    safety.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    safety.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON)
    hand_in(ana, round, hard={ben: ["unsafe"]})
    assert [flag.content["raised_at"] for flag in SafetyFlag.objects.all()] == [NOW.isoformat()]
    safety.raise_flag(student=ana, named_pk=cleo.pk, round=round, now=SOON)
    safety.raise_flag(student=ben, named_pk=ana.pk, round=round, now=SOON)
    assert SafetyFlag.objects.count() == 3


def test_said_again_in_a_later_round_it_is_to_be_read_again(
    ana: Student, ben: Student, plan: Plan, owner: User
) -> None:
    """One flag, and no longer one that was read long ago."""
    safety.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)
    safety.read_flags(classroom=ana.classroom, by=owner, now=NOW)
    safety.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=SOON)
    assert SafetyFlag.objects.get().content["read_at"] == NOW.isoformat()
    cleo, dov, eli, fay = (child(ana.classroom, name) for name in ("Cleo", "Dov", "Eli", "Fay"))
    publish(plan_of(plan.round, [ana, cleo], [ben, dov], [eli, fay]))
    later = open_round(ana.classroom)
    safety.raise_flag(student=ana, named_pk=ben.pk, round=later, now=SOON)
    assert SafetyFlag.objects.get().content == {
        "student": ana.pk,
        "named": ben.pk,
        "round": later.pk,
        "raised_at": SOON.isoformat(),
        "read_at": None,
    }
    assert "Read this first" in page(sign_in(owner).get("/"))


def test_a_flag_parts_the_two(ana: Student, ben: Student, round: Round, owner: User) -> None:
    """They named each other as great, and nothing else speaks for anyone."""
    hand_in(ana, round, great={ben: ["kind"]})
    hand_in(ben, round, great={ana: ["kind"]})
    before = pairing.solve(pairing_problem(round, mode="mix", today=TODAY))
    assert tuple(sorted((ana.key, ben.key))) in before.groups
    safety.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert problem.flags == ((ana.key, ben.key),)
    assert tuple(sorted((ana.key, ben.key))) not in pairing.solve(problem).groups
    plan = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    groups = {place.student_id: place.group for place in plan.places.all()}
    assert groups[ana.pk] != groups[ben.pk]


def test_a_note_with_the_chip_raises_it_and_the_reason_is_no_points(ana: Student, ben: Student, round: Round) -> None:
    hand_in(ana, round, hard={ben: ["unsafe", "loud"]})
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert problem.flags == ((ana.key, ben.key),)
    assert problem.notes[0].hard == (pairing.Choice(student=ben.key, why=("loud",)),)


def test_a_flag_about_a_child_who_left_parts_nobody(ana: Student, ben: Student, round: Round, owner: User) -> None:
    safety.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    ben.left_on = ben.joined_on
    ben.save()
    assert pairing_problem(round, mode="mix", today=TODAY).flags == ()


def test_reading_notes_when_they_were_read_first(
    classroom: Classroom, ana: Student, ben: Student, plan: Plan, owner: User
) -> None:
    safety.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)
    for now in (NOW, SOON):
        flags = safety.read_flags(classroom=classroom, by=owner, now=now)
        assert [flag.content["read_at"] for flag in flags] == [NOW.isoformat()]
    lifted = AuditEvent.objects.filter(verb="cover_lifted").order_by("pk")
    assert [(event.by, event.at, event.student) for event in lifted] == [(owner, NOW, None), (owner, SOON, None)]

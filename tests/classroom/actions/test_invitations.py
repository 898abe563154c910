"""Invitation links: they last a week and work once, for one person."""

import datetime as dt

import pytest

from classroom.actions import invitations, year_end
from classroom.actions.invitations import LinkIsOver, UnableToJoin
from classroom.models import AuditEvent, ClassMembership, Classroom, Invitation, School, User
from tests.cast import NOW, adult, link_for, link_to_school

WEEK = dt.timedelta(days=7)


def accept(secret: str, user: User, now: dt.datetime = NOW) -> None:
    invitations.accept(invitation=invitations.find(secret=secret, now=now), user=user, now=now)


def role_in(classroom: Classroom, user: User) -> str | None:
    return classroom.memberships.filter(user=user).values_list("role", flat=True).first()


def roles_at_school(user: User) -> list[str]:
    return sorted(user.school_memberships.values_list("role", flat=True))


def test_only_a_hash_of_the_secret_is_stored(classroom: Classroom) -> None:
    secret = link_for(classroom)
    assert len(secret) == 32
    kept = Invitation.objects.values().get()
    assert secret not in str(kept)
    assert len(kept["secret_hash"]) == 64
    assert kept["ends_at"] - kept["made_at"] == WEEK


def test_a_teacher_of_the_school_becomes_a_co_teacher(classroom: Classroom, other_teacher: User, owner: User) -> None:
    accept(link_for(classroom), other_teacher)
    assert role_in(classroom, other_teacher) == ClassMembership.Role.CO_TEACHER
    assert roles_at_school(other_teacher) == ["teacher"]
    invitation = Invitation.objects.get()
    assert (invitation.used_at, invitation.used_by) == (NOW, other_teacher)
    row = AuditEvent.objects.get(verb="joined")
    assert (row.by, row.person, row.classroom) == (other_teacher, owner, classroom)


@pytest.mark.parametrize(
    ("role", "in_class", "at_school"),
    [("co_teacher", "co_teacher", ["teacher"]), ("aide", "aide", ["aide"])],
)
def test_a_new_person_joins_a_class_by_a_link(
    classroom: Classroom, role: str, in_class: str, at_school: list[str]
) -> None:
    """A co-teacher may make classes of their own; an aide may not."""
    found = invitations.find(secret=link_for(classroom, role), now=NOW)
    user = invitations.sign_up(invitation=found, name="Mo", email="Mo@x.example", password="ink and glue", now=NOW)
    assert user is not None
    assert (user.email, user.name, user.check_password("ink and glue")) == ("mo@x.example", "Mo", True)
    assert role_in(classroom, user) == in_class
    assert roles_at_school(user) == at_school


def test_a_teacher_who_helps_elsewhere_as_an_aide_stays_a_teacher(classroom: Classroom, other_teacher: User) -> None:
    accept(link_for(classroom, "aide"), other_teacher)
    assert (role_in(classroom, other_teacher), roles_at_school(other_teacher)) == ("aide", ["teacher"])


def test_an_aide_becomes_a_co_teacher(classroom: Classroom, aide: User) -> None:
    accept(link_for(classroom), aide)
    assert (role_in(classroom, aide), roles_at_school(aide)) == ("co_teacher", ["aide", "teacher"])


@pytest.mark.parametrize(("role", "roles"), [("teacher", ["teacher"]), ("account_manager", ["account_manager"])])
def test_a_person_joins_the_school_by_a_link(
    school: School, account_manager: User, role: str, roles: list[str]
) -> None:
    found = invitations.find(secret=link_to_school(school, role, account_manager), now=NOW)
    user = invitations.sign_up(invitation=found, name="Mo", email="mo@x.example", password="ink and glue", now=NOW)
    assert user is not None
    assert roles_at_school(user) == roles
    assert not ClassMembership.objects.exists()


# Links that are over


def test_a_link_works_once(classroom: Classroom, other_teacher: User, school: School) -> None:
    secret = link_for(classroom)
    accept(secret, other_teacher)
    with pytest.raises(LinkIsOver):
        accept(secret, adult(school, "Mr. Late"))
    assert classroom.memberships.count() == 2


def test_a_link_lasts_seven_days(classroom: Classroom, other_teacher: User) -> None:
    secret = link_for(classroom)
    last = NOW + WEEK - dt.timedelta(seconds=1)
    assert invitations.find(secret=secret, now=last)
    with pytest.raises(LinkIsOver):
        invitations.find(secret=secret, now=NOW + WEEK)
    found = invitations.find(secret=secret, now=last)
    with pytest.raises(LinkIsOver):
        invitations.accept(invitation=found, user=other_teacher, now=NOW + WEEK)


def test_a_revoked_link_is_refused(classroom: Classroom, owner: User, other_teacher: User) -> None:
    secret = link_for(classroom)
    found = invitations.find(secret=secret, now=NOW)
    invitations.take_back(invitation=found, by=owner, now=NOW)
    with pytest.raises(LinkIsOver):
        invitations.accept(invitation=found, user=other_teacher, now=NOW)
    assert AuditEvent.objects.filter(verb="invitation_taken_back").count() == 1
    invitations.take_back(invitation=found, by=owner, now=NOW)
    assert AuditEvent.objects.filter(verb="invitation_taken_back").count() == 1


@pytest.mark.parametrize("secret", ["", "A" * 32, "ü\x00"])
def test_an_unknown_link_is_refused(classroom: Classroom, secret: str) -> None:
    link_for(classroom)
    with pytest.raises(LinkIsOver):
        invitations.find(secret=secret, now=NOW)


def test_a_link_to_an_archived_class_is_refused(classroom: Classroom, owner: User) -> None:
    """The link stays invalid when the class is brought back, because archiving took it back with all others."""
    secret = link_for(classroom)
    year_end.archive(classroom=classroom, by=owner, now=NOW)
    year_end.bring_back(classroom=classroom, by=owner, now=NOW)
    with pytest.raises(LinkIsOver):
        invitations.find(secret=secret, now=NOW)


# People who may not join; the link stays valid for others


def refused(secret: str, user: User) -> str:
    with pytest.raises(UnableToJoin) as told:
        accept(secret, user)
    assert Invitation.objects.get().used_at is None
    return str(told.value)


def test_a_person_cannot_use_their_own_link(classroom: Classroom, owner: User) -> None:
    assert refused(link_for(classroom), owner) == "You made this link. Send it to the person it is for."


def test_a_person_of_another_school_cannot_join(classroom: Classroom, outsider: User) -> None:
    assert refused(link_for(classroom), outsider).startswith("Your account belongs to another school.")
    assert role_in(classroom, outsider) is None
    assert roles_at_school(outsider) == ["teacher"]


def test_an_account_manager_cannot_join_a_class(classroom: Classroom, account_manager: User) -> None:
    assert refused(link_for(classroom), account_manager) == "An account that looks after people joins no class."


@pytest.mark.parametrize("role", ["co_teacher", "aide"])
def test_a_co_teacher_of_the_class_cannot_join_again(classroom: Classroom, co_teacher: User, role: str) -> None:
    assert refused(link_for(classroom, role), co_teacher).startswith("This class is on your Home already.")
    assert role_in(classroom, co_teacher) == "co_teacher"


def test_an_address_that_has_an_account_gets_no_second_one(classroom: Classroom, other_teacher: User) -> None:
    """Nothing changes: the account keeps its password and joins nothing, and the link is still valid."""
    found = invitations.find(secret=link_for(classroom), now=NOW)
    typed = {"name": "Mo", "email": other_teacher.email.upper(), "password": "another sentence"}
    assert invitations.sign_up(invitation=found, **typed, now=NOW) is None
    other_teacher.refresh_from_db()
    assert (other_teacher.name, other_teacher.check_password("another sentence")) == ("Mr. Abara", False)
    assert role_in(classroom, other_teacher) is None
    assert Invitation.objects.get().used_at is None


def test_a_link_that_is_over_makes_no_account(classroom: Classroom, other_teacher: User) -> None:
    secret = link_for(classroom)
    found = invitations.find(secret=secret, now=NOW)
    accept(secret, other_teacher)
    people = User.objects.count()
    with pytest.raises(LinkIsOver):
        invitations.sign_up(invitation=found, name="Mo", email="mo@x.example", password="ink and glue", now=NOW)
    assert User.objects.count() == people

"""The people who share a class, and its owner."""

import pytest

from classroom.actions import accounts, invitations, memberships
from classroom.actions.invitations import LinkIsOver
from classroom.actions.memberships import UnableToShare
from classroom.models import AuditEvent, ClassMembership, Classroom, School, User
from tests.cast import NOW, adult, link_for


def roles(classroom: Classroom) -> dict[str, str]:
    return dict(classroom.memberships.values_list("user__name", "role"))


def membership(classroom: Classroom, user: User) -> ClassMembership:
    return classroom.memberships.select_related("classroom", "user").get(user=user)


def test_a_person_is_removed(classroom: Classroom, owner: User, co_teacher: User, aide: User) -> None:
    memberships.remove_person(membership=membership(classroom, co_teacher), by=owner, now=NOW)
    assert roles(classroom) == {"Ms. Okafor": "owner", "Mrs. Tanaka": "aide"}
    row = AuditEvent.objects.get(verb="person_removed")
    assert (row.by, row.person, row.classroom) == (owner, co_teacher, classroom)


def test_a_person_leaves(classroom: Classroom, aide: User) -> None:
    memberships.remove_person(membership=membership(classroom, aide), by=aide, now=NOW)
    assert roles(classroom) == {"Ms. Okafor": "owner"}
    assert AuditEvent.objects.filter(verb="left_class", by=aide).count() == 1


def test_the_owner_cannot_leave(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToShare, match="Hand the class over first"):
        memberships.remove_person(membership=membership(classroom, owner), by=owner, now=NOW)
    assert roles(classroom) == {"Ms. Okafor": "owner"}


@pytest.mark.parametrize("stays", [True, False])
def test_the_owner_hands_over_to_a_co_teacher(
    classroom: Classroom, owner: User, co_teacher: User, aide: User, stays: bool
) -> None:
    secret = link_for(classroom)
    memberships.hand_over(classroom=classroom, to=co_teacher, stays=stays, by=owner, now=NOW)
    before = {"Ms. Okafor": "co_teacher"} if stays else {}
    assert roles(classroom) == {"Mr. Lindqvist": "owner", "Mrs. Tanaka": "aide", **before}
    row = AuditEvent.objects.get(verb="handed_over")
    assert (row.by, row.person) == (owner, co_teacher)
    with pytest.raises(LinkIsOver):
        invitations.find(secret=secret, now=NOW)


def test_the_owner_hands_over_to_a_teacher_of_the_school(
    classroom: Classroom, owner: User, other_teacher: User
) -> None:
    memberships.hand_over(classroom=classroom, to=other_teacher, stays=False, by=owner, now=NOW)
    assert roles(classroom) == {"Mr. Abara": "owner"}


def test_the_owner_hands_over_to_nobody_else(
    classroom: Classroom, owner: User, outsider: User, aide: User, account_manager: User
) -> None:
    for to in (outsider, aide, account_manager, owner):
        with pytest.raises(UnableToShare, match="can't have this class"):
            memberships.hand_over(classroom=classroom, to=to, stays=True, by=owner, now=NOW)
    assert roles(classroom) == {"Ms. Okafor": "owner", "Mrs. Tanaka": "aide"}


def test_a_class_is_not_handed_over_to_a_closed_account(
    classroom: Classroom, owner: User, co_teacher: User, account_manager: User
) -> None:
    accounts.close_account(user=co_teacher, by=account_manager, now=NOW)
    assert memberships.may_own(classroom) == set()
    co_teacher.refresh_from_db()
    with pytest.raises(UnableToShare):
        memberships.hand_over(classroom=classroom, to=co_teacher, stays=True, by=owner, now=NOW)


def test_a_co_teacher_cannot_hand_over(classroom: Classroom, co_teacher: User, other_teacher: User) -> None:
    with pytest.raises(UnableToShare, match="another owner"):
        memberships.hand_over(classroom=classroom, to=other_teacher, stays=True, by=co_teacher, now=NOW)


# When the owner has left


def test_no_one_hands_over_for_an_owner_who_is_here(
    classroom: Classroom, other_teacher: User, account_manager: User
) -> None:
    with pytest.raises(UnableToShare, match=r"Ms\. Okafor has this class"):
        memberships.hand_over_for_owner(classroom=classroom, to=other_teacher, by=account_manager, now=NOW)
    assert roles(classroom) == {"Ms. Okafor": "owner"}


def test_an_account_manager_hands_over_for_an_owner_who_has_left(
    classroom: Classroom, owner: User, co_teacher: User, other_teacher: User, account_manager: User
) -> None:
    accounts.close_account(user=owner, by=account_manager, now=NOW)
    memberships.hand_over_for_owner(classroom=classroom, to=other_teacher, by=account_manager, now=NOW)
    assert roles(classroom) == {"Mr. Abara": "owner", "Mr. Lindqvist": "co_teacher"}
    row = AuditEvent.objects.get(verb="handed_over_for_owner")
    assert (row.by, row.person, row.classroom) == (account_manager, other_teacher, classroom)


def test_an_account_manager_cannot_hand_over_to_themselves(classroom: Classroom, owner: User, school: School) -> None:
    """This also holds for an account manager who teaches."""
    both = adult(school, "Mx. Both")
    school.memberships.create(user=both, role="account_manager")
    accounts.close_account(user=owner, by=both, now=NOW)
    with pytest.raises(UnableToShare, match="joins no class"):
        memberships.hand_over_for_owner(classroom=classroom, to=both, by=both, now=NOW)
    assert roles(classroom) == {"Ms. Okafor": "owner"}


# Accounts


def test_closing_an_account_takes_its_links_back(classroom: Classroom, owner: User, account_manager: User) -> None:
    secret = link_for(classroom)
    accounts.close_account(user=owner, by=account_manager, now=NOW)
    with pytest.raises(LinkIsOver):
        invitations.find(secret=secret, now=NOW)
    row = AuditEvent.objects.get(verb="account_closed")
    assert (row.by, row.person) == (account_manager, owner)


def test_an_account_manager_cannot_close_their_own_account(account_manager: User) -> None:
    with pytest.raises(accounts.UnableToManage, match="Ask someone else"):
        accounts.close_account(user=account_manager, by=account_manager, now=NOW)
    assert User.objects.get().is_active


def test_the_last_account_manager_cannot_step_down(school: School, account_manager: User) -> None:
    with pytest.raises(accounts.UnableToManage, match="Nobody else"):
        accounts.step_down(school=school, by=account_manager, now=NOW)
    adult(school, "Mr. Next", "account_manager")
    accounts.step_down(school=school, by=account_manager, now=NOW)
    assert list(school.memberships.values_list("user__name", flat=True)) == ["Mr. Next"]


def test_a_closed_account_does_not_count_as_an_account_manager(school: School, account_manager: User) -> None:
    accounts.close_account(user=adult(school, "Mr. Gone", "account_manager"), by=account_manager, now=NOW)
    with pytest.raises(accounts.UnableToManage):
        accounts.step_down(school=school, by=account_manager, now=NOW)

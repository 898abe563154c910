import io

import pytest
from django.core.management import call_command

from classroom.actions import first_teacher
from classroom.actions.first_teacher import UnableToSignUp
from classroom.models import SchoolMembership, SignUpCode, User
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def sign_up(code: str, email: str = "Okafor@School.example") -> User:
    return first_teacher.sign_up_first_teacher(
        code=code, school="Riverbend", name="Ms. Okafor", email=email, password="paper and ink", now=NOW
    )


def test_the_first_teacher_signs_up_with_the_code() -> None:
    user = sign_up(first_teacher.make_sign_up_code(now=NOW))
    assert (user.email, user.name) == ("okafor@school.example", "Ms. Okafor")
    assert user.check_password("paper and ink")
    assert set(user.school_memberships.values_list("role", "school__name")) == {
        (SchoolMembership.Role.TEACHER, "Riverbend"),
        (SchoolMembership.Role.ACCOUNT_MANAGER, "Riverbend"),
    }
    assert not SignUpCode.objects.exists()


def test_only_a_hash_of_the_code_is_stored() -> None:
    code = first_teacher.make_sign_up_code(now=NOW)
    assert len(code) == 14
    assert code.replace("-", "") not in SignUpCode.objects.get().code_hash.upper()


def test_a_code_may_be_typed_in_small_letters_with_spaces() -> None:
    code = first_teacher.make_sign_up_code(now=NOW)
    assert sign_up(f"  {code.lower().replace('-', ' ')} ")


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "ü"])
def test_another_code_is_refused(code: str) -> None:
    first_teacher.make_sign_up_code(now=NOW)
    with pytest.raises(UnableToSignUp, match="That code does not fit"):
        sign_up(code)
    assert not User.objects.exists()


def test_a_code_cannot_be_used_twice() -> None:
    code = first_teacher.make_sign_up_code(now=NOW)
    sign_up(code)
    with pytest.raises(UnableToSignUp):
        sign_up(code, "second@school.example")
    assert User.objects.count() == 1
    with pytest.raises(UnableToSignUp, match="There are people here already"):
        first_teacher.make_sign_up_code(now=NOW)


def test_a_new_code_takes_the_place_of_the_old_one() -> None:
    old, new = first_teacher.make_sign_up_code(now=NOW), first_teacher.make_sign_up_code(now=NOW)
    with pytest.raises(UnableToSignUp):
        sign_up(old)
    assert sign_up(new)


def test_the_command_prints_a_code_only_while_nobody_is_here() -> None:
    said = io.StringIO()
    call_command("first_teacher_code", address="https://partners.school.example", stdout=said)
    assert said.getvalue().startswith(
        "Nobody is here yet. Sign up at https://partners.school.example/sign-up/ with the code "
    )
    sign_up(said.getvalue().split()[-1])
    said = io.StringIO()
    call_command("first_teacher_code", stdout=said)
    assert said.getvalue() == ""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from classroom.models import School
from tests.addresses import url
from tests.cast import page

pytestmark = pytest.mark.django_db


def link(school: str) -> str:
    said = io.StringIO()
    call_command("school_link", school, address="https://partners.district.example/", stdout=said)
    return said.getvalue().strip()


def test_the_first_person_of_another_school_joins_by_a_link() -> None:
    """This also works with an empty database."""
    printed = link("Hilltop School")
    assert printed.startswith("https://partners.district.example/invitation/#")
    client = Client()
    client.post(url("classroom:invitation"), {"token": printed})
    assert "Your school invites you to look after the accounts of Hilltop School." in page(
        client.get(url("classroom:join"))
    )
    typed = {"name": "Ms. Keane", "email": "keane@hilltop.example", "password": "ink and glue and paper"}
    client.post(url("classroom:join_new"), typed)
    client.post(url("account_login"), {"login": typed["email"], "password": typed["password"]})
    assert "Hilltop School" in page(client.get(url("classroom:school")))


def test_an_existing_school_gets_no_second_row() -> None:
    assert link("Hilltop School") != link("Hilltop School")
    assert School.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\nb"])
def test_an_invalid_name_is_refused(name: str) -> None:
    with pytest.raises(CommandError):
        link(name)
    assert School.objects.count() == 0

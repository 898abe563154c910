"""Error pages: a clear sentence, and a way on."""

import pytest
from django.test import Client

from classroom.models import Classroom, User
from tests.addresses import url
from tests.cast import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/c/{}/plan/suggest/", "/c/{}/plan/"),
        ("/c/{}/plan/abcdefghjk/undo/", "/c/{}/plan/abcdefghjk/"),
        ("/c/{}/window/open/", "/c/{}/"),
        (url("classroom:not_me"), url("partners:me")),
    ],
)
def test_the_address_of_a_button_leads_to_the_page_above(
    owner: User, classroom: Classroom, address: str, above: str
) -> None:
    answer = sign_in(owner).get(address.format(classroom.key))
    html = page(answer, 405)
    assert "This opens by its button only. Nothing was changed." in html
    assert f'href="{above.format(classroom.key)}"' in html


def test_a_head_request_gets_no_page(client: Client) -> None:
    assert client.head(url("account_logout")).content == b""


def test_a_nul_character_is_refused(owner: User, classroom: Classroom) -> None:
    """PostgreSQL accepts no NUL, not even in a search."""
    teacher = sign_in(owner)
    assert "Considerations" in page(teacher.get(url("partners:considerations", classroom.key) + "?child=%00abc"))
    assert teacher.post(url("partners:talked", classroom.key), {"student": "a\0b"}).status_code == 200
    teacher.post(url("classroom:students_add", classroom.key), {"children": "Zo\0ra Lind"})
    assert "Zora Lind" in [student.name for student in classroom.students.all()]

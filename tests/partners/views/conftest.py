"""Who is there in the tests of pages."""

import pytest
from django.test import Client

from classroom.models import Student
from partners.models import Round
from tests.cast import seat


@pytest.fixture
def reader(ana: Student, round: Round) -> Client:
    """Ana's browser; a round is open."""
    return seat(ana)

"""The version is that of the newest numbered section of the changelog, and the account page shows it."""

import re

import pytest

import classroom
from classroom.models import User
from scripts.environment import ROOT
from tests.addresses import url
from tests.cast import page, sign_in


def test_the_changelog_begins_with_the_version() -> None:
    numbers = re.findall(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert numbers[0] == classroom.__version__
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")], reverse=True)


@pytest.mark.django_db
def test_the_account_page_shows_the_version(owner: User) -> None:
    assert f"Partners {classroom.__version__}</p>" in page(sign_in(owner).get(url("classroom:account")))

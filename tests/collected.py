"""Static files as the program ships them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

AS_SHIPPED = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "classroom.javascript.HashedStaticFiles"},
}


@pytest.fixture
def collected(tmp_path: Path) -> Iterator[None]:
    """The static files as the program ships them: with hashed names, and compressed once for the whole test run."""
    settings = {"STORAGES": AS_SHIPPED, "WHITENOISE_USE_FINDERS": False, "WHITENOISE_AUTOREFRESH": False}
    with override_settings(STATIC_ROOT=tmp_path, **settings):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield

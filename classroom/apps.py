from typing import Any

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class Classroom(AppConfig):
    default = True
    name = "classroom"

    def ready(self) -> None:
        from . import signals  # noqa: F401

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(*, using: str, **_: Any) -> None:
    """Make the cache table after `migrate`: limits on guessing are counted in the cache, which is a table."""
    call_command("createcachetable", database=using, verbosity=0)


class StaticFiles(StaticFilesConfig):
    """Collects only the static files that pages use: libraries bring builds that no page loads."""

    ignore_patterns = [  # noqa: RUF012
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*.css*",
        "bootstrap.css*",
        "*.rtl.*",
        "bootstrap*.js*",
        "htmax-*",
        "htmx-4*",
        "ext",
        "facebook",
    ]

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class Classroom(AppConfig):
    default = True
    name = "classroom"

    def ready(self) -> None:
        from . import signals  # noqa: F401


class StaticFiles(StaticFilesConfig):
    """Collects what pages use: the libraries bring builds that no page loads."""

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

#!/usr/bin/env python
"""Django's command line for Partners."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from scripts.catalogues import compile_catalogues
from scripts.environment import choose_settings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings")
    choose_settings(sys.argv[1:])
    if sys.argv[1:2] == ["runserver"]:
        compile_catalogues()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"{error} (.env.example lists the settings.)")


if __name__ == "__main__":
    main()

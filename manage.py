#!/usr/bin/env python
"""Django's command line for Partners."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

HERE = Path(__file__).resolve().parent
DEMO = HERE / ".demo" / "env"


def settle() -> None:
    """Name the settings. A checkout that was only tried has those of its demo, for commands and never for a server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings")
    if "SECRET_KEY" not in os.environ and not (HERE / ".env").exists() and DEMO.exists():
        os.environ.setdefault("ENV_FILE", str(DEMO))


if __name__ == "__main__":
    settle()
    execute_from_command_line(sys.argv)

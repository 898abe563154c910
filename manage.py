#!/usr/bin/env python
"""Django's command line for Partners."""

import os
import secrets
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

HERE = Path(__file__).resolve().parent
DEMO = HERE / ".demo" / "env"


def settle() -> None:
    """Name the settings. A checkout that was only tried has those of its demo, for commands and never for a server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings")
    if "SECRET_KEY" in os.environ or "ENV_FILE" in os.environ or (HERE / ".env").exists():
        return
    if DEMO.exists():
        os.environ["ENV_FILE"] = str(DEMO)
    elif sys.argv[1:2] == ["pair"]:
        # It touches no database and guards nothing: secrets of the moment will do.
        os.environ["SECRET_KEY"] = os.environ["NOTES_KEYS"] = secrets.token_urlsafe(32)


if __name__ == "__main__":
    settle()
    execute_from_command_line(sys.argv)

"""Env files of the demo and of a real server, and which of them a command of manage.py uses."""

import base64
import ipaddress
import os
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO_FOLDER = ROOT / ".demo"
RUN_ENVIRONMENT = (ROOT / ".env.example").read_text()
DEMO_ENVIRONMENT = """\
# Settings of the demo, for this machine only. Delete this folder to start afresh.
SECRET_KEY=
NOTES_KEYS=
DATABASE_URL=sqlite:///{folder}/db.sqlite3
ALLOWED_HOSTS=localhost,127.0.0.1
HTTPS=false
STATIC_AS_IS=true
"""

# Where one of these is set, this is a real server: it does not start while another setting is missing.
MEANT_FOR_REAL = frozenset({"ALLOWED_HOSTS", "DATABASE_URL", "NOTES_KEYS", "NOTES_KEYS_FILE", "SECRET_KEY"})
# These commands open no database and protect nothing: temporary secrets are enough, and no file is written.
NEEDS_NO_FILE = frozenset({"", "-h", "--help", "--version", "help", "pair", "version"})
SERVERS = frozenset({"runserver", "testserver"})


def write_environment(file: Path, template: str) -> None:
    """Write an env file with fresh secrets that only its owner may read. An existing file stays as it is."""
    if file.exists():
        return
    notes_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    text = re.sub(r"^SECRET_KEY=$", f"SECRET_KEY={secrets.token_urlsafe(50)}", template, flags=re.MULTILINE)
    text = re.sub(r"^NOTES_KEYS=$", f"NOTES_KEYS={notes_key}", text, flags=re.MULTILINE)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)


def write_demo_environment(folder: Path = DEMO_FOLDER) -> Path:
    """Write the demo's env file in a folder that only its owner may enter, and return its path. An existing file
    stays as it is."""
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / "env"
    # The path is relative to the checkout, so that the checkout may move.
    write_environment(file, DEMO_ENVIRONMENT.format(folder=os.path.relpath(folder, ROOT)))
    return file


def choose_settings(arguments: Sequence[str]) -> None:
    """Give a command of manage.py (the arguments after its name) the demo's settings where there are no others.

    Exits with a message where a server that other machines can reach would get the demo's settings.
    """
    demo = DEMO_FOLDER / "env"
    has_own = (ROOT / ".env").exists() or any(name in os.environ for name in MEANT_FOR_REAL)
    if "ENV_FILE" in os.environ:
        if Path(os.environ["ENV_FILE"]).resolve() == demo.resolve():
            refuse_others(arguments)
    elif has_own:
        return
    elif not demo.exists() and (arguments[0] if arguments else "") in NEEDS_NO_FILE:
        os.environ["SECRET_KEY"] = os.environ["NOTES_KEYS"] = secrets.token_urlsafe(32)
    else:
        refuse_others(arguments)
        if not demo.exists():
            write_demo_environment()
            print("No settings found: made those of a demo in .demo/, for this machine only.", file=sys.stderr)
        os.environ["ENV_FILE"] = str(demo)


def refuse_others(arguments: Sequence[str]) -> None:
    """Exit with a message where the command is a server that other machines could reach."""
    if arguments and arguments[0] in SERVERS and not is_this_machine(host := host_of(arguments)):
        sys.exit(
            f"Other machines could reach {host}, and the demo's settings are for this machine only. "
            "Use 127.0.0.1, or write your own settings to .env (.env.example lists them)."
        )


def host_of(arguments: Sequence[str]) -> str:
    """The host on which a server command listens; empty where it names none, or only a port."""
    from django.core.management import load_command_class

    parser = load_command_class("django.core", arguments[0]).create_parser("manage.py", arguments[0])
    options, _others = parser.parse_known_args([*arguments[1:]])
    return (options.addrport or "").rpartition(":")[0].strip("[]")


def is_this_machine(host: str) -> bool:
    """Whether only this machine can reach a server on this host. Names other than localhost are not looked up."""
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""Starts Partners on this machine: `demo` with an invented class, `run` for real. (`make demo`, `make run`)"""

import argparse
import base64
import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"

DEMO_ENVIRONMENT = """\
# Made by `make demo`. Delete this folder to start afresh.
SECRET_KEY={secret_key}
NOTES_KEYS={notes_key}
DATABASE_URL=sqlite:///.demo/db.sqlite3
ALLOWED_HOSTS=localhost,127.0.0.1
HTTPS=false
STATIC_AS_IS=true
"""

RUN_ENVIRONMENT = """\
# Made by the first `make run`. Keep a copy in a safe place: without NOTES_KEYS nobody can read the children's notes.
SECRET_KEY={secret_key}
# The first key encrypts, all decrypt.
NOTES_KEYS={notes_key}
# The names that people type into their browsers, with commas between them.
ALLOWED_HOSTS=localhost,127.0.0.1
# Without encryption only this machine itself should use it: set true as soon as a proxy serves it over https.
HTTPS=false
# An SQLite file beside manage.py, unless you name a PostgreSQL: postgres://user:password@host/name
#DATABASE_URL=
"""


def write_environment(file: Path, template: str) -> None:
    """Write an env file with fresh secrets that only its owner may read; leave one alone that is there."""
    if file.exists():
        return
    text = template.format(
        secret_key=secrets.token_urlsafe(50),
        notes_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)


def is_busy(port: int) -> bool:
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


def manage(*command: str) -> None:
    from django.core.management import call_command

    call_command(*command)


def set_up_django(env_file: Path, template: str) -> None:
    write_environment(env_file, template)
    os.environ["ENV_FILE"] = str(env_file)
    os.environ["DJANGO_SETTINGS_MODULE"] = "classroom.settings"
    import django

    django.setup()


def prepare_demo(address: str) -> None:
    """An SQLite file with the invented class, in a folder of its own that nothing of a real Partners touches."""
    DEMO.mkdir(mode=0o700, exist_ok=True)
    for line in DEMO_ENVIRONMENT.splitlines():
        # What is set for a real Partners must not lead the invented class into its database.
        os.environ.pop(line.partition("=")[0], None)
    os.environ.pop("NOTES_KEYS_FILE", None)
    set_up_django(DEMO / "env", DEMO_ENVIRONMENT)
    print("Preparing the demo ...", flush=True)
    manage("migrate", "--verbosity=0")
    manage("createcachetable", "--verbosity=0")
    manage("demo", "--address", address)


def prepare_run(address: str) -> None:
    set_up_django(ROOT / ".env", RUN_ENVIRONMENT)
    print("Preparing the database ...", flush=True)
    manage("migrate", "--verbosity=0")
    manage("createcachetable", "--verbosity=0")
    print("Collecting the static files ...", flush=True)
    manage("collectstatic", "--no-input", "--verbosity=0")
    manage("first_teacher_code", "--address", address)


def serve(port: int, *options: str) -> None:
    """Become the server, so that Ctrl-C and signals reach it and nothing stays behind."""
    gunicorn = Path(sys.executable).with_name("gunicorn")
    fixed = (f"--bind=127.0.0.1:{port}", "--worker-class=gthread", "--threads=8", "--no-control-socket")
    os.execv(gunicorn, ["gunicorn", *fixed, *options, "classroom.wsgi"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("demo", "run"))
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    what, port = options.what, options.port
    address = f"http://localhost:{port}"
    if is_busy(port):
        sys.exit(f"Port {port} is busy. Choose another: make {what} PORT={port + 1}")
    os.chdir(ROOT)
    os.umask(0o077)  # the database is for nobody else on this machine
    if what == "demo":
        prepare_demo(address)
        print(f"\nPartners is at {address} (Ctrl-C stops it)", flush=True)
        serve(port, "--log-level=warning")
    else:
        prepare_run(address)
        print(f"\nPartners is at {address} (Ctrl-C stops it)", flush=True)
        os.environ.setdefault("WEB_CONCURRENCY", "2")
        serve(port)


if __name__ == "__main__":
    main()

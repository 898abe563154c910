"""Starts Partners on this machine: `demo` with an invented class, `run` for real. (`make demo`, `make run`)"""

import argparse
import base64
import os
import secrets
import socket
import sys
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent

DEMO_ENVIRONMENT = """\
# Made by `make demo`. Delete this folder to start afresh.
SECRET_KEY={secret_key}
NOTES_KEYS={notes_key}
DATABASE_URL=sqlite:///{folder}/db.sqlite3
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


def write_environment(file: Path, template: str, **places: str) -> None:
    """Write an env file with fresh secrets that only its owner may read; leave one alone that is there."""
    if file.exists():
        return
    text = template.format(
        secret_key=secrets.token_urlsafe(50),
        notes_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        **places,
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)


def is_busy(port: int) -> bool:
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


def set_up_django(env_file: Path) -> None:
    os.environ["ENV_FILE"] = str(env_file)
    os.environ["DJANGO_SETTINGS_MODULE"] = "classroom.settings"
    import django

    django.setup()


def manage(*command: str) -> None:
    from django.core.management import call_command

    call_command(*command)


def prepare_demo(folder: Path, address: str) -> None:
    """An SQLite file with the invented class, in a folder of its own."""
    folder.mkdir(mode=0o700, exist_ok=True)
    env_file = folder / "env"
    # From here, so that the checkout may move.
    write_environment(env_file, DEMO_ENVIRONMENT, folder=os.path.relpath(folder, ROOT))
    # What is set for a real Partners must not lead the invented class into its database.
    environ.Env.read_env(env_file, overwrite=True)
    os.environ.pop("NOTES_KEYS_FILE", None)
    set_up_django(env_file)
    print("Preparing the demo ...", flush=True)
    manage("migrate", "--verbosity=0")
    manage("createcachetable", "--verbosity=0")
    manage("demo", "--address", address)


def prepare_run(env_file: Path, address: str) -> None:
    """The database that the env file names, and the static files where WhiteNoise looks for them."""
    write_environment(env_file, RUN_ENVIRONMENT)
    set_up_django(env_file)
    print("Preparing the database ...", flush=True)
    manage("migrate", "--verbosity=0")
    manage("createcachetable", "--verbosity=0")
    print("Collecting the static files ...", flush=True)
    manage("collectstatic", "--no-input", "--verbosity=0")
    manage("first_teacher_code", "--address", address)


def serve(port: int) -> None:
    """Become the server, so that Ctrl-C and signals reach it and nothing stays behind."""
    gunicorn = Path(sys.executable).with_name("gunicorn")
    options = ("--worker-class=gthread", "--threads=8", "--no-control-socket", "--log-level=warning")
    os.execv(gunicorn, ["gunicorn", f"--bind=127.0.0.1:{port}", *options, "classroom.wsgi"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("demo", "run"))
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".demo", help="where the demo keeps what it writes")
    options = parser.parse_args()
    address = f"http://localhost:{options.port}"
    if is_busy(options.port):
        sys.exit(f"Port {options.port} is busy. Choose another: make {options.what} PORT={options.port + 1}")
    os.chdir(ROOT)
    os.umask(0o077)  # the database is for nobody else on this machine
    if options.what == "demo":
        prepare_demo(options.folder, address)
    else:
        prepare_run(Path(os.environ.get("ENV_FILE", ROOT / ".env")), address)
        os.environ.setdefault("WEB_CONCURRENCY", "2")
    print(f"\nPartners is at {address} (Ctrl-C stops it)", flush=True)
    serve(options.port)


if __name__ == "__main__":
    main()

"""Starts Partners on this machine: `demo` with an invented class, `dev` to work on the code, `run` for real."""

import argparse
import os
import socket
import sys
from pathlib import Path

import environ

from scripts.environment import DEMO_FOLDER, ROOT, RUN_ENVIRONMENT, write_demo_environment, write_environment


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
    """Make an SQLite database with the invented class, in a folder of its own."""
    env_file = write_demo_environment(folder)
    # Settings of a real server must not lead the invented class into its database.
    environ.Env.read_env(env_file, overwrite=True)
    os.environ.pop("NOTES_KEYS_FILE", None)
    set_up_django(env_file)
    print("Preparing the demo ...", flush=True)
    manage("migrate", "--verbosity=0")
    manage("demo", "--address", address)


def prepare_run(env_file: Path, address: str) -> None:
    """Prepare the database that the env file names, and collect the static files for WhiteNoise."""
    write_environment(env_file, RUN_ENVIRONMENT)
    set_up_django(env_file)
    print("Preparing the database ...", flush=True)
    manage("migrate", "--verbosity=0")
    print("Collecting the static files ...", flush=True)
    manage("collectstatic", "--no-input", "--verbosity=0")
    manage("first_teacher_code", "--address", address)


def serve(port: int) -> None:
    """Replace this process by the server, so that Ctrl-C and signals reach it and no process is left behind."""
    gunicorn = Path(sys.executable).with_name("gunicorn")
    options = ("--worker-class=gthread", "--threads=8", "--no-control-socket", "--log-level=warning")
    os.execv(gunicorn, ["gunicorn", f"--bind=127.0.0.1:{port}", *options, "classroom.wsgi"])


def serve_and_reload(port: int) -> None:
    """Replace this process by Django's own server, which restarts when a file changes and shows errors in the
    browser."""
    os.environ["DEBUG"] = "true"
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("demo", "dev", "run"))
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=DEMO_FOLDER, help="where the demo keeps what it writes")
    options = parser.parse_args()
    address = f"http://localhost:{options.port}"
    if is_busy(options.port):
        sys.exit(f"Port {options.port} is busy. Choose another: make {options.what} PORT={options.port + 1}")
    os.chdir(ROOT)
    os.umask(0o077)  # nobody else on this machine may read the database
    if options.what == "run":
        prepare_run(Path(os.environ.get("ENV_FILE", ROOT / ".env")), address)
        os.environ.setdefault("WEB_CONCURRENCY", "2")
    else:
        prepare_demo(options.folder, address)
    print(f"\nPartners is at {address} (Ctrl-C stops it)", flush=True)
    if options.what == "dev":
        serve_and_reload(options.port)
    serve(options.port)


if __name__ == "__main__":
    main()

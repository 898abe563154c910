import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
from environ import Env

from tests.throwaway_postgres import Server


def folder_of(address: str) -> Path:
    return Path(Env.db_url_config(address)["HOST"])


def process_of(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def soon(happens: Callable[[], bool]) -> bool:
    for _ in range(200):
        if happens():
            return True
        time.sleep(0.05)
    return False


def test_a_stopped_server_leaves_no_process_and_no_folder():
    server = Server()
    folder = folder_of(server.address)
    process = process_of(folder)
    connection = psycopg2.connect(host=str(folder), user="test", dbname="postgres")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 + 1")
        assert cursor.fetchone() == (2,)
    connection.close()

    server.stop()

    assert not lives(process)
    assert not folder.exists()


def test_the_server_ends_with_the_process_that_started_it():
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from tests.throwaway_postgres import Server; print(Server().address, flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout
    folder = folder_of(owner.stdout.readline().strip())
    process = process_of(folder)

    owner.kill()
    owner.communicate()

    assert soon(lambda: not lives(process) and not folder.exists())


def test_leftovers_of_a_killed_server_are_removed_at_the_next_start():
    left = Server()
    folder = folder_of(left.address)
    process = process_of(folder)
    left.keeper.send_signal(signal.SIGKILL)
    left.stop()
    assert lives(process)

    Server().stop()

    assert soon(lambda: not lives(process))
    assert not folder.exists()

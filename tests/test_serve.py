import base64
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from scripts.environment import DEMO_ENVIRONMENT, ROOT, RUN_ENVIRONMENT, write_environment
from scripts.serve import is_busy
from tests.test_throwaway_postgres import soon

SERVE = (sys.executable, "-m", "scripts.serve")


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def read(file: Path) -> dict[str, str]:
    lines = (line for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("template", [DEMO_ENVIRONMENT, RUN_ENVIRONMENT])
def test_secrets_are_random_and_only_their_owner_reads_them(tmp_path: Path, template: str):
    files = tmp_path / "one", tmp_path / "other"
    for file in files:
        write_environment(file, template)
    one, other = map(read, files)

    assert files[0].stat().st_mode & 0o777 == 0o600
    assert len(base64.urlsafe_b64decode(one["NOTES_KEYS"])) == 32
    assert len(one["SECRET_KEY"]) >= 50
    assert one["NOTES_KEYS"] != other["NOTES_KEYS"]
    assert one["SECRET_KEY"] != other["SECRET_KEY"]


def test_existing_secrets_stay(tmp_path: Path):
    file = tmp_path / "env"
    write_environment(file, RUN_ENVIRONMENT)
    before = file.read_text()
    write_environment(file, RUN_ENVIRONMENT)
    assert file.read_text() == before


@pytest.mark.parametrize("what", ["demo", "dev", "run"])
def test_a_busy_port_gives_one_clear_line(what: str):
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run([*SERVE, what, "--port", str(port)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is busy. Choose another: make {what} PORT={port + 1}\n"
    assert done.stdout == ""


@contextmanager
def started(what: str, folder: Path, output: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A demo that is starting and writes to the file `output`, and its port."""
    port = free_port()
    command = [*SERVE, what, "--port", str(port), "--folder", str(folder)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with (
        output.open("w") as file,
        subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, text=True, env=environment, process_group=0
        ) as process,
    ):
        try:
            yield process, port
        finally:
            with suppress(ProcessLookupError):  # if the test has ended it already
                os.killpg(process.pid, signal.SIGKILL)


def in_time(happens: Callable[[], bool]) -> bool:
    """Whether it happens soon, with twelve times the usual patience, for a busy machine."""
    return any(soon(happens) for _ in range(12))


def test_the_demo_answers_and_ctrl_c_ends_it_even_with_reloading(tmp_path: Path):
    folder, output = tmp_path / "demo", tmp_path / "output"
    with started("demo", folder, output) as (process, port):
        assert in_time(lambda: is_busy(port)), output.read_text()
        with urlopen(f"http://localhost:{port}/sign-in/", timeout=60) as answer:
            assert answer.status == 200

        process.send_signal(signal.SIGINT)

        assert process.wait(timeout=60) == 0
        assert output.read_text().endswith(f"\nPartners is at http://localhost:{port} (Ctrl-C stops it)\n")
        assert not is_busy(port)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "db.sqlite3").stat().st_mode & 0o777 == 0o600

    with started("dev", folder, output) as (process, port):
        check_reloading(process, port, output)


def check_reloading(process: subprocess.Popen[str], port: int, output: Path) -> None:
    def starts() -> int:
        return output.read_text().count(f"Starting development server at http://127.0.0.1:{port}/\n")

    def starts_again() -> bool:
        (
            ROOT / "scripts" / "environment.py"
        ).touch()  # repeatedly, because the server may check the file for the first time later
        return starts() > 1

    assert in_time(lambda: starts() == 1), output.read_text()
    assert in_time(starts_again), output.read_text()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert in_time(lambda: not is_busy(port))

"""`manage.py` in a checkout without settings: what it creates, prints and refuses."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from scripts.environment import ROOT, host_of, is_this_machine, write_demo_environment
from scripts.serve import is_busy
from tests.addresses import url
from tests.test_serve import free_port, in_time, read

NEEDED = ("manage.py", ".env.example", "classroom", "partners", "scripts", "static", "templates")
MADE = "No settings found: made those of a demo in .demo/, for this machine only.\n"
# The settings of the test run are left out.
ENVIRONMENT = {"PATH": os.environ["PATH"]}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("checkout")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def bare(copy: Path) -> Iterator[Path]:
    """A checkout without settings."""
    yield copy
    shutil.rmtree(copy / ".demo", ignore_errors=True)


def manage(
    checkout: Path, *arguments: str, settings: dict[str, str] | None = None, cwd: Path | None = None
) -> tuple[int, str]:
    """The exit code and the error output of a command of `manage.py`."""
    command = [sys.executable, str(checkout / "manage.py"), *arguments]
    environment = ENVIRONMENT | (settings or {})
    done = subprocess.run(
        command, cwd=cwd or checkout, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stderr


def get(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def test_migrate_makes_the_settings_of_a_demo_and_runserver_takes_them(bare: Path, tmp_path: Path) -> None:
    assert manage(bare, "migrate", cwd=tmp_path) == (0, MADE)

    demo = bare / ".demo"
    assert demo.stat().st_mode & 0o777 == 0o700
    assert (demo / "env").stat().st_mode & 0o777 == 0o600
    assert len(read(demo / "env")["SECRET_KEY"]) >= 50
    assert (demo / "db.sqlite3").exists()  # next to its settings, wherever the command is started
    settings = (demo / "env").read_text()

    port = free_port()
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    with subprocess.Popen(command, cwd=bare, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as server:
        try:
            assert in_time(lambda: is_busy(port))
            html = get(port, url("account_login"))
            style = re.search(r'href="(/static/[^"]+\.css)"', html)
            assert style
            assert get(port, style[1])
        finally:
            server.kill()

    assert list(bare.glob("classroom/locale/es/LC_MESSAGES/*.mo"))
    assert (demo / "env").read_text() == settings


@pytest.mark.parametrize("there", [False, True], ids=["no settings", "settings of a demo"])
def test_a_server_that_other_machines_can_reach_gets_no_demo_settings(bare: Path, there: bool) -> None:
    if there:
        write_demo_environment(bare / ".demo")
    refusal = (
        "Other machines could reach 0.0.0.0, and the demo's settings are for this machine only. "
        "Use 127.0.0.1, or write your own settings to .env (.env.example lists them).\n"
    )
    assert manage(bare, "runserver", "0.0.0.0:8000") == (1, refusal)
    assert (bare / ".demo").exists() == there
    if there:
        assert manage(bare, "runserver", "0.0.0.0:8000", settings={"ENV_FILE": ".demo/env"}) == (1, refusal)


@pytest.mark.parametrize(
    ("arguments", "host", "here"),
    [
        ("runserver", "", True),
        ("runserver 8001", "", True),
        ("runserver --ipv6 8001", "", True),
        ("runserver localhost:8001 --noreload", "localhost", True),
        ("runserver --insecure 127.0.0.1:8001", "127.0.0.1", True),
        ("runserver [::1]:8001", "::1", True),
        ("runserver 127.8.9.10:8001", "127.8.9.10", True),
        ("runserver --settings tests.settings 0:8001", "0", False),
        ("runserver -6 [::]:8001", "::", False),
        ("runserver 192.168.4.2:8001", "192.168.4.2", False),
        ("runserver partners.school.example:8001", "partners.school.example", False),
        ("runserver --nothreading -v 2 0.0.0.0:8001", "0.0.0.0", False),  # noqa: S104
        ("testserver some.json", "", True),
        ("testserver some.json --addrport 0.0.0.0:8001", "0.0.0.0", False),  # noqa: S104
    ],
)
def test_servers_that_other_machines_can_reach_are_recognized(arguments: str, host: str, here: bool) -> None:
    assert host_of(arguments.split()) == host
    assert is_this_machine(host) == here


@pytest.mark.parametrize("name", ["ALLOWED_HOSTS", "DATABASE_URL", "NOTES_KEYS", "NOTES_KEYS_FILE"])
def test_a_missing_secret_of_a_real_server_stops_the_start(bare: Path, name: str) -> None:
    """The secrets of the demo are no substitute for it."""
    code, complaint = manage(bare, "migrate", settings={name: "something"})
    assert (code, complaint) == (1, "Set the SECRET_KEY environment variable (.env.example lists the settings.)\n")
    assert not (bare / ".demo").exists()


def test_a_web_server_never_takes_the_settings_of_a_demo(bare: Path) -> None:
    write_demo_environment(bare / ".demo")
    command = [sys.executable, "-c", "import classroom.wsgi"]
    done = subprocess.run(command, cwd=bare, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ImproperlyConfigured: Set the SECRET_KEY environment variable" in done.stderr


@pytest.mark.parametrize("command", ["--version", "help"])
def test_a_command_that_needs_no_settings_writes_none(bare: Path, command: str) -> None:
    assert manage(bare, command) == (0, "")
    assert not (bare / ".demo").exists()


def test_the_example_names_every_setting() -> None:
    """The example lists exactly the variables that settings.py reads from the environment."""
    tree = ast.parse((ROOT / "classroom" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    names = {
        node.args[0].value
        for node in calls
        if ast.unparse(node.func).split(".")[0] == "env" and isinstance(node.args[0], ast.Constant)
    }
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert {"SECRET_KEY", "NOTES_KEYS_FILE", "DATABASE_URL", "HTTPS"} <= names
    assert example == names

"""Sets up the environment and the database of a test run, before Django reads its settings."""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import environ
import hypothesis
import pytest

from scripts.catalogues import compile_catalogues
from tests.throwaway_postgres import NoPostgres, Server

ENVIRONMENT = Path(__file__).with_name("test.env")
USES_DATABASE = {"db", "transactional_db", "live_server"}

# The time that an example takes depends mainly on how busy the machine is.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres"), default="sqlite", help="which database the tests run on")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits the environment
        environ.Env.read_env(ENVIRONMENT, overwrite=True)
        os.environ["ENV_FILE"] = str(ENVIRONMENT)  # instead of the .env of this checkout
        os.environ["DATABASE_URL"] = database(early_config)
        compile_catalogues()
    return (yield)


def database(config: pytest.Config) -> str:
    """The address of a database that lives as long as this test run."""
    if config.known_args_namespace.db == "sqlite":
        # In a file, as it ships: a database in memory has one connection for all threads, and no locks.
        folder = tempfile.TemporaryDirectory(prefix="partners-tests-")
        config.add_cleanup(folder.cleanup)
        return f"sqlite:///{folder.name}/partners.sqlite3"
    try:
        server = Server()
    except NoPostgres as error:
        raise pytest.UsageError(str(error)) from error
    config.add_cleanup(server.stop)
    return server.address


def pytest_configure(config: pytest.Config) -> None:
    if config.option.db == "postgres":
        # The server removes its databases when it stops. Dropping one fails while a page is still being answered.
        config.option.reuse_db = True


@pytest.hookimpl(tryfirst=True)  # before `-m` selects by markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & USES_DATABASE:
            item.add_marker(pytest.mark.database)
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.db}"

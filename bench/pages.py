"""Measures queries and server time of the main pages, with 30 children, compared with a page that does nothing."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

from bench.place import set_up

ROUNDS = 15
CHILDREN = 30


def main() -> None:
    """Print a table: each page's queries, its milliseconds (median of 15), and how many times those of the bare
    page."""
    with TemporaryDirectory(prefix="partners-bench-") as folder:
        set_up(folder)
        from bench.room import pages

        times = [(name, *measured(get)) for name, get in pages(CHILDREN, datetime.now(UTC))]
    bare = times[0][2]
    print(f"\nPages of a class of {CHILDREN}: median of {ROUNDS}, on SQLite")
    print(f"{'page':28}{'queries':>8}{'ms':>9}{'x bare':>9}")
    for name, queries, seconds in times:
        print(f"{name:28}{queries:>8}{seconds * 1000:>9.1f}{seconds / bare:>9.1f}")


def measured(get: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> tuple[int, float]:
    """The number of queries for one answer, and the median of its seconds by this clock."""
    from django.db import connection

    get()
    queries = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        get()
    seconds = []
    for _ in range(ROUNDS):
        began = clock()
        get()
        seconds.append(clock() - began)
    return len(queries), statistics.median(seconds)

"""Measures the review desk: one change with its re-scoring, and the marks on every place while a child is picked up."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

from bench.pages import measured
from bench.place import set_up

CHILDREN = 35
CHANGE_AIM = 60
MARKS_AIM = 100


def main() -> None:
    """Print a table: each request, its queries, milliseconds (median of 15) and the aim."""
    with TemporaryDirectory(prefix="partners-bench-") as folder:
        set_up(folder)
        times = [(name, aim, *measured(ask)) for name, aim, ask in _asked(datetime.now(UTC))]
    print(f"\n{f'the review desk, {CHILDREN} children':36}{'queries':>9}{'ms':>9}{'aim':>6}")
    for name, aim, queries, seconds in times:
        print(f"{name:36}{queries:>9}{seconds * 1000:>9.1f}{aim or '':>6}")


def _asked(now: datetime) -> Iterator[tuple[str, int | None, Callable[[], object]]]:
    from bench.room import classroom_of

    desk = _Desk(classroom_of(CHILDREN, now))
    yield "the page, covered", None, desk.page
    yield "one change, covered", CHANGE_AIM, desk.swap
    yield "one change, uncovered", CHANGE_AIM, lambda: desk.swap(uncovered="1")
    yield "a child picked up, uncovered", MARKS_AIM, lambda: desk.pick_up(uncovered="1")
    yield "what two together would mean", 2000, desk.why_not


class _Desk:
    """The desk of a class in the browser of its teacher."""

    def __init__(self, classroom: Any) -> None:
        from django.test import Client

        from partners.queries import drafts, groups_of

        self.plan = drafts(classroom)[-1]
        first, second, *_ = groups_of(self.plan)
        self.one, self.other = first[0].key, second[0].key
        self.at = f"/c/{classroom.key}/plan/{self.plan.key}/"
        self.teacher = Client(headers={"host": "localhost"})
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        self.teacher.force_login(classroom.memberships.get().user, backend=backend)

    def page(self) -> object:
        return self.teacher.get(self.at)

    def pick_up(self, **more: str) -> object:
        return self.teacher.post(f"{self.at}pick-up/", {"child": self.one, **more})

    def swap(self, **more: str) -> object:
        self.plan.refresh_from_db()
        self.one, self.other = self.other, self.one
        asked = {"version": self.plan.version, "hand": self.one, "to": f"swap:{self.other}", **more}
        answer = self.teacher.post(f"{self.at}move/", asked)
        self.plan.refresh_from_db()
        if self.plan.version == asked["version"]:
            raise RuntimeError("The change was not made.")
        return answer

    def why_not(self) -> object:
        return self.teacher.post(f"{self.at}why-not/uncover/", {"one": self.one, "other": self.other})

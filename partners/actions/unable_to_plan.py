"""Reasons why a plan can't be made or changed, as exceptions that carry their own message and their own question.

So one place can turn any of them into a page. A question is asked where the change can be made after all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from classroom.actions.unable import Unable
from partners.models import Plan
from partners.pairing import HardRule
from partners.planning.draft import Layout
from partners.wording.conflicts import broken_rule
from partners.wording.plan_history import Asked, happened, now_together, your_change

NO_PLAN = "Your rules and locks leave no way to give every child a partner."


@dataclass(frozen=True)
class Question:
    """A question to the teacher, and the request that makes the change after all: its address and its fields.

    `reason` is the reason that the teacher has given so far; None where no reason can be given. `password` is a form
    that asks for the password.
    """

    title: str
    lines: list[str]
    asked: Asked
    button: str
    needs_reason: bool = False
    reason: str | None = None
    is_covered: bool = False
    password: Any = None

    @property
    def action(self) -> str:
        return self.asked.path

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        return self.asked.fields

    @property
    def about(self) -> str:
        """The key of the child whom the change is about; empty if it is about none."""
        return next((value for name, value in self.fields if name in ("hand", "child") and value), "")


class UnableToPlan(Unable):
    """The plan can't be made or changed. `keeps_hand` says that a child who was picked up stays picked up; `covers`
    says that the page is covered afterwards."""

    keeps_hand = True
    covers = False

    def words(self, *, uncovered: bool) -> str:
        """The message where no question is asked. An uncovered page may show more beside it."""
        return str(self)

    def question(self, layout: Layout, asked: Asked) -> Question | None:
        """The question about a change of the plan as it is now; None where the change can't be made."""
        return None


class UnableToSuggest(UnableToPlan):
    pass


class UnableToChangePlan(UnableToPlan):
    pass


class RuleInTheWay(UnableToChangePlan):
    """A rule stands in the way. The reason is shown behind the cover only."""


class NoWay(UnableToChangePlan):
    """The rules and locks leave no plan. Which of them clash is shown behind the cover only."""

    def __init__(self) -> None:
        super().__init__(f"{NO_PLAN} Look behind the cover to see which ones.")

    def words(self, *, uncovered: bool) -> str:
        return f"{NO_PLAN} Here is why." if uncovered else str(self)


class Stale(UnableToChangePlan):
    """The page that asked showed an earlier version, `seen`. `plan` is the plan as it is now."""

    keeps_hand = False

    def __init__(self, plan: Plan, seen: int) -> None:
        super().__init__(
            "This plan was changed on another screen meanwhile. Here is how it is now. Nothing of yours was lost: "
            "try your change again if it still fits."
        )
        self.plan = plan
        self.seen = seen

    def question(self, layout: Layout, asked: Asked) -> Question:
        """Lists what was done meanwhile, and asks whether to go on. An uncovered page may send a reason along, or
        the rule that was to be relaxed."""
        return Question(
            title="This plan was changed meanwhile",
            lines=[*happened(layout, self.seen), *now_together(layout, asked), your_change(layout, asked)],
            asked=asked,
            button="Apply my change now",
            reason=asked.reason,
            is_covered=asked.uncovered,
        )


class ReasonNeeded(UnableToChangePlan):
    """A never-rule or an open safety flag keeps these children apart: `rules`, which are shown behind the cover
    only."""

    def __init__(self, rules: Sequence[HardRule]) -> None:
        super().__init__("If you decide so all the same, write down why.")
        self.rules = rules

    def question(self, layout: Layout, asked: Asked) -> Question:
        return Question(
            title="Do it all the same?",
            lines=[broken_rule(rule, layout.students) for rule in self.rules],
            asked=asked,
            button="Do it all the same",
            needs_reason=True,
            reason=asked.reason or "",
            is_covered=True,
        )

"""`manage.py pair CLASS.json`: prints the best plan of a class file as one JSON object. Touches no database."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners import pairing

CANNOT_USE_FILE = 2
NO_PLAN = 3


class Command(BaseCommand):
    help = "Print the best plan of a class file (partners.class/1) as JSON. A fit is 50 and the points of its reasons."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="CLASS.json")

    def handle(self, *, file: Path, **options: object) -> None:
        problem = _problem_in(file)
        start = time.perf_counter()
        try:
            plan = pairing.solve(problem)
        except pairing.NoPlan as no_plan:
            self.stdout.write(json.dumps(_clash(no_plan)))
            raise CommandError(_one_line(no_plan), returncode=NO_PLAN) from no_plan
        milliseconds = round((time.perf_counter() - start) * 1000, 1)
        pairing.check(problem, plan)
        self.stdout.write(json.dumps(_described(problem, plan) | {"milliseconds": milliseconds}))


def _problem_in(file: Path) -> pairing.Problem:
    try:
        return pairing.class_file.read(file.read_bytes()).problem
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", returncode=CANNOT_USE_FILE) from error
    except pairing.class_file.BadClassFile as error:
        raise CommandError(f"{file}: {error}", returncode=CANNOT_USE_FILE) from error


def _clash(no_plan: pairing.NoPlan) -> dict[str, Any]:
    rules = [{"kind": kind, "students": students} for kind, students in no_plan.clash]
    return {
        "clash": rules,
        "smallest": no_plan.is_smallest,
        "certain": no_plan.is_certain,
        "two_more_threes_help": no_plan.two_more_threes,
    }


def _one_line(no_plan: pairing.NoPlan) -> str:
    rules = "; ".join(" ".join((kind, *students)) for kind, students in no_plan.clash)
    kind = "" if no_plan.is_smallest else " (the smallest set that was found)"
    return f"{no_plan}{kind}: {rules}" if rules else str(no_plan)


def _described(problem: pairing.Problem, plan: pairing.Plan) -> dict[str, Any]:
    reasons = pairing.reasons(problem, plan.groups)
    return {
        "groups": plan.groups,
        "below": plan.below,
        "beside_hard": plan.beside_hard,
        "kept": plan.kept,
        "floor": plan.floor,
        "total": _points(plan.total),
        "proved": plan.proved,
        "bound": _bound(plan),
        "talk_first": plan.talk_first,
        "children": [
            {"id": student, "fit": _points(fit), "reasons": [_reason(reason) for reason in reasons[student]]}
            for student, fit in plan.fits.items()
        ],
    }


def _bound(plan: pairing.Plan) -> dict[str, Any] | None:
    """What no plan of the class can surpass, level by level."""
    return plan.bound and plan.bound._asdict() | {"total": _points(plan.bound.total)}


def _reason(reason: pairing.Reason) -> dict[str, Any]:
    return {
        "key": reason.key,
        "points": _points(reason.quarters),
        "about": reason.about,
        "source": reason.source,
        "detail": reason.detail,
    }


def _points(quarters: int) -> int | float:
    """Points as people write them: 52, 52.5, 52.25."""
    return quarters // 4 if quarters % 4 == 0 else quarters / 4

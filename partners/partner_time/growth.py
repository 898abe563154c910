"""How partners grow: the moves that were observed week by week, and what to teach them next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from classroom.models import Classroom
from partners.models import Observation
from partners.moves.built_in import Move
from partners.moves.chips import Chips
from partners.partner_time.charts import Cell, Chart, Line

MOST_WEEKS = 12
# How many moves are offered to teach next.
OFFERED = 3

_CELLS = {
    frozenset({True}): Cell("strength", "strength"),
    frozenset({False}): Cell("next step", "next"),
    frozenset({True, False}): Cell("strength and next step", "both"),
}


@dataclass(frozen=True)
class Glimpse:
    """One observation of a move, as a strength or as a next step."""

    move: str
    day: dt.date
    is_strength: bool
    partnership: int


def glimpses(observations: Iterable[Observation], classroom: Classroom, chips: Chips) -> list[Glimpse]:
    """The moves of these observations, oldest first. Chips that belong to no move are left out."""
    found = []
    for observation in observations:
        day, seen = classroom.today(observation.at), observation.content
        for keys, known, is_strength in (
            (seen.strengths, chips.strengths, True),
            (seen.next_steps, chips.next_steps, False),
        ):
            moves = {known[key].move for key in keys if key in known} - {""}
            found += [Glimpse(move, day, is_strength, observation.partnership_id) for move in sorted(moves)]
    return sorted(found, key=lambda glimpse: glimpse.day)


def week_of(day: dt.date, since: dt.date) -> int:
    """The number of the week, from 1 on. A day before the first one belongs to week 1."""
    return max(0, (day - since).days) // 7 + 1


def moves_over_weeks(seen: Sequence[Glimpse], moves: Sequence[Move], *, since: dt.date, until: dt.date) -> Chart | None:
    """A chart of the moves by week, each as a strength or as a next step. None where no move was observed."""
    last = week_of(until, since)
    weeks = range(max(1, last - MOST_WEEKS + 1), last + 1)
    kinds: dict[tuple[str, int], set[bool]] = defaultdict(set)
    for glimpse in seen:
        kinds[glimpse.move, week_of(glimpse.day, since)].add(glimpse.is_strength)
    columns = tuple(str(week) for week in weeks)
    return moves_chart(kinds, moves, weeks, columns, over="Week")


def moves_chart(
    kinds: Mapping[tuple[str, int], Iterable[bool]],
    moves: Sequence[Move],
    numbers: Iterable[int],
    columns: tuple[str, ...],
    *,
    over: str,
) -> Chart | None:
    """A line for each of these moves that was observed. `kinds` maps a move and the number of a column to how it was
    observed."""
    lines = []
    for move in moves:
        cells = tuple(_CELLS.get(frozenset(kinds.get((move.key, number), ())), Cell()) for number in numbers)
        if any(cell.mark for cell in cells):
            lines.append(Line(str(move.name), cells))
    return Chart("Move", over, columns, tuple(lines)) if lines else None


def teach_next(seen: Sequence[Glimpse], moves: Sequence[Move]) -> list[Move]:
    """The moves to teach next: first the newest next steps that have not become a strength since, then moves that
    were never observed, in the order of the class. Hidden moves are left out."""
    strong: dict[str, dt.date] = {}
    wanted: dict[str, dt.date] = {}
    for glimpse in seen:
        (strong if glimpse.is_strength else wanted)[glimpse.move] = glimpse.day
    open_steps = [move for move, day in wanted.items() if strong.get(move, dt.date.min) <= day]
    newest_first = sorted(open_steps, key=lambda move: wanted[move], reverse=True)
    offered = {move.key: move for move in moves if not move.hidden}
    keys = [*newest_first, *(key for key in offered if key not in strong and key not in newest_first)]
    return [offered[key] for key in keys if key in offered][:OFFERED]

"""Whether it pays a child to write anything but the truth: `CLASSES=FOLDER python -m bench.naming`.

Each child who named somebody is asked alone, with the notes of all others as they are. The child names only one of
their picks, each in turn, and the class is solved anew. They are **better off** where they then see their partners
better by what they truly wrote: +1 for a pick, -1 for somebody hard, 0 for anybody else, of two partners the mean. So
it is no gain to be with another of one's picks; the note does not ask which of them is liked best. Two other measures
stand beside it: a higher fit by the true note (which counts more where a pick is returned), and a partner who stands
earlier in the note (as if the order meant something).

A hint is a chip beside one pick, each pick in turn: the plan must be the same to the last group.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from typing import NamedTuple

from bench.real import real_classes, why_none
from bench.wishes import Partners, Wishes, naming_one, partners_in, with_note
from partners import pairing
from partners.pairing import Plan, Problem
from partners.pairing.words import GREAT_REASONS

AIM = 3.0


class Tally(NamedTuple):
    """Counts of children: who named somebody, who could be better off by naming only one pick (by each measure), and
    whose hint changes the plan."""

    children: int
    better_off: int
    higher_fit: int
    earlier: int
    hint_counts: int


def main() -> None:
    """Print the table."""
    if missing := why_none():
        print(f"\nWhether naming only one pick pays: not measured. {missing}")
        return
    tallies = {name: tally(problem) for name, problem in real_classes()}
    children, *counts = map(sum, zip(*tallies.values(), strict=True))
    head = f"of {children} children in {len(tallies)} classes, by naming only one of their picks"
    print(f"\n{head:<76}{'%':>7}{'aim':>7}")
    lines = (
        ("are better off (see their partners better)", f"{AIM:.0f}"),
        ("have a higher fit by their true note", ""),
        ("have a partner who stands earlier in their note", ""),
        ("change the plan by a hint of a reason", "0"),
    )
    for (line, aim), count in zip(lines, counts, strict=True):
        print(f"{line:<76}{100 * count / children:>7.1f}{aim:>7}")


def tally(problem: Problem) -> Tally:
    """The counts of one class."""
    wishes, plan = Wishes(problem), pairing.solve(problem)
    gains = [gains_of(problem, plan, child) for child in wishes.named_somebody]
    hints = sum(
        any(pairing.solve(other).groups != plan.groups for other in hinting(problem, child))
        for child in wishes.named_somebody
    )
    better_off, higher_fit, earlier = (sum(gain[place] for gain in gains) for place in range(3))
    return Tally(len(gains), better_off, higher_fit, earlier, hints)


def gains_of(problem: Problem, plan: Plan, child: str) -> tuple[bool, bool, bool]:
    """Whether some way to name only one pick gives a child a better view, a higher fit, an earlier pick."""
    wishes, now = Wishes(problem), partners_in(plan.groups)
    listed = [choice.student for note in problem.notes if note.student == child for choice in note.great]
    better_off = higher_fit = earlier = False
    for other in naming_one(problem, child):
        groups = pairing.solve(other).groups
        then = partners_in(groups)
        better_off |= wishes.view(child, then[child]) > wishes.view(child, now[child])
        higher_fit |= pairing.evaluate(problem, groups).fits[child] > plan.fits[child]
        earlier |= _first(listed, then, child) < _first(listed, now, child)
    return better_off, higher_fit, earlier


def _first(listed: Sequence[str], partners: Partners, child: str) -> int:
    """The place in the note of the partner who stands first in it; after the last where none does."""
    return min((listed.index(other) for other in partners[child] if other in listed), default=len(listed))


def hinting(problem: Problem, child: str) -> Iterator[Problem]:
    """The class as it would be with one chip beside one of a child's picks, for each pick. The chips take turns."""
    note = next(note for note in problem.notes if note.student == child)
    chips = cycle(GREAT_REASONS)
    for place, choice in enumerate(note.great):
        chip = next(chip for chip in chips if chip not in choice.why)
        hinted = replace(choice, why=(*choice.why, chip))
        yield with_note(problem, replace(note, great=(*note.great[:place], hinted, *note.great[place + 1 :])))


if __name__ == "__main__":
    main()

"""Compares a list with the class: who joins, who changed, who is back, who may be the same child, who is not in it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from classroom.names import fold

from .likeness import Known, bare, is_like, is_near, number_of, words_of
from .readings import Child

# More comparisons than a school needs: a class of 200 with one surname, and 200 children with it in the list.
MOST_TRIED = 40_000
SAME_NAME = "The same name as in line {}. Check if it is another child."
LIKE = "{} is in the class. Check if this is another child."
MAYBE = "Is this {}? Check if it is the same child."
OTHER_NUMBER = "{} has this number in the class. Check if this is another child."
EXCHANGED = "Another child has this number in the class now."


@dataclass(frozen=True)
class Join:
    """A child who would join. `questions` are those of the child, and others that the class raises: an earlier line
    with the same name, a child here with nearly the same name. `like` is that child."""

    child: Child
    questions: tuple[str, ...] = ()
    like: Known | None = None

    @property
    def is_ticked(self) -> bool:
        return not (self.child.aside or self.questions)


@dataclass(frozen=True)
class Change:
    """A child of the class, and what the list says differently. A value that is the same, or not in the list, is
    empty. `question` says why the change is asked about, not ticked: it may be another child, or numbers would be
    exchanged."""

    known: Known
    child: Child
    name: str = ""
    source_id: str = ""
    band: str = ""
    is_spelling: bool = False
    question: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether there is anything to confirm. A student number for a child who had none does not count."""
        return bool(self.name or self.band or self.question or (self.source_id and self.known.source_id))

    @property
    def is_ticked(self) -> bool:
        return not (self.is_spelling or self.question or self.child.aside)


@dataclass(frozen=True)
class Leave:
    """A child of the class who is not in the list, or is in it as withdrawn, hidden or the like: then `why` is the
    word, and `key` is that of the child in the list."""

    known: Known
    why: str = ""
    key: str = ""


@dataclass(frozen=True)
class Changes:
    """What the list would change. A likely same child (Ana Ruiz, Ana Lucia Ruiz) is both in `changed`, with a question,
    and in `joins` with `like`: the teacher ticks one of them, or none. Where several of the list are likely one child,
    only the first of them is in `changed`."""

    joins: list[Join] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    back: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)


def changes(found: Sequence[Child], known: Sequence[Known]) -> Changes:
    """The difference between a list and a class. Children are recognized by their names first. A student number tells
    children with the same name apart, and confirms a name that differs slightly. Those who are here come before those
    who left."""
    return _Matcher(found, known).compare()


class _Matcher:
    def __init__(self, found: Sequence[Child], known: Sequence[Known]) -> None:
        # Children who are sure come before those who have left the class, hidden rows and the like.
        self.found = sorted(found, key=lambda child: bool(child.aside))
        self.order = found
        self.known = known
        self.pairs: dict[str, Known] = {}
        self.likely: dict[str, Known] = {}
        self.taken: set[str] = set()

    def compare(self) -> Changes:
        for is_here in (True, False):
            there = [one for one in self.known if one.is_here is is_here]
            for spell in (str, fold, bare):
                self._by_name(there, spell, with_number=True)
            for spell in (str, fold, bare):
                self._by_name(there, spell, with_number=False)
            self._by_number(there)
        self._by_likeness([one for one in self.known if one.is_here])
        return self._result()

    def _free(self, known: Iterable[Known]) -> list[Known]:
        return [one for one in known if one.key not in self.taken]

    def _pair(self, child: Child, one: Known) -> None:
        self.pairs[child.key] = one
        self.taken.add(one.key)

    def _by_name(self, known: Sequence[Known], spell: Callable[[str], str], *, with_number: bool) -> None:
        """Pair by name; `with_number` only where the student numbers agree, too."""
        free: dict[str, list[Known]] = defaultdict(list)
        for one in self._free(known):
            free[spell(one.name)].append(one)
        for child in self.found:
            if child.key in self.pairs:
                continue
            same = free.get(spell(child.name.full), [])
            if with_number:
                same = [
                    one for one in same if child.source_id and number_of(one.source_id) == number_of(child.source_id)
                ]
            if same:
                self._pair(child, same[0])
                free[spell(child.name.full)].remove(same[0])

    def _by_number(self, known: Sequence[Known]) -> None:
        """Pair by student number where the names differ slightly: marks, a middle name, a married-in surname."""
        numbers: dict[str, list[Known]] = defaultdict(list)
        for one in self._free(known):
            if one.source_id:
                numbers[number_of(one.source_id)].append(one)
        for child in self.found:
            if child.key in self.pairs or not child.source_id:
                continue
            for one in numbers.get(number_of(child.source_id), []):
                if one.key not in self.taken and is_near(child, one):
                    self._pair(child, one)
                    break

    def _by_likeness(self, known: Sequence[Known]) -> None:
        """Remember who is likely the same child (Ana Ruiz, Ana Lucia Ruiz)."""
        by_word: dict[str, list[Known]] = defaultdict(list)
        for one in self._free(known):
            for word in {*fold(one.name).split(), *fold(one.called).split()}:
                by_word[word].append(one)
        tried = 0
        for child in self.found:
            if child.key in self.pairs or child.aside or tried > MOST_TRIED:
                continue
            near = [one for word in words_of(child) for one in by_word.get(word, ())]
            tried += len(near)
            if like := next((one for one in near if is_like(child, one)), None):
                self.likely[child.key] = like

    def _result(self) -> Changes:
        result = Changes()
        owners = {number_of(one.source_id): one for one in self.known if one.is_here and one.source_id}
        lines: dict[str, int] = {}
        for child in self.order:
            if child.key in self.pairs:
                self._sort_in(result, self._change(self.pairs[child.key], child, owners))
            else:
                self._join(result, child, owners, lines)
            lines.setdefault(fold(child.name.full), child.line)
        asides = {self.pairs[child.key].key: child for child in self.found if child.key in self.pairs and child.aside}
        asked = self._asked()
        for one in self.known:
            if one.is_here and one.key in asides:
                result.leaves.append(Leave(one, asides[one.key].aside, asides[one.key].key))
            elif one.is_here and one.key not in self.taken and one.key not in asked:
                result.leaves.append(Leave(one))
        return result

    def _asked(self) -> set[str]:
        return {one.key for one in self.likely.values()}

    def _join(self, result: Changes, child: Child, owners: dict[str, Known], lines: dict[str, int]) -> None:
        questions = list(child.questions)
        like = self.likely.get(child.key)
        again = lines.get(fold(child.name.full))
        owner = owners.get(number_of(child.source_id)) if child.source_id else None
        if again is not None:
            questions.append(SAME_NAME.format(again))
        if like:
            questions.append(LIKE.format(like.name))
            if not any(change.known.key == like.key for change in result.changed):
                change = replace(_difference(like, child), question=MAYBE.format(like.name))
                result.changed.append(change)
        if owner:
            # The number is another child's here: a joining child doesn't take it over.
            if not like and owner.key not in self.taken:
                questions.append(OTHER_NUMBER.format(owner.name))
            child = replace(child, source_id="")
        result.joins.append(Join(child, tuple(questions), like))

    def _change(self, known: Known, child: Child, owners: dict[str, Known]) -> Change:
        change = _difference(known, child)
        owner = owners.get(number_of(change.source_id)) if change.source_id else None
        if owner and owner.key != known.key:
            change = replace(change, question=EXCHANGED)
        return change

    def _sort_in(self, result: Changes, change: Change) -> None:
        if change.child.aside and change.known.is_here:
            return  # offered under those who aren't in the list
        if change.child.aside:
            result.back.append(replace(change, question=change.child.aside))
        elif not change.known.is_here:
            result.back.append(change)
        elif change.is_seen:
            result.changed.append(change)
        else:
            result.same.append(change)


def _difference(known: Known, child: Child) -> Change:
    name = child.name.full if child.name.full != known.name else ""
    differs = number_of(child.source_id) != number_of(known.source_id)
    return Change(
        known=known,
        child=child,
        name=name,
        source_id=child.source_id if differs else "",
        band=child.band if child.band != known.band else "",
        is_spelling=bool(name) and fold(name) == fold(known.name),
    )

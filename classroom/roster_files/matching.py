"""Compares a list with the class: who joins, who changed, who is back, who may be the same child, who is not in it."""

from dataclasses import dataclass, field

from .readings import Child


@dataclass(frozen=True)
class Known:
    """A child whom the class has already. `band` is the grade band that applies to the child, `called` what the teacher
    calls them where that isn't the first name."""

    key: str
    name: str
    source_id: str
    band: str
    is_here: bool = True
    called: str = ""


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
    word."""

    known: Known
    why: str = ""


@dataclass(frozen=True)
class Changes:
    """What the list would change. A likely same child (Ana Ruiz, Ana Lucia Ruiz) is both in `changed`, with a question,
    and in `joins` with `like`: the teacher ticks one of them, or none."""

    joins: list[Join] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    back: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)

"""The questions of a child's note for both levels: chips, words, limits. The keys are those of the class file."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from classroom.models import GradeBand
from partners.pairing import words

Words = Promise | str


@dataclass(frozen=True)
class Answer:
    """A chip that a child may tap: its key, its words, and its drawing in pictures.svg if it has one. `lang` is set
    where the words are in another language than the page."""

    key: str
    words: Words
    picture: str = ""
    lang: str = ""


# Forms and views take the key from here, because they must not import the engine.
UNSAFE = words.UNSAFE

GREAT = {
    1: (
        Answer("listens", _("Listens to me"), "listens"),
        Answer("kind", _("Is kind"), "kind"),
        Answer("helps", _("Helps me"), "helps"),
        Answer("ideas", _("Has good ideas"), "ideas"),
        Answer("brave", _("Makes me feel brave"), "brave"),
        Answer("likes_same", _("Likes what I like"), "same"),
        Answer("same_language", _("We talk in the same language"), "language"),
        Answer("keep_writing", _("Helps me keep writing"), "keep-writing"),
    ),
    2: (
        Answer("listens", _("Really listens")),
        Answer("kind", _("Kind about my work")),
        Answer("questions", _("Asks good questions")),
        Answer("ideas", _("Gives me ideas")),
        Answer("focus", _("Helps me focus")),
        Answer("safe_sharing", _("I feel safe sharing with them")),
        Answer("same_topics", _("We like to write about the same things")),
        Answer("different_strengths", _("We are good at different things")),
        Answer("same_language", _("We share a language")),
        Answer("know_better", _("I would like to know them better")),
    ),
}

_HARD_1 = (
    Answer("off_task", _("We play and do not write"), "play"),
    Answer("loud", _("It gets too loud for me"), "loud"),
    Answer("too_shy", _("I feel too shy to share"), "shy"),
    Answer("not_fixed", _("We had a fight"), "fight"),
    Answer("no_turn", _("I do not get a turn"), "no-turn"),
    Answer(UNSAFE, _("I do not feel safe"), "not-safe"),
)
_HARD_2 = (
    Answer("off_task", _("We get off task together")),
    Answer("talk", _("One of us does most of the talking")),
    Answer("speed", _("We work at very different speeds")),
    Answer("loud", _("It gets too loud for me")),
    Answer("not_fixed", _("We had a problem that is not fixed yet")),
    Answer("mocked", _("I worry my writing would be made fun of")),
    Answer(UNSAFE, _("I do not feel safe with this person")),
)
_HARD_6_8 = (Answer("stages", _("We work at different stages")), Answer("teased", _("I would be teased about it")))


def hard_answers(band: str) -> tuple[Answer, ...]:
    if band in (GradeBand.K_1, GradeBand.G2_3):
        return _HARD_1
    if band == GradeBand.G6_8:
        return (*_HARD_2[:-1], *_HARD_6_8, _HARD_2[-1])
    return _HARD_2


def great_answers(band: str) -> tuple[Answer, ...]:
    return GREAT[1 if band in (GradeBand.K_1, GradeBand.G2_3) else 2]


# The promises that a child of level 1 can choose. At level 2 the moves of the class take their place.
WILL_DO = (
    Answer("listen", _("I will listen"), "listens"),
    Answer("share", _("I will share my writing"), "share"),
    Answer("ask", _("I will ask questions"), "ask"),
    Answer("kind", _("I will be kind"), "kind"),
    Answer("turns", _("I will take turns"), "turns"),
)

LOVES = (
    Answer("animals", _("animals"), "animals"),
    Answer("family", _("family"), "family"),
    Answer("friends", _("friends"), "friends"),
    Answer("sports", _("sports"), "sports"),
    Answer("games", _("games"), "games"),
    Answer("places", _("places"), "places"),
    Answer("funny things", _("funny things"), "funny"),
    Answer("scary things", _("scary things"), "scary"),
    Answer("how to do things", _("how to do things"), "how-to"),
    Answer("true facts", _("true facts"), "facts"),
    Answer("feelings", _("feelings"), "feelings"),
    Answer("made-up worlds", _("made-up worlds"), "worlds"),
)


LOVED: dict[str, Words] = {love.key: love.words for love in LOVES}


@dataclass(frozen=True)
class Limits:
    """How many children a child may name on each side."""

    great: int
    hard: int


LIMITS = {
    GradeBand.K_1: Limits(great=4, hard=1),
    GradeBand.G2_3: Limits(great=6, hard=2),
    GradeBand.G4_5: Limits(great=6, hard=2),
    GradeBand.G6_8: Limits(great=6, hard=2),
}

# The teacher's words for every reason that a note can hold, at either level.
REASONS: dict[str, Words] = {
    answer.key: answer.words for answer in (*GREAT[1], *GREAT[2], *_HARD_1, *_HARD_6_8, *_HARD_2)
}

FACES = (
    Answer("good", _("good"), "good"),
    Answer("okay", _("okay"), "so-so"),
    Answer("hard", _("hard"), "hard"),
)
HELP_WITH = (
    Answer("turns", _("taking turns"), "no-turn"),
    Answer("listening", _("listening"), "listens"),
    Answer("what_to_say", _("what to say"), "ideas"),
    Answer("staying", _("staying on our writing"), "keep-writing"),
    Answer("spot", _("a quiet spot"), "spot"),
    Answer("sharing", _("feeling okay to share"), "shy"),
    Answer("else", _("something else"), "tell"),
)
# The teacher's words for the answers of a check-in.
SAID: dict[str, Words] = {answer.key: answer.words for answer in (*FACES, *HELP_WITH)}

"""The dials of a child: what a teacher may enter that helps a match, and why we ask. The engine says what each does."""

from partners.considerations import home_languages
from partners.considerations.field_kinds import Choice, Dial, Languages, Many, Share, Stage, Support, Words, Yes
from partners.notes.questions import LOVES


def _choices(**words: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, text) for key, text in words.items())


_SKILLS = _choices(
    ideas="ideas",
    detail="detail",
    order="order",
    word_choice="word choice",
    conventions="conventions",
    stamina="stamina",
)
_LOVES = tuple(Choice(love.key, str(love.words)) for love in LOVES)
_TICK = (Choice("yes", "yes"),)

DIALS: tuple[Dial, ...] = (
    Languages(
        "languages",
        "Home languages",
        "A newcomer to English settles best beside someone who shares a language and is at ease in English. Several go "
        "with commas: Spanish, Mixtec. That two share one may stand openly on the plan.",
        tuple(Choice(code, home_languages.NAMES[code]) for code in home_languages.COMMON),
    ),
    Dial(
        "english",
        "English",
        "Newcomer: first words and phrases. Developing: gets along, still building. Bridging: at ease most of the "
        "time. Newcomers and developing speakers are put with someone who shares their language, where there is one.",
        _choices(newcomer="Newcomer", developing="Developing", bridging="Bridging", fluent="Fluent"),
    ),
    Dial(
        "voice",
        "Voice",
        "Who takes over and who is quiet are kept apart, so that both get to talk. A very quiet child is put with "
        "someone welcoming.",
        _choices(takes_over="Takes over", talkative="Talkative", even="Even", quiet="Quiet", very_quiet="Very quiet"),
    ),
    Yes(
        "welcoming",
        "Welcoming",
        "Tick who makes a partner feel at home. It helps children who are new or very quiet.",
        _TICK,
    ),
    Dial(
        "behaviour",
        "Example",
        "Good partner habits are caught from a partner. Who needs an example is put with someone who is one, and two "
        "who need one are kept apart.",
        _choices(models="Is one", needs_model="Needs one"),
    ),
    Stage(
        "stage",
        "Writing",
        "Where this writer is now, as you see it: 1 just beginning, 4 far along. Partners at the same stage, or one "
        "apart, can read each other’s work with profit.",
        tuple(Choice(str(stage), f"Stage {stage}") for stage in (1, 2, 3, 4)),
    ),
    Many(
        "strengths",
        "Strengths",
        "What the child does well in writing. It goes with someone’s goal. That it does may stand openly on the plan.",
        _SKILLS,
    ),
    Many(
        "goals",
        "Goals",
        "What the child works on now. A partner who is strong in it helps. That one is may stand openly on the plan.",
        _SKILLS,
    ),
    Support(
        "pace",
        "Support",
        "What partner time needs, not why. Two who need much support are kept apart, so that you can be near each. Two "
        "with the same need of pace do well together.",
        _choices(
            high_support="much support",
            calm_spot="calm spot",
            extra_time="extra time",
            one_step="one step at a time",
            reads_with_help="reads with help",
            speech_device="speech device",
        ),
    ),
    Words(
        "interests",
        "Interests",
        "What you have seen the child love, with commas between. Use the same word for the same thing: shared words "
        "speak for a match, and may stand openly on the plan.",
        _LOVES,
    ),
    Many(
        "loves",
        "Loves to write about",
        "What the child ticked beside the note. It counts as an interest. You can change it.",
        _LOVES,
    ),
    Share(
        "time_share",
        "Time here",
        "How much of workshop the child is in the room; blank is all of it. With half or less the partner is often "
        "alone, so it speaks against a match.",
        _choices(**{"80": "Most", "50": "Half", "25": "Little"}),
    ),
    Yes("new", "New", "Tick who is new to the class. A welcoming partner comes first then.", _TICK),
    Yes(
        "better_in_three",
        "Better in a three",
        "Tick who does better with two partners. The child is then always put in a three.",
        _TICK,
    ),
    Dial(
        "side",
        "Side",
        "Only for “no lone mixed pair” in the settings. If children tease along a line, say boys and girls, or two "
        "streets, mark them A and B along it. No pair across the line then stands alone: there are two, or none.",
        _choices(A="A", B="B"),
    ),
)
BY_KEY = {dial.key: dial for dial in DIALS}
# The fields that can be filled for many children at once. A child's own choices are corrected child by child.
FILLED = tuple(dial for dial in DIALS if dial.key != "loves")

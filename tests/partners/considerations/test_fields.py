"""Fields of considerations: the cell that shows a value, and the value that is stored from a cell."""

from dataclasses import fields
from typing import Any

import pytest

from partners.considerations.field_kinds import MOST_WORDS, Refused
from partners.considerations.fields import BY_KEY, DIALS
from partners.pairing import Student, words
from tests.cast import considered

# The key of a field, a content, and what the field's cell shows for it.
SAME: list[tuple[str, dict[str, Any], list[str]]] = [
    ("languages", {"languages": ["es", "mix"]}, ["Spanish, Mixtec"]),
    ("english", {"english": "newcomer"}, ["newcomer"]),
    ("voice", {"voice": "very_quiet"}, ["very_quiet"]),
    ("welcoming", {"welcoming": True}, ["yes"]),
    ("behaviour", {"behaviour": "models"}, ["models"]),
    ("stage", {"stage": 3}, ["3"]),
    ("strengths", {"strengths": ["ideas", "order"]}, ["ideas", "order"]),
    ("goals", {"goals": ["word_choice"]}, ["word_choice"]),
    ("pace", {"high_support": True, "pace": ["calm_spot"]}, ["high_support", "calm_spot"]),
    ("pace", {"high_support": True}, ["high_support"]),
    ("interests", {"interests": ["Dinosaurs", "the sea"]}, ["Dinosaurs, the sea"]),
    ("loves", {"loves": ["made-up worlds"]}, ["made-up worlds"]),
    ("time_share", {"time_share": 50}, ["50"]),
    ("time_share", {"time_share": 0}, ["0"]),
    ("time_share", {"time_share": 70}, ["70"]),
    ("new", {"new": True}, ["yes"]),
    ("better_in_three", {"better_in_three": True}, ["yes"]),
    ("side", {"side": "B"}, ["B"]),
]


@pytest.mark.parametrize(("key", "content", "shown"), SAME)
def test_a_value_is_shown_and_stored(key: str, content: dict[str, Any], shown: list[str]) -> None:
    dial = BY_KEY[key]
    others = {"missed_picks": 2}
    assert dial.shown(considered(**content, **others)) == shown
    assert dial.turned(considered(**others), dial.kept(shown)) == considered(**content, **others)
    assert dial.turned(considered(**content, **others), dial.kept([])) == considered(**others)
    assert dial.shown(considered()) == []


@pytest.mark.parametrize(
    ("key", "content"),
    [("welcoming", {"welcoming": False}), ("time_share", {"time_share": 100}), ("pace", {"high_support": False})],
)
def test_a_value_without_effect_is_blank(key: str, content: dict[str, Any]) -> None:
    assert BY_KEY[key].shown(considered(**content)) == []


def test_every_consideration_of_the_engine_has_a_field() -> None:
    # Helper rounds and missed picks are counted from rounds.
    known = {field.name for field in fields(Student)} - {"id", "helper_rounds", "missed_picks"}
    assert {key for _, content, _ in SAME for key in content} == known | {"loves"}
    assert {key for key, _, _ in SAME} == {dial.key for dial in DIALS}


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("english", words.ENGLISH),
        ("voice", words.VOICE),
        ("behaviour", words.BEHAVIOUR),
        ("stage", tuple(str(stage) for stage in words.STAGES)),
        ("strengths", words.SKILLS),
        ("goals", words.SKILLS),
        ("pace", ("high_support", *words.PACE)),
        ("side", words.SIDES),
    ],
)
def test_the_choices_are_those_of_the_engine(key: str, known: tuple[str, ...]) -> None:
    assert tuple(choice.key for choice in BY_KEY[key].choices) == known


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("voice", ["shouts"], "“shouts” is not one of the choices of Voice."),
        ("voice", ["quiet", "even"], "Voice takes one choice."),
        ("stage", ["5"], "“5” is not one of the choices of Writing."),
        ("goals", ["order", "spelling"], "“spelling” is not one of the choices of Goals."),
        ("time_share", ["101"], "“101” is not one of the choices of Time here."),
        ("time_share", ["9" * 9999], f"“{'9' * 39}…” is not one of the choices of Time here."),
        ("time_share", ["²"], "“²” is not one of the choices of Time here."),
        ("languages", ["Spanish, Arbic"], "“Arbic” is not on our list of languages. Did you mean Arabic?"),
        (
            "languages",
            ["zzzz"],
            "“zzzz” is not on our list of languages. Try its English name, or a larger language it belongs to.",
        ),
        (
            "interests",
            ["everything that has wheels and goes"],
            "“everything that has wheels and goes” is too long. A word or two are enough, 30 letters at most.",
        ),
        (
            "interests",
            [", ".join(f"word {n}" for n in range(MOST_WORDS + 1))],
            "Interests takes at most 12 words. There are 13.",
        ),
    ],
)
def test_a_field_refuses_invalid_values(key: str, typed: list[str], why: str) -> None:
    with pytest.raises(Refused) as refused:
        BY_KEY[key].kept(typed)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  cats ,, the   sea;", ["cats", "the sea"]),
        ("Cats, dogs, CATS", ["Cats", "dogs"]),
        ("cats\n\tdogs\u2028x\x00", ["cats dogs x"]),
        ("STRASSE, straße", ["STRASSE"]),
        (",;", []),
    ],
)
def test_words_are_cleaned_up(typed: str, kept: list[str]) -> None:
    assert BY_KEY["interests"].kept([typed]) == considered(interests=kept)


def test_two_names_of_a_language_are_stored_once() -> None:
    assert BY_KEY["languages"].kept(["Mandarin, chinese; Farsi"]) == considered(languages=["zh", "fa"])


@pytest.mark.parametrize(
    ("key", "held", "text", "filled"),
    [
        ("voice", ["even"], "quiet", ["quiet"]),
        ("voice", ["even"], "", []),
        ("welcoming", [], "yes", ["yes"]),
        ("goals", ["order"], "ideas", ["ideas", "order"]),
        ("goals", ["order"], "order", ["order"]),
        ("pace", ["calm_spot"], "", []),
        ("languages", ["Spanish"], "Arabic", ["Spanish, Arabic"]),
        ("languages", ["spanish, Twi"], "Spanish", ["spanish, Twi"]),
        ("interests", [], "games", ["games"]),
    ],
)
def test_a_cell_holds_the_filled_value(key: str, held: list[str], text: str, filled: list[str]) -> None:
    assert BY_KEY[key].filled(held, text) == filled


def test_why_we_ask_names_no_diagnosis() -> None:
    said = " ".join(f"{dial.title} {dial.why} {' '.join(choice.words for choice in dial.choices)}" for dial in DIALS)
    assert [
        word for word in ("IEP", "504", "ELL", "disorder", "disab", "autis", "ADHD", "dyslexi") if word in said
    ] == []
    assert [dial.key for dial in DIALS if not dial.why.endswith(".")] == []

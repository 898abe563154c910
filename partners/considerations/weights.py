"""The considerations and what each does, in the teacher's words. How much each counts is a setting of the class.

`unsafe` is not among them: two children who are not safe with each other are kept apart whatever the settings are.
"""

from dataclasses import dataclass

USUAL = "normal"
WEIGHTS = (("off", "Off"), ("low", "Low"), (USUAL, "Normal"), ("high", "High"))


@dataclass(frozen=True)
class Weighed:
    key: str
    name: str
    does: str


GROUPS: tuple[tuple[str, tuple[Weighed, ...]], ...] = (
    (
        "What children wrote",
        (
            Weighed("great", "Would be great", "A child works with someone from their own list. More so after a wait."),
            Weighed("mutual", "Named each other", "A little more when both named each other."),
            Weighed(
                "hard",
                "Would be hard",
                "Two are kept apart when one wrote that it would be hard. A child who is not safe always is.",
            ),
        ),
    ),
    (
        "Your rules",
        (
            Weighed("good_idea", "Good idea", "Brings together the two whom you noted as a good idea."),
            Weighed("better_not", "Better not", "Keeps apart the two whom you noted as better not."),
        ),
    ),
    (
        "What you know",
        (
            Weighed(
                "language", "Languages", "A child who is new to English gets a partner who shares a home language."
            ),
            Weighed("voice", "Voice", "Who takes over is not with who is very quiet; nor are two very quiet ones."),
            Weighed("welcoming", "Welcoming", "Who makes others welcome is with a child who is new, quiet, or waits."),
            Weighed("behaviour", "Models", "Who looks for a model is with one. Two who look for one are not together."),
            Weighed("stage", "Writing stage", "Partners write at about the same stage."),
            Weighed("strengths", "Strengths and goals", "One is good at what the other wants to learn."),
            Weighed("support", "Support and pace", "Two who need much of you are not together. The same pace helps."),
            Weighed("interests", "Interests", "Both like to write about the same things. This counts lightly."),
            Weighed("time", "Time in the room", "Speaks against a match when one is out for much of workshop."),
        ),
    ),
    (
        "Rounds before",
        (
            Weighed(
                "helper_load",
                "A rest from helping",
                "A child on whom others leaned lately gets a partner who does not.",
            ),
            Weighed(
                "history",
                "Earlier partners",
                "What went well may stay, what did not changes. The suggestion asks how much.",
            ),
        ),
    ),
)
WEIGHED = tuple(weighed for _, group in GROUPS for weighed in group)

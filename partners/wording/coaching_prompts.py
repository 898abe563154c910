"""Sentences that a teacher may say to partners who need help. They never tell who asked."""

import datetime as dt
from collections.abc import Sequence

from partners.models import HelpStep
from partners.moves.built_in import Move

# The move that helps with what a child asked help for (keys of HELP_WITH).
_HELPS = {
    "turns": "trade_turns",
    "listening": "show_im_listening",
    "what_to_say": "ask_a_true_question",
    "staying": "friendly_reminder",
    "spot": "set_the_spot",
    "sharing": "answer_like_a_friend",
}


def move_for(help_with: Sequence[str], shown: Sequence[Move]) -> Move | None:
    """The move to try, out of those that are shown: the one for the first thing that was asked, else the first one
    that is taught."""
    wanted = [_HELPS[key] for key in help_with if key in _HELPS]
    fitting = [move for key in wanted for move in shown if move.key == key]
    return next(iter([*fitting, *shown]), None)


def scripts(move: Move | None, today: dt.date) -> list[tuple[HelpStep, str]]:
    """Each step of help with its words, the gentlest step first."""
    name = f"{move.name}." if move else "one move."
    in_a_week = f"{today + dt.timedelta(weeks=1):%A}"
    return [
        (HelpStep.COACH, f"“Show me how you start. … Let’s try one thing: {name} I’ll be back tomorrow.”"),
        (HelpStep.TRY, f"“For one week you do it this way: {name} On {in_a_week} I ask each of you alone.”"),
        (HelpStep.CHANGE, "“When this unit ends, everyone gets new plans, and so do you.”"),
        (HelpStep.DONE, ""),
    ]

"""The moves of a good partner, and the chips with which a teacher notes what she saw. The catalogue, in one place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Move:
    """One move: what it looks like and sounds like, and what a child may say (`stems`). `drawing` may be empty.

    In a class (see `partners.moves.class_moves`) it may be hidden or a teacher's `own`; `lang` is set where its words
    are in another language than the one that was asked for.
    """

    key: str
    name: Promise | str
    looks_like: Promise | str
    sounds_like: Promise | str
    stems: tuple[Promise | str, ...]
    drawing: str = ""
    teach_first: bool = False
    own: bool = False
    hidden: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Chip:
    """A tap of the teacher's: something seen (strength) or to try (next step), and the move that it belongs to."""

    key: str
    words: str
    move: str = ""

    @property
    def at_the_start(self) -> str:
        """Its words as they begin a line."""
        return self.words[:1].upper() + self.words[1:]


MOVES = (
    Move(
        "set_the_spot",
        _("Set the spot"),
        _("two chairs, bottoms still, nothing between us"),
        _("quiet “ready?”"),
        (_("I'm ready. Are you?"),),
        "set-the-spot",
        True,
    ),
    Move(
        "knee_to_knee",
        _("Knee to knee"),
        _("facing, eyes up, hands calm (for talking)"),
        _("one voice at a time"),
        (_("Tell me what you're working on."),),
        "knee-to-knee",
        True,
    ),
    Move(
        "piece_in_the_middle",
        _("Piece in the middle"),
        _("shoulder to shoulder, each holds an edge"),
        _("writer reads like a storyteller"),
        (_("Let's put yours in the middle."),),
        "piece-in-the-middle",
        True,
    ),
    Move(
        "trade_turns",
        _("Trade turns"),
        _("1 goes, then 2; timer or card flips"),
        _("even airtime"),
        (_("You go first today."), _("My turn now?")),
        "trade-turns",
        True,
    ),
    Move(
        "show_im_listening",
        _("Show I'm listening"),
        _("nod, lean in, face matches the story"),
        _("“mm”, silence while thinking"),
        (_("Keep going, I'm with you."),),
        "show-im-listening",
        True,
    ),
    Move(
        "say_it_back",
        _("Say it back"),
        _("listener retells with fingers"),
        _("short, in order"),
        (_("So first… then… Is that it?"),),
    ),
    Move(
        "answer_like_a_friend",
        _("Answer like a friend"),
        _("reacts to the meaning before the marks"),
        _("care, laughter, worry"),
        (_("That part made me feel…"),),
    ),
    Move(
        "ask_a_true_question",
        _("Ask a true question"),
        _("finger on the spot"),
        _("wondering, waits"),
        (_("What happened when…?"), _("Say more about…")),
    ),
    Move(
        "name_what_worked",
        _("Name what worked"),
        _("points to the exact line"),
        _("specific, not “good job”"),
        (_("I noticed you… and it made me picture…"),),
    ),
    Move(
        "plan_it_together",
        _("Plan it together"),
        _("touch each page, tell it"),
        _("trying ideas aloud"),
        (_("On this page I'll write…"),),
    ),
    Move(
        "rehearse_out_loud",
        _("Rehearse out loud"),
        _("writer says it, tries a second way"),
        _("“or maybe…”"),
        (_("Listen to two ways. Which is stronger?"),),
    ),
    Move(
        "ask_for_the_help_i_want",
        _("Ask for the help I want"),
        _("writer marks one place"),
        _("clear request"),
        (_("Can you help me with…?"),),
    ),
    Move(
        "offer_one_tip",
        _("Offer one tip"),
        _("pencil stays with the writer"),
        _("maybe-words; writer decides"),
        (_("One thing you could try is…"),),
    ),
    Move(
        "check_it_together",
        _("Check it together"),
        _("both eyes on a checklist, reread slowly"),
        _("spotting, not scolding"),
        (_("Let's hunt for… together."),),
    ),
    Move(
        "friendly_reminder",
        _("Friendly reminder"),
        _("calm face, small voice"),
        _("about us, kind"),
        (_("Let's go back to our spot."), _("Whisper voice, please?")),
    ),
    Move(
        "mend_it",
        _("Mend it"),
        _("stop, breathe, try once, then get help"),
        _("“I felt… / next time…”"),
        (_("Can we start that part again?"),),
    ),
    Move(
        "celebrate",
        _("Celebrate"),
        _("share, high five, write it on the wall card"),
        _("names growth"),
        (_("Last week you… now you…"),),
    ),
)
MOVE = {move.key: move for move in MOVES}

STRENGTHS = (
    Chip("faced_partner", "faced partner", "knee_to_knee"),
    Chip("piece_in_the_middle", "piece in the middle", "piece_in_the_middle"),
    Chip("even_turns", "even turns", "trade_turns"),
    Chip("listened_with_body", "listened with body", "show_im_listening"),
    Chip("retold_accurately", "retold accurately", "say_it_back"),
    Chip("reacted_to_meaning", "reacted to meaning", "answer_like_a_friend"),
    Chip("asked_a_true_question", "asked a true question", "ask_a_true_question"),
    Chip("waited", "waited"),
    Chip("named_something_specific", "named something specific", "name_what_worked"),
    Chip("planned_aloud", "planned aloud", "plan_it_together"),
    Chip("tried_it_two_ways", "tried it two ways", "rehearse_out_loud"),
    Chip("asked_for_help_wanted", "asked for help wanted", "ask_for_the_help_i_want"),
    Chip("one_kind_tip", "one kind tip", "offer_one_tip"),
    Chip("writer_kept_the_pencil", "writer kept the pencil", "offer_one_tip"),
    Chip("edited_together", "edited together", "check_it_together"),
    Chip("friendly_reminder", "friendly reminder", "friendly_reminder"),
    Chip("mended_a_problem", "mended a problem", "mend_it"),
    Chip("got_partner_unstuck", "got partner unstuck"),
    Chip("used_home_language_well", "used home language well"),
    Chip("invited_a_quiet_voice_in", "invited a quiet voice in"),
    Chip("celebrated", "celebrated", "celebrate"),
)
NEXT_STEPS = (
    Chip("sit_so_both_can_see", "sit so both can see", "piece_in_the_middle"),
    Chip("take_turns", "take turns", "trade_turns"),
    Chip("say_it_back", "listener: say it back", "say_it_back"),
    Chip("louder_slower", "reader: louder/slower", "piece_in_the_middle"),
    Chip("ask_dont_tell", "ask, don't tell", "ask_a_true_question"),
    Chip("be_specific", "be specific", "name_what_worked"),
    Chip("react_first", "react first, fix later", "answer_like_a_friend"),
    Chip("one_tip_only", "one tip only", "offer_one_tip"),
    Chip("hand_the_pencil_back", "hand the pencil back", "offer_one_tip"),
    Chip("stay_on_the_piece", "stay on the piece", "friendly_reminder"),
    Chip("quieter_spot", "quieter spot", "set_the_spot"),
    Chip("needs_a_stem_card", "needs a stem card"),
    Chip("language_support", "language support"),
    Chip("start_without_me", "start without me", "set_the_spot"),
    Chip("repair_plan", "repair plan", "mend_it"),
    Chip("teach_in_needed", "teach-in needed for class"),
)
STRENGTH = {chip.key: chip for chip in STRENGTHS}
NEXT_STEP = {chip.key: chip for chip in NEXT_STEPS}

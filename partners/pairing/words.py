"""The words that a class is described in: every list the engine accepts, in the order a page may show it."""

ENGLISH = ("newcomer", "developing", "bridging", "fluent")
VOICE = ("takes_over", "talkative", "even", "quiet", "very_quiet")
BEHAVIOUR = ("models", "needs_model")
STAGES = (1, 2, 3, 4)
SKILLS = ("ideas", "detail", "order", "word_choice", "conventions", "stamina")
PACE = ("calm_spot", "extra_time", "one_step", "reads_with_help", "speech_device")
SIDES = ("A", "B")

GREAT_REASONS = (
    "listens", "kind", "helps", "ideas", "brave", "keep_writing", "questions", "focus",
    "safe_sharing", "same_topics", "different_strengths", "know_better", "likes_same", "same_language",
)  # fmt: skip

HARD_HURTS = ("not_fixed", "teased", "mocked")
HARD_DISTURBS = ("off_task", "talk", "loud", "no_turn", "too_shy")
HARD_DIFFERS = ("speed", "stages")
UNSAFE = "unsafe"
HARD_REASONS = (*HARD_HURTS, *HARD_DISTURBS, *HARD_DIFFERS, UNSAFE)

RULES = ("never", "together", "better_not", "good_idea")
GOING_WELL = "going_well"
STATES = (GOING_WELL, "growing", "needs_me")
STEADY = "steady"
MODES = (STEADY, "mix", "fresh")

WEIGHTS = ("off", "low", "normal", "high")
WEIGHT_KEYS = (
    "great", "mutual", "hard", UNSAFE, "better_not", "good_idea", "language", "voice", "welcoming",
    "behaviour", "stage", "strengths", "support", "interests", "time", "helper_load", "history",
)  # fmt: skip

GRADE_BANDS = ("K-1", "2-3", "4-5", "6-8")

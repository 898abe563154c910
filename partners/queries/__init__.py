"""Reads that need more than one model."""

from partners.queries.engine import pairing_problem, parted, rules_problem, rules_problems
from partners.queries.gaps import Beside, beside, how_many_without_partner, leaving_alone, without_partner
from partners.queries.news import mark_of_names
from partners.queries.partnerships import (
    Group,
    Pair,
    before_the_next,
    current_pairs,
    in_order,
    in_words,
    last_day,
    pairs_and_to_be,
    pairs_of,
    partners_and_to_be,
    partners_of,
    unit_end,
)
from partners.queries.plans import (
    Since,
    drafts,
    groups_of,
    newest_plan,
    round_to_plan,
    shared_loves,
    since,
    told,
    with_spots,
)

__all__ = [
    "Beside",
    "Group",
    "Pair",
    "Since",
    "before_the_next",
    "beside",
    "current_pairs",
    "drafts",
    "groups_of",
    "how_many_without_partner",
    "in_order",
    "in_words",
    "last_day",
    "leaving_alone",
    "mark_of_names",
    "newest_plan",
    "pairing_problem",
    "pairs_and_to_be",
    "pairs_of",
    "parted",
    "partners_and_to_be",
    "partners_of",
    "round_to_plan",
    "rules_problem",
    "rules_problems",
    "shared_loves",
    "since",
    "told",
    "unit_end",
    "with_spots",
    "without_partner",
]

"""Reads that need more than one model."""

from partners.queries.engine import pairing_problem, parted, rules_problems
from partners.queries.gaps import Beside, beside, how_many_without_partner, leaving_alone, without_partner
from partners.queries.partnerships import (
    Group,
    Pair,
    current_pairs,
    in_order,
    in_words,
    last_day,
    pairs_and_to_be,
    pairs_of,
    partners_among,
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
    "beside",
    "current_pairs",
    "drafts",
    "groups_of",
    "how_many_without_partner",
    "in_order",
    "in_words",
    "last_day",
    "leaving_alone",
    "newest_plan",
    "pairing_problem",
    "pairs_and_to_be",
    "pairs_of",
    "parted",
    "partners_among",
    "partners_of",
    "round_to_plan",
    "rules_problems",
    "shared_loves",
    "since",
    "told",
    "unit_end",
    "with_spots",
    "without_partner",
]

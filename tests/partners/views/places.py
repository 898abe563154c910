"""Helpers that read which places a page offers to a child."""

import datetime as dt
import re

from tests.cast import TODAY

DAY = dt.timedelta(days=1)
NEXT_WEEK = TODAY + dt.timedelta(days=7)
CHANGED = "That partnership has changed meanwhile. Choose again."


def offered(html: str) -> list[str]:
    return re.findall(r'type="radio"[^>]*><span dir="auto">([^<]*)</span>', html)


def pairs(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


def suggested(html: str) -> list[str]:
    return re.findall(r'checked><span dir="auto">([^<]*)</span> <span class="tag">Suggested', html)

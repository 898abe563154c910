"""The pictures for picture passwords, by their names in static/img/objects.svg.

All children see them in the same order, so that children find their own by place on every device.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from classroom.models import GradeBand

PICTURES = {
    "sun": _("sun"),
    "house": _("house"),
    "cup": _("cup"),
    "car": _("car"),
    "flower": _("flower"),
    "book": _("book"),
    "bell": _("bell"),
    "ice": _("ice cream"),
    "hat": _("hat"),
    "ball": _("ball"),
    "scissors": _("scissors"),
    "shoe": _("shoe"),
}


def how_many(band: str) -> int:
    """The number of pictures in a password of this grade band."""
    return 2 if band == GradeBand.K_1 else 3


def toggled(tapped: Sequence[str], tap: str, most: int) -> list[str]:
    """The tapped pictures after one more tap, which adds a picture, or removes it where it was tapped before. At
    most `most`."""
    before = [picture for picture in dict.fromkeys(tapped) if picture in PICTURES][:most]
    if tap in before:
        return [picture for picture in before if picture != tap]
    return [*before, tap] if tap in PICTURES and len(before) < most else before

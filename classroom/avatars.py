"""Avatars of children, by their names in static/img/avatars.svg, and the words for what they show."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

AVATARS = {
    "owl": _("owl"),
    "fox": _("fox"),
    "whale": _("whale"),
    "turtle": _("turtle"),
    "kite": _("kite"),
    "rocket": _("rocket"),
    "shell": _("shell"),
    "bear": _("bear"),
    "frog": _("frog"),
    "butterfly": _("butterfly"),
    "acorn": _("acorn"),
    "star": _("star"),
    "moon": _("moon"),
    "leaf": _("leaf"),
    "boat": _("boat"),
    "drum": _("drum"),
    "duck": _("duck"),
    "lion": _("lion"),
    "fish": _("fish"),
    "bee": _("bee"),
    "robin": _("robin"),
    "penguin": _("penguin"),
    "octopus": _("octopus"),
    "balloon": _("balloon"),
    "umbrella": _("umbrella"),
    "pencil": _("pencil"),
    "mitten": _("mitten"),
    "apple": _("apple"),
    "key": _("key"),
    "rabbit": _("rabbit"),
    "hedgehog": _("hedgehog"),
    "cat": _("cat"),
    "dog": _("dog"),
    "ladybird": _("ladybird"),
    "panda": _("panda"),
    "mushroom": _("mushroom"),
    "cactus": _("cactus"),
    "tree": _("tree"),
}


def give_out(count: int, taken: Iterable[str]) -> list[str]:
    """Avatars for `count` children, beginning with those that the fewest children in the class have. `taken` are in
    use."""
    used = Counter(taken)
    order = {name: place for place, name in enumerate(AVATARS)}
    given: list[str] = []
    for _child in range(count):
        avatar = min(AVATARS, key=lambda name: (used[name], order[name]))
        used[avatar] += 1
        given.append(avatar)
    return given

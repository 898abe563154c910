"""The drawings that stand for children, by their names in static/img/avatars.svg."""

from collections import Counter
from collections.abc import Iterable

AVATARS = (
    "owl",
    "fox",
    "whale",
    "turtle",
    "kite",
    "rocket",
    "shell",
    "bear",
    "frog",
    "butterfly",
    "acorn",
    "star",
    "moon",
    "leaf",
    "boat",
    "drum",
    "duck",
    "lion",
    "fish",
    "bee",
    "robin",
    "penguin",
    "octopus",
    "balloon",
    "umbrella",
    "pencil",
    "mitten",
    "apple",
    "key",
    "rabbit",
    "hedgehog",
    "cat",
    "dog",
    "ladybird",
    "panda",
    "mushroom",
    "cactus",
    "tree",
)


def give_out(count: int, taken: Iterable[str]) -> list[str]:
    """Avatars for `count` children, those first that fewest in the class have."""
    used = Counter(taken)
    given: list[str] = []
    for _ in range(count):
        avatar = min(AVATARS, key=lambda name: (used[name], AVATARS.index(name)))
        used[avatar] += 1
        given.append(avatar)
    return given

"""`make bench`: how fast the engine and the pages are; `python -m bench pages` measures one of them."""

import importlib
import sys

PARTS = ("engine", "pages")


def main() -> None:
    parts = sys.argv[1:] or PARTS
    if unknown := set(parts).difference(PARTS):
        sys.exit(f"There is no bench of {', '.join(unknown)}; there is: {', '.join(PARTS)}.")
    for part in parts:
        importlib.import_module(f"bench.{part}").main()


if __name__ == "__main__":
    main()

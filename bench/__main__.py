"""`make bench`: how fast and how good the engine is, how fast the pages are, and what a note weighs; `python -m bench
note` measures one of these."""

import importlib
import subprocess
import sys

PARTS = ("engine", "worst", "others", "naming", "pages", "desk", "year", "note")


def main() -> None:
    parts = sys.argv[1:]
    if unknown := set(parts).difference(PARTS):
        sys.exit(f"There is no bench of {', '.join(unknown)}; there is: {', '.join(PARTS)}.")
    if len(parts) == 1:
        importlib.import_module(f"bench.{parts[0]}").main()
        return
    for part in parts or PARTS:  # each with settings and a database of its own
        subprocess.run([sys.executable, "-m", "bench", part], check=True)


if __name__ == "__main__":
    main()

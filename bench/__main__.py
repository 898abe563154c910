"""`make bench`: how fast the engine and the pages are; `python -m bench pages` measures one of them."""

import importlib
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PARTS = ("engine", "pages")


def main() -> None:
    parts = sys.argv[1:] or PARTS
    if unknown := set(parts).difference(PARTS):
        sys.exit(f"There is no bench of {', '.join(unknown)}; there is: {', '.join(PARTS)}.")
    with TemporaryDirectory(prefix="partners-bench-") as folder:
        os.environ["ENV_FILE"] = str(Path("tests", "test.env").resolve())
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "classroom.settings"
        for part in parts:
            importlib.import_module(f"bench.{part}").main()


if __name__ == "__main__":
    main()

"""Locks every package that is installed, with the hashes of its files. `python -m scripts.lock` makes the locks.

`--check` compares them with the requirements and with what is installed. It asks no index.
"""

import argparse
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEVELOPMENT = "requirements", "requirements-dev"
PYTHON = "3.11"
# A virtual environment brings these along; no requirement names them.
SEEDS = frozenset({"pip", "setuptools", "wheel"})
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """One package of a lock: its exact version, the platforms that need it, and the hashes of files that may be
    installed."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def is_for_here(self) -> bool:
        marker = self.requirement.marker
        return marker is None or marker.evaluate()


def lines(file: Path) -> Iterator[str]:
    """The requirements in a file and in those that it includes, without comments, options and line breaks."""
    for line in file.read_text().replace("\\\n", " ").splitlines():
        words = line.partition("#")[0].strip()
        if words.startswith("-r "):
            yield from lines(file.with_name(words.removeprefix("-r ").strip()))
        elif words and not words.startswith("-"):
            yield words


def named(root: Path, which: str) -> list[Requirement]:
    return [Requirement(line) for line in lines(root / f"{which}.txt")]


def pins(root: Path, which: str) -> list[Pin]:
    found = (line.partition("--hash")[::2] for line in lines(root / f"{which}.lock"))
    return [Pin(Requirement(words), frozenset(HASH.findall(f"--hash{hashes}"))) for words, hashes in found]


def fingerprint(root: Path, which: str) -> str:
    """A hash that changes with a requirement or its version, and not with a comment or the order."""
    return hashlib.sha256("\n".join(sorted(lines(root / f"{which}.txt"))).encode()).hexdigest()


def header(root: Path, which: str) -> str:
    return (
        f"# Made by `make lock` from {which}.txt: every package that is installed, with the hashes of its files.\n"
        f"# Fingerprint of the requirements: {fingerprint(root, which)}\n"
    )


def make(root: Path, which: str, *, upgrade: bool) -> None:
    """Make a lock for every platform. Packages stay at the version in the present lock, unless `upgrade` is set."""
    lock = root / f"{which}.lock"
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", f"--python-version={PYTHON}"]
    command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--annotation-style=line", f"--output-file={lock.name}", f"{which}.txt"]
    command += ["--upgrade"] if upgrade else []
    command += [f"--constraint={RUNTIME}.lock"] if which != RUNTIME else []
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    lock.write_text(header(root, which) + lock.read_text())


def check_locks(root: Path) -> list[str]:
    """Sentences about everything that is wrong with the locks themselves."""
    wrong = [sentence for which in (RUNTIME, DEVELOPMENT) for sentence in check_lock(root, which)]
    development = pins(root, DEVELOPMENT)
    wrong += [
        f"{DEVELOPMENT}.lock has another {pin.name} than {RUNTIME}.lock."
        for pin in pins(root, RUNTIME)
        if pin not in development
    ]
    return wrong


def check_lock(root: Path, which: str) -> Iterator[str]:
    lock = f"{which}.lock"
    text = (root / lock).read_text()
    if not text.startswith(header(root, which)):
        yield f"{which}.txt has changed since {lock} was made."
    if "://" in text or re.search(r"\s/", text):
        yield f"{lock} names an address or a path of the machine that made it."
    locked = pins(root, which)
    yield from (f"{pin.name} has no hash in {lock}." for pin in locked if not pin.hashes)
    for requirement in named(root, which):
        versions = {pin.version for pin in locked if pin.name == canonicalize_name(requirement.name)}
        if versions != {str(requirement.specifier).removeprefix("==")}:
            yield f"{lock} has {' and '.join(sorted(versions)) or 'nothing'} for {requirement}."


def check_installed(root: Path, installed: Mapping[str, str]) -> list[str]:
    """Sentences about how the installed packages (versions by canonical names) differ from the development lock."""
    wanted = {pin.name: pin.version for pin in pins(root, DEVELOPMENT) if pin.is_for_here}
    extra = installed.keys() - wanted.keys() - SEEDS
    return [
        *(f"{name} {wanted[name]} is not installed." for name in sorted(wanted.keys() - installed.keys())),
        *(f"{name} {installed[name]} is installed, and no lock names it." for name in sorted(extra)),
        *(
            f"{name} {installed[name]} is installed instead of {wanted[name]}."
            for name in sorted(wanted.keys() & installed.keys())
            if installed[name] != wanted[name]
        ),
    ]


def installed_here() -> dict[str, str]:
    return {canonicalize_name(found.metadata["Name"]): found.version for found in metadata.distributions()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with what is wrong")
    parser.add_argument("--upgrade", action="store_true", help="take the newest of what the named packages bring along")
    options = parser.parse_args()
    if not options.check:
        for which in (RUNTIME, DEVELOPMENT):
            make(ROOT, which, upgrade=options.upgrade)
        return
    if wrong := check_locks(ROOT):
        sys.exit("\n".join([*wrong, "Run `make lock`, and commit the locks."]))
    if wrong := check_installed(ROOT, installed_here()):
        sys.exit("\n".join([*wrong, "Remove .venv and run `make setup`."]))


if __name__ == "__main__":
    main()

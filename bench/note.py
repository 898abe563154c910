"""Measures bytes and taps of a child's note, the shortest and the full one, in a class of 30: `python -m bench
note`."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bench.place import set_up
from classroom.javascript import imported_by

if TYPE_CHECKING:
    from django.test import Client

CHILDREN = 30
# A browser accepts these encodings on HTTPS.
TAKES = {"host": "localhost", "accept-encoding": "gzip, deflate, br"}
BOX = re.compile(r'type="checkbox" name="(\w+)" value="([^"]+)"')
LIMIT = re.compile(r'data-limit="(\d+)"')
ABOUT = re.compile(r'type="hidden" name="student" value="(\w+)"')
YES = re.compile(r'<button class="answer" type="submit" name="(\w+)" value="yes"')
ON = re.compile(r'<a class="btn btn-primary" href="([^"]+)"')
SEND = re.compile(r'action="([^"]*/send/)"')
FILE = re.compile(r'(?:href|src)="(/static/[^"#]+)')


@dataclass(frozen=True)
class Seen:
    """A page of the note: its bytes, with those of the files that no page before it needed, and the taps to go on."""

    address: str
    bytes: int
    taps: int


def main() -> None:
    """Print a table: for two grade bands, the shortest note and the full one."""
    with TemporaryDirectory(prefix="partners-bench-") as folder:
        set_up(folder, collected=True)
        from bench.room import classroom_of, seated

        now = datetime.now(UTC)
        students = classroom_of(CHILDREN, now).students.select_related("classroom").order_by("pk")
        print(f"\nA child's note in a class of {CHILDREN}, compressed, with headers; bytes in kB")
        print(f"{'':20}{'pages':>8}{'taps':>8}{'first page':>12}{'most after':>12}{'all':>8}")
        for student, (band, full) in zip(students, product(("K-1", "4-5"), (False, True)), strict=False):
            student.grade_band = band
            student.save()
            pages = list(walk(seated(student, now), full=full))
            first, *others = (page.bytes for page in pages)
            kilo = [f"{count / 1000:.1f}" for count in (first, max(others), first + sum(others))]
            name, taps = f"{'full' if full else 'shortest'}, {band}", sum(page.taps for page in pages)
            print(f"{name:20}{len(pages):>8}{taps:>8}{kilo[0]:>12}{kilo[1]:>12}{kilo[2]:>8}")


def walk(client: "Client", *, full: bool) -> Iterator[Seen]:
    """Every page on the way through a note, in order, in the browser of a child who has signed in.

    The shortest note goes on everywhere without an answer. The full one names as many children as allowed, gives a
    reason for each, and taps one chip on every other page.
    """
    fetched: set[str] = set()
    address, answer, moved = "/me/", client.get("/me/", headers=TAKES), 0
    while True:
        html = _text(answer)
        files = set(FILE.findall(html))
        files |= {each for file in files if file.endswith(".js") for each in brought_along(client, file)}
        files -= fetched
        fetched |= files
        weight = moved + _weight(answer) + sum(_weight(client.get(file, headers=TAKES)) for file in files)
        data, taps = _said(html, full=full)
        yield Seen(address, weight, taps)
        if send := SEND.search(html):
            client.post(send[1])
            return
        moved, on = 0, ON.search(html)
        if on:
            address = on[1]
        else:
            sent = client.post(address, data, headers=TAKES)
            address, moved = sent["Location"], _weight(sent)
        answer = client.get(address, headers=TAKES)


def brought_along(client: "Client", script: str) -> set[str]:
    """The addresses of all modules that a script imports, as a browser finds them."""
    text = b"".join(client.get(script)).decode()
    found = {f"/{address}" for address in imported_by(script.strip("/"), text)}
    return found | {each for address in found for each in brought_along(client, address)}


def _said(html: str, *, full: bool) -> tuple[dict[str, Any], int]:
    """The data that is sent from this page, and the number of taps, including the tap that goes on."""
    about, limit = ABOUT.search(html), LIMIT.search(html)
    data: dict[str, Any] = {"student": about[1]} if about else {}
    if full and (yes := YES.search(html)):
        return {yes[1]: "yes"}, 1
    chosen = BOX.findall(html)[: int(limit[1]) if limit else 1] if full else []
    if chosen:
        data[chosen[0][0]] = [value for _, value in chosen]
    return data, len(chosen) + 1


def _weight(answer: Any) -> int:
    """The bytes of an answer with its headers."""
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"An answer was {answer.status_code}")
    body = b"".join(answer) if answer.streaming else answer.content
    lines = [
        *(f"{name}: {value}" for name, value in answer.items()),
        *(each.output() for each in answer.cookies.values()),
    ]
    return len(body) + sum(len(line) + 2 for line in ("HTTP/1.1 200 OK", *lines, ""))


def _text(answer: Any) -> str:
    packed = answer.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(answer.content) if packed else answer.content).decode()

"""Reading any bytes gives a result or one clear sentence, and never another exception."""

import io
import zipfile
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from classroom.roster_files import (
    Book,
    Known,
    Reading,
    Unreadable,
    as_csv,
    as_excel,
    changes,
    guess,
    read,
    read_paste,
    understand,
)
from tests.classroom.roster_files.making import archive, excel, kept, oneroster_1_1, oneroster_1_2

CELLS = st.one_of(
    st.sampled_from(
        ["Ana Ruiz", "Ruiz, Ana", "Name", "First Name", "Last Name", "ID", "Gr", "ELL", "Total", "1.", "2", "=1+1", ""]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=12)


def check(data: bytes | str) -> None:
    """Read the data and do everything that is done with it afterwards. A refusal must be a sentence."""
    try:
        book = read(data) if isinstance(data, bytes) else read_paste(data)
    except Unreadable as error:
        refused = str(error)
    else:
        refused = ""
        check_book(book)
    assert refused.endswith(".") or not refused


def check_book(book: Book) -> None:
    assert kept(book) == book
    for table in book.tables:
        layout = guess(table)
        parts = understand(table, layout).parts
        for part in ("", *(part.title for part in parts)):
            check_reading(understand(table, replace(layout, part=part)))


def check_reading(reading: Reading) -> None:
    """Keys are unique, and each child is compared with the class once."""
    keys = [child.key for child in reading.children] + [other.key for other in reading.others]
    assert len(set(keys)) == len(keys)
    known = [Known(c.key, c.name.full, c.source_id, c.band) for c in reading.children[::2]]
    compared = changes(reading.children, known)
    asked = len({join.like.key for join in compared.joins if join.like})
    matched = len(compared.same) + len(compared.changed) - asked + len(compared.back)
    aside = sum(1 for leave in compared.leaves if leave.why)
    assert matched + aside + len(compared.joins) == len(reading.children)
    assert matched + asked + len(compared.leaves) == len(known)


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xff\xfea")
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + bytes(18))
@example(b"{")
@example(b'"')
@example(b"sep=")
@example(b"sep=\n")
@example(b'sep="\nName\n')
@example("sep=é\nName\n".encode())
@example(b"sep=\r\nName\n")
def test_any_bytes_can_be_read_or_are_refused(data: bytes) -> None:
    check(data)


@given(st.text(max_size=300))
def test_any_text_can_be_read_or_is_refused(text: str) -> None:
    check(text)


@given(ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_any_table_can_be_read_or_is_refused(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    check("\r\n".join(delimiter.join(row) for row in rows).encode(encoding, errors="replace"))


@given(st.dictionaries(st.sampled_from(["users.csv", "classes.csv", "enrollments.csv", "roles.csv", "x"]), st.binary()))
def test_any_archive_can_be_read_or_is_refused(files: dict[str, bytes]) -> None:
    check(archive(files))


WHOLE = (
    excel(("Roster", [["Name", "Grade"], ["Ana Ruiz", 2], ["Ben Cohen", 3]]), ("More", [["x"]])),
    oneroster_1_1(),
    oneroster_1_2(),
)


@given(st.sampled_from(WHOLE), st.data())
def test_a_damaged_file_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 40))
    check(whole[:place] + data.draw(st.binary(max_size=40)) + whole[place + length :])


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


PARTS = [unpacked(whole) for whole in WHOLE]


@settings(max_examples=200)
@given(st.sampled_from(PARTS), st.data())
def test_an_archive_with_a_wrong_part_is_read_or_refused(parts: dict[str, bytes], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(parts)))
    part = parts[name]
    place, length = data.draw(st.integers(0, len(part))), data.draw(st.integers(0, 60))
    check(archive({**parts, name: part[:place] + data.draw(st.binary(max_size=30)) + part[place + length :]}))


WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.tuples(WRITTEN, WRITTEN), min_size=1, max_size=8))
def test_a_written_list_is_read_the_same(rows: list[tuple[str, str]]) -> None:
    for data in (as_csv(["Name", "Note"], rows), as_excel("Room 12", ["Name", "Note"], rows)):
        check(data)

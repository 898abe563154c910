"""Numbers as a spreadsheet shows them: dates, zeros in front, whole numbers."""

import datetime as dt
import math
import re

# The formats that are built into Excel and show a date or a time. 16 is day and month only.
_BUILT_IN = {**dict.fromkeys((14, 15, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)), "yyyy-mm-dd"), 16: "d-mmm"}
_TIMES = (18, 19, 20, 21, 32, 33, 45, 46, 47)
# More digits than Excel keeps.
MOST_DIGITS = 10**15


def format_code(number: int, own: dict[int, str]) -> str:
    """The code of a number format, by its id: one of the workbook's own, or one that is built in."""
    if number in own:
        return own[number]
    return "h:mm" if number in _TIMES else _BUILT_IN.get(number, "")


def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """A number as its cell shows it. Dates are 2026-03-02; those shown without a year are 3-2, which is what was typed
    before Excel took it for a date."""
    try:
        number = float(value)
    except ValueError:
        return value
    if math.isnan(number) or abs(number) >= MOST_DIGITS:
        return f"{number:.5E}"
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";", maxsplit=1)[0]).lower()
    if re.search(r"[dy]|m{3}|m.*d|h", plain) and "general" not in plain:
        return _moment(number, plain, since_1904) or _whole(number)
    if re.fullmatch(r"0{2,20}", plain) and number >= 0 and number.is_integer():
        return str(int(number)).zfill(len(plain))
    return _whole(number)


def _whole(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(round(number, 10))


def _moment(number: float, plain: str, since_1904: bool) -> str:
    first = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 # a day, not a moment
    try:
        moment = first + dt.timedelta(days=number)
    except OverflowError:
        return ""
    if "d" not in plain and "y" not in plain and not re.search(r"m{3}", plain):
        return f"{moment:%H:%M}"
    if "y" not in plain and "h" not in plain and "d" in plain:
        return f"{moment.month}-{moment.day}"
    return f"{moment:%Y-%m-%d}"

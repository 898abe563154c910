"""How errors are written down: where they happened, never the values that were there.

An exception's message can hold what someone typed, and a log is read by the wrong person.
"""

import logging
import traceback
from types import TracebackType


class WhereOnly(logging.Formatter):
    """The kinds of the exceptions and the lines that they came through, without their messages."""

    def formatException(  # noqa: N802 # the name of logging
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        error = ei[1]
        parts: list[str] = []
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            parts.append("\n".join([type(error).__name__, *lines]))
            error = error.__cause__ or error.__context__
        return "\nafter ".join(parts)

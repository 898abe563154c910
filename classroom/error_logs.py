"""Formats errors for the log: where they happened, never the values that were there.

An exception's message can hold what somebody typed, and people read logs who must not see that.
"""

import logging
import traceback
from types import TracebackType


class WhereOnly(logging.Formatter):
    """Formats the types of exceptions and the lines that they passed through, without their messages."""

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

"""The log: lines of JSON, or colours on a terminal. Nothing that people wrote, their names and their secrets
get into it: of an exception it keeps the type and the places, never the message."""

import logging
import sys
from collections.abc import Iterator
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

OWN_LEVEL, LIBRARY_LEVEL = logging.INFO, logging.WARNING
# Libraries whose messages hold nothing of what they were given. Of others only the place is logged.
TRUSTED_LIBRARIES = ("asyncio", "uvicorn", "apscheduler")
INDENTED_LINE = "\n  "


def set_up(stream: TextIO, level: int = OWN_LEVEL) -> None:
    """Set up the log of the whole process."""
    renderer: Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            strip_exception,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_LibraryHandler(LIBRARY_LEVEL)], level=LIBRARY_LEVEL, force=True)
    logging.raiseExceptions = False  # a record that cannot be logged must not be printed instead
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a skipped tick is not worth a line
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def is_set_up() -> bool:
    """Return True if the log tells of errors that end the process."""
    return sys.excepthook is _log_uncaught


def strip_exception(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace the exception by its types and places: a message may quote anything."""
    exc_info = event.pop("exc_info", None)
    error = exc_info[1] if isinstance(exc_info, tuple) else sys.exception() if exc_info is True else exc_info
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_type_and_places(error))
    return event


def _type_and_places(error: BaseException) -> Iterator[str]:
    """Yield a line for the exception, its causes, and the members of groups, outermost first. Each comes
    once: some exceptions are their own cause."""
    pending, seen = [("", error)], set[int]()
    while pending:
        prefix, error = pending.pop(0)
        if id(error) in seen:
            continue
        seen.add(id(error))
        frames = walk_tb(error.__traceback__)
        places = (
            f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in frames
        )
        yield INDENTED_LINE.join([f"{prefix}{type(error).__module__}.{type(error).__qualname__}", *places])
        if isinstance(error, BaseExceptionGroup):
            pending += [("with ", member) for member in error.exceptions]
        if cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
            pending.append(("from ", cause))


def _short(file: str) -> str:
    return "/".join(PurePath(file).parts[-3:])


class _LibraryHandler(logging.Handler):
    """Passes what libraries log on to our own log."""

    def emit(self, record: logging.LogRecord) -> None:
        is_trusted = record.name.partition(".")[0] in TRUSTED_LIBRARIES
        event = str(record.msg).splitlines()[0] if is_trusted and record.msg else "library message"
        place = f"{_short(record.pathname)}:{record.lineno}"
        log = structlog.get_logger(by=record.name)
        log.log(record.levelno, event, where=place, exc_info=record.exc_info)


def _log_uncaught(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
    structlog.get_logger().critical("unexpected error", exc_info=error or kind())

"""The log: lines for machines, or colours where somebody watches. Nothing that people said, are called, or
come in by gets into it: of what broke it says the kind and the place, never the words."""

import logging
import sys
from collections.abc import Iterator
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

OURS, OTHERS = logging.INFO, logging.WARNING
# Libraries whose own words hold nothing of what they were given. Of others we say only that they spoke.
KNOWN = ("asyncio", "uvicorn", "apscheduler")
APART = "\n  "


def set_up(stream: TextIO, level: int = OURS) -> None:
    """For the whole process, from now on."""
    last: Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        last = structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            told_safely,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Others(OTHERS)], level=OTHERS, force=True)
    logging.raiseExceptions = False  # what cannot be logged must not be printed instead
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that is skipped is no news
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda lost: _uncaught(lost.exc_type, lost.exc_value, lost.exc_traceback)


def told_safely(_: Any, __: str, event: EventDict) -> EventDict:
    """Its exception by kinds and places: a message may quote anything."""
    known = event.pop("exc_info", None)
    error = known[1] if isinstance(known, tuple) else sys.exception() if known is True else known
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> Iterator[str]:
    """Outermost first, and so on to what caused it; of a group, each. Each once: some are their own cause."""
    ahead, seen = [("", error)], set[int]()
    while ahead:
        before, error = ahead.pop(0)
        if id(error) in seen:
            continue
        seen.add(id(error))
        frames = walk_tb(error.__traceback__)
        places = (
            f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in frames
        )
        yield APART.join([f"{before}{type(error).__module__}.{type(error).__qualname__}", *places])
        if isinstance(error, BaseExceptionGroup):
            ahead += [("with ", each) for each in error.exceptions]
        if cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
            ahead.append(("from ", cause))


def _short(file: str) -> str:
    return "/".join(PurePath(file).parts[-3:])


class _Others(logging.Handler):
    """What libraries log, in our own way."""

    def emit(self, record: logging.LogRecord) -> None:
        known = record.name.partition(".")[0] in KNOWN
        said = str(record.msg).splitlines()[0] if known and record.msg else "a library spoke"
        where = f"{_short(record.pathname)}:{record.lineno}"
        log = structlog.get_logger(by=record.name)
        log.log(record.levelno, said, where=where, exc_info=record.exc_info)


def _uncaught(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
    structlog.get_logger().critical("stopped by a fault", exc_info=error or kind())

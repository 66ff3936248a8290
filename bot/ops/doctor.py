"""What `accord check` found: each with what to do about it.

Findings, for people and for machines.

What can be told from the settings alone.

What can be told from the work that is being done, or is not."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import AccordError, Unavailable
from bot.core.heartbeats import Heartbeat, alive_workers
from bot.core.models import Partnership
from bot.core.ports import DatabaseHealth, Heartbeats, Store
from bot.settings import LOOPBACK, PREFIX, Settings


class Level(StrEnum):
    OK = "well"
    WARNING = "heed"  # works, and may be meant; worth a look
    ERROR = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` is one word or two, `what` and `cure` are sentences. What is well needs no cure."""

    level: Level
    about: str
    what: str
    cure: str = ""


def ok(about: str, what: str) -> Finding:
    return Finding(Level.OK, about, what)


def warning(about: str, what: str, cure: str) -> Finding:
    return Finding(Level.WARNING, about, what, cure)


def error(about: str, what: str, cure: str) -> Finding:
    return Finding(Level.ERROR, about, what, cure)


def unreadable(raised: AccordError) -> list[Finding]:
    """Of settings that cannot work, a line each."""
    cure = "Change it, then look again: accord check"
    return [error("settings", line, cure) for line in str(raised).splitlines()]


def has_no_errors(findings: Iterable[Finding]) -> bool:
    return all(each.level is not Level.ERROR for each in findings)


_STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "bold red"}


def show(findings: Sequence[Finding], console: Console) -> None:
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    for style in ("", "bold", ""):
        table.add_column(style=style)
    for each in findings:
        said = Text(f"{each.what}\n→ {each.cure}" if each.cure else each.what)
        table.add_row(Text(each.level, _STYLES[each.level]), each.about, said)
    console.print(table)
    console.print("Nothing is wrong." if has_no_errors(findings) else "Something is wrong: see above.")


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(each) for each in findings], indent=2, ensure_ascii=False)


LEAST_VARIED = 10  # different characters in a secret that nobody guesses
TRUSTED = "FORWARDED_ALLOW_IPS"


def check_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    yield from _names(environment)
    yield from _address(settings)
    yield from _secret(settings)
    yield _metrics(settings)
    yield _proxies(settings, environment.get(TRUSTED, ""))


def _names(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        rest = name.removeprefix(PREFIX).removesuffix("_FILE")
        if name.startswith(PREFIX) and rest not in known:
            near = get_close_matches(rest, known, 1)
            meant = f"Did you mean {PREFIX}{near[0]}?" if near else "Take it away."
            yield warning("settings", f"{name} is set, and nothing reads it.", meant)


def _address(settings: Settings) -> Iterator[Finding]:
    if settings.public_url:
        yield ok("address", f"People find Accord at {settings.public}.")
    elif settings.host in LOOPBACK:
        yield warning(
            "address",
            f"Links say {settings.public}, which only this machine can open.",
            "Put a web server with TLS in front, and set ACCORD_PUBLIC_URL to its https:// address.",
        )
    else:
        yield error(
            "address",
            f"Others can reach Accord (ACCORD_HOST is {settings.host}), and its links say {settings.public}.",
            "Set ACCORD_PUBLIC_URL to the https:// address that people see.",
        )


def _secret(settings: Settings) -> Iterator[Finding]:
    shared = settings.database.startswith("postgresql")
    if any(len({*each}) < LEAST_VARIED for each in settings.secrets):
        yield error("secret key", "ACCORD_SECRET_KEY can be guessed.", "Make one with: openssl rand -hex 32")
    elif settings.secrets:
        yield ok("secret key", f"ACCORD_SECRET_KEY holds {len(settings.secrets)}.")
    elif shared:
        yield error(
            "secret key",
            "ACCORD_SECRET_KEY is not set. Each process would make one of its own, and sign out those whom"
            " another has signed in.",
            "Give all processes the same one. Make it with: openssl rand -hex 32",
        )
    else:
        yield ok("secret key", f"Accord makes its own, and keeps it in {settings.data / 'secret'}.")


def _metrics(settings: Settings) -> Finding:
    if settings.metrics_token.get_secret_value():
        return ok("metrics", "/metrics opens to ACCORD_METRICS_TOKEN.")
    if settings.public_url:
        return ok("metrics", "/metrics is closed; ACCORD_METRICS_TOKEN would open it.")
    return ok("metrics", "/metrics opens to this machine.")


def _proxies(settings: Settings, trusted: str) -> Finding:
    """Who may say where a request came from: rate limits count by that."""
    if "*" in trusted:
        return warning(
            "visitors",
            f"Anybody may say where they come from, because {TRUSTED} is *.",
            "Set it to the address of the web server in front.",
        )
    if settings.host not in LOOPBACK and not trusted:
        return warning(
            "visitors",
            "All visitors seem to come from the web server in front, and are slowed down as one.",
            f"Set {TRUSTED} to its address.",
        )
    return ok("visitors", f"{trusted or '127.0.0.1'} may say where they come from.")


LATELY = timedelta(days=7)
AHEAD = timedelta(minutes=1)  # a clock that is further off than that is wrong
LATE = timedelta(minutes=10)
NAMED = 5  # partnerships, and then no more


async def check_workers(heartbeats: Heartbeats, now: datetime, *, shared: bool) -> list[Finding]:
    """`shared`: whether several machines may use this database. Nothing where it is away, which is told
    elsewhere."""
    try:
        return [*_workers(await heartbeats.all(), now, shared=shared)]
    except Unavailable:
        return []


def _workers(heartbeats: Sequence[Heartbeat], now: datetime, *, shared: bool) -> Iterator[Finding]:
    at_work = alive_workers(heartbeats, now)
    if at_work:
        yield ok("workers", f"At work: {len(at_work)}.")
    elif heartbeats:
        last = heartbeats[-1]
        yield error(
            "workers",
            f"None is at work. The last was on {last.host}, at {last.at:%Y-%m-%d %H:%M} UTC.",
            "Look at its log, and start it again: accord serve, or accord work",
        )
    else:
        yield warning(
            "workers",
            "None is at work: no round opens or closes, nothing is sent.",
            "Start one: accord serve, or accord work",
        )
    if any(each.at > now + AHEAD for each in heartbeats):
        yield error("clock", "A worker's clock is ahead of this machine's.", "Set the clocks of both by NTP.")
    if not shared and len({each.host for each in at_work}) > 1:
        yield error(
            "workers",
            "Workers on several machines use one SQLite file, which they will damage.",
            "Stop all but one, or move to PostgreSQL: README, Outgrowing one machine",
        )


async def check_deliveries(store: Store, vitals: DatabaseHealth, now: datetime) -> list[Finding]:
    """Nothing where the database is away or has other tables, which is told elsewhere."""
    try:
        if not await vitals.is_current():
            return []
        async with store.read_only() as db:
            given_up = await db.find(Delivery, state=DeliveryState.GIVEN_UP)
            unplanned = await db.find(Partnership, next_round_at=None, ended_at=None, round="")
        lag = await vitals.lag(now)
    except Unavailable:
        return []
    set_aside = [each.name for each in unplanned if each.rhythm]
    return [
        _late(lag),
        _given_up([each for each in given_up if each.due_at > now - LATELY]),
        _set_aside(set_aside),
    ]


def _late(lag: timedelta) -> Finding:
    if lag < LATE:
        return ok("messages", "None is late.")
    return error(
        "messages",
        f"Some have been due for {lag // timedelta(minutes=1)} minutes.",
        "See that a worker is at work.",
    )


def _given_up(lost: Sequence[Delivery]) -> Finding:
    if not lost:
        return ok("messages", "No message was given up within a week.")
    counts = Counter(each.to.platform for each in lost)
    told = ", ".join(f"{times} on {platform}" for platform, times in sorted(counts.items()))
    return warning(
        "messages", f"Messages given up within a week: {told}.", "Their coordinators can read why: status"
    )


def _set_aside(names: Sequence[str]) -> Finding:
    if not names:
        return ok("rhythms", "All can be followed.")
    told = ", ".join(sorted(names)[:NAMED]) + (
        f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    )
    return warning(
        "rhythms",
        f"No round is planned although there is a rhythm: {told}.",
        "A coordinator can set it anew: schedule",
    )

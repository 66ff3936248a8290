"""The checks of `accord check`: of the settings, and of the work that is being done or is not."""

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
    """A result of a check. `about` is one word or two, `what` and `cure` are sentences; OK needs no cure."""

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
    """Return a finding for each line of an error about the settings."""
    cure = "Change it, then look again: accord check"
    return [error("settings", line, cure) for line in str(raised).splitlines()]


def has_no_errors(findings: Iterable[Finding]) -> bool:
    return all(finding.level is not Level.ERROR for finding in findings)


_STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "bold red"}


def show(findings: Sequence[Finding], console: Console) -> None:
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    for style in ("", "bold", ""):
        table.add_column(style=style)
    for finding in findings:
        text = Text(f"{finding.what}\n→ {finding.cure}" if finding.cure else finding.what)
        table.add_row(Text(finding.level, _STYLES[finding.level]), finding.about, text)
    console.print(table)
    console.print("Nothing is wrong." if has_no_errors(findings) else "Something is wrong: see above.")


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)


MIN_DISTINCT_CHARACTERS = 10  # of a secret that cannot be guessed
TRUSTED_PROXIES = "FORWARDED_ALLOW_IPS"


def check_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    yield from _check_names(environment)
    yield from _check_address(settings)
    yield from _check_secret(settings)
    yield _check_metrics(settings)
    yield _check_proxies(settings, environment.get(TRUSTED_PROXIES, ""))


def _check_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        rest = name.removeprefix(PREFIX).removesuffix("_FILE")
        if name.startswith(PREFIX) and rest not in known:
            similar = get_close_matches(rest, known, 1)
            cure = f"Did you mean {PREFIX}{similar[0]}?" if similar else "Take it away."
            yield warning("settings", f"{name} is set, and nothing reads it.", cure)


def _check_address(settings: Settings) -> Iterator[Finding]:
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


def _check_secret(settings: Settings) -> Iterator[Finding]:
    shared = settings.database.startswith("postgresql")
    if any(len({*secret}) < MIN_DISTINCT_CHARACTERS for secret in settings.secrets):
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
        yield ok("secret key", "Accord makes its own, and keeps it with the keys.")


def _check_metrics(settings: Settings) -> Finding:
    if settings.metrics_token.get_secret_value():
        return ok("metrics", "/metrics opens to ACCORD_METRICS_TOKEN.")
    if settings.public_url:
        return ok("metrics", "/metrics is closed; ACCORD_METRICS_TOKEN would open it.")
    return ok("metrics", "/metrics opens to this machine.")


def _check_proxies(settings: Settings, trusted: str) -> Finding:
    """Check which proxies may name the address of a visitor: rate limits count by it."""
    if "*" in trusted:
        return warning(
            "visitors",
            f"Anybody may say where they come from, because {TRUSTED_PROXIES} is *.",
            "Set it to the address of the web server in front.",
        )
    if settings.host not in LOOPBACK and not trusted:
        return warning(
            "visitors",
            "All visitors seem to come from the web server in front, and are slowed down as one.",
            f"Set {TRUSTED_PROXIES} to its address.",
        )
    return ok("visitors", f"{trusted or '127.0.0.1'} may say where they come from.")


RECENT = timedelta(days=7)
MAX_CLOCK_ERROR = timedelta(minutes=1)
MAX_LAG = timedelta(minutes=10)
MAX_NAMES = 5  # of partnerships in one finding


async def check_workers(heartbeats: Heartbeats, now: datetime, *, shared: bool) -> list[Finding]:
    """Check that a worker is alive. `shared` is True if several machines may use this database. Returns
    nothing if it is away, which another check reports."""
    try:
        return [*_check_workers(await heartbeats.all(), now, shared=shared)]
    except Unavailable:
        return []


def _check_workers(heartbeats: Sequence[Heartbeat], now: datetime, *, shared: bool) -> Iterator[Finding]:
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
    if any(heartbeat.at > now + MAX_CLOCK_ERROR for heartbeat in heartbeats):
        yield error("clock", "A worker's clock is ahead of this machine's.", "Set the clocks of both by NTP.")
    if not shared and len({heartbeat.host for heartbeat in at_work}) > 1:
        yield error(
            "workers",
            "Workers on several machines use one SQLite file, which they will damage.",
            "Stop all but one, or move to PostgreSQL: README, Outgrowing one machine",
        )


async def check_deliveries(store: Store, health: DatabaseHealth, now: datetime) -> list[Finding]:
    """Check that messages are sent and rounds are planned. Returns nothing if the database is away or has
    other tables, which another check reports."""
    try:
        if not await health.is_current():
            return []
        async with store.read_only() as db:
            given_up = await db.find(Delivery, state=DeliveryState.GIVEN_UP)
            unplanned = await db.find(Partnership, next_round_at=None, ended_at=None, round="")
        lag = await health.lag(now)
    except Unavailable:
        return []
    stopped = [partnership.name for partnership in unplanned if partnership.rhythm]
    return [
        _check_lag(lag),
        _check_given_up([delivery for delivery in given_up if delivery.due_at > now - RECENT]),
        _check_schedules(stopped),
    ]


def _check_lag(lag: timedelta) -> Finding:
    if lag < MAX_LAG:
        return ok("messages", "None is late.")
    return error(
        "messages",
        f"Some have been due for {lag // timedelta(minutes=1)} minutes.",
        "See that a worker is at work.",
    )


def _check_given_up(given_up: Sequence[Delivery]) -> Finding:
    if not given_up:
        return ok("messages", "No message was given up within a week.")
    counts = Counter(delivery.to.platform for delivery in given_up)
    summary = ", ".join(f"{times} on {platform}" for platform, times in sorted(counts.items()))
    return warning(
        "messages", f"Messages given up within a week: {summary}.", "Their coordinators can read why: status"
    )


def _check_schedules(stopped: Sequence[str]) -> Finding:
    if not stopped:
        return ok("rhythms", "All can be followed.")
    names = ", ".join(sorted(stopped)[:MAX_NAMES])
    if len(stopped) > MAX_NAMES:
        names += f" and {len(stopped) - MAX_NAMES} more"
    return warning(
        "rhythms",
        f"No round is planned although there is a rhythm: {names}.",
        "A coordinator can set it anew: schedule",
    )

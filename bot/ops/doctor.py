"""The checks of `accord check`: of the settings, and of the work that is being done or is not."""

import json
import ssl
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
from bot.environment import LOOPBACK
from bot.settings import PREFIX, Settings


class Level(StrEnum):
    OK = "OK"
    WARNING = "Warning"  # works, and may be intended
    ERROR = "Error"


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
    cure = "Change it, then run accord check again."
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
    console.print(_summary(Counter(finding.level for finding in findings)))


def _summary(counts: Counter[Level]) -> str:
    if not counts[Level.ERROR] and not counts[Level.WARNING]:
        return "No problems found."
    return f"{_count(counts[Level.ERROR], 'error')}, {_count(counts[Level.WARNING], 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)


MIN_DISTINCT_CHARACTERS = 10  # of a secret that cannot be guessed
AUTHORITIES = "SSL_CERT_FILE"  # read by OpenSSL itself
TRUSTED_PROXIES = "FORWARDED_ALLOW_IPS"


def check_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    yield from _check_names(environment)
    yield from _check_address(settings)
    yield from _check_secret(settings)
    yield _check_metrics(settings)
    yield _check_proxies(settings, environment.get(TRUSTED_PROXIES, ""))
    yield from _check_authorities(environment.get(AUTHORITIES, ""))


def _check_authorities(file: str) -> Iterator[Finding]:
    if not file:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except OSError:  # SSLError is one too
        yield error(
            "settings",
            f"{AUTHORITIES} is {file}, which holds no certificates that can be read. So Slack, Microsoft and"
            " the mail server cannot be trusted.",
            "Set it to a file with certificates as PEM, or leave it out.",
        )


def _check_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        rest = name.removeprefix(PREFIX).removesuffix("_FILE")
        if name.startswith(PREFIX) and rest not in known:
            similar = get_close_matches(rest, known, 1)
            cure = f"Did you mean {PREFIX}{similar[0]}?" if similar else "Remove it."
            yield warning("settings", f"{name} is set, but there is no such setting.", cure)


def _check_address(settings: Settings) -> Iterator[Finding]:
    if settings.public_url:
        yield ok("address", f"People open Accord at {settings.public}.")
    elif settings.host in LOOPBACK:
        yield warning(
            "address",
            f"Links begin with {settings.public}, which only this machine can open.",
            "Put a web server with TLS in front, and set ACCORD_PUBLIC_URL to its https:// address.",
        )
    else:
        yield error(
            "address",
            f"ACCORD_HOST is {settings.host}, so others can reach Accord. But its links begin with"
            f" {settings.public}, which only this machine can open.",
            "Set ACCORD_PUBLIC_URL to the https:// address that people open.",
        )


def _check_secret(settings: Settings) -> Iterator[Finding]:
    shared = settings.database.startswith("postgresql")
    if any(len({*secret}) < MIN_DISTINCT_CHARACTERS for secret in settings.secrets):
        yield error("secret key", "ACCORD_SECRET_KEY is easy to guess.", "Make one: openssl rand -hex 32")
    elif settings.secrets:
        yield ok("secret key", f"ACCORD_SECRET_KEY is set. Number of keys: {len(settings.secrets)}.")
    elif shared:
        yield error(
            "secret key",
            "ACCORD_SECRET_KEY is not set. Each process would make its own, and people would be signed out.",
            "Set the same one for all processes. Make it: openssl rand -hex 32",
        )
    else:
        yield ok("secret key", "Accord makes one and keeps it with the keys of open rounds.")


def _check_metrics(settings: Settings) -> Finding:
    if settings.metrics_token.get_secret_value():
        return ok("metrics", "/metrics is open to requests with ACCORD_METRICS_TOKEN.")
    if settings.public_url:
        return ok("metrics", "/metrics is closed. Set ACCORD_METRICS_TOKEN to open it.")
    return ok("metrics", "/metrics is open to this machine only.")


def _check_proxies(settings: Settings, trusted: str) -> Finding:
    """Check which proxies may name the address of a visitor: rate limits count by it."""
    if "*" in trusted:
        return warning(
            "visitors",
            f"Visitors can fake their address, because {TRUSTED_PROXIES} is *. Rate limits then fail.",
            "Set it to the address of the web server in front.",
        )
    if settings.host not in LOOPBACK and not trusted:
        return warning(
            "visitors",
            "All visitors seem to share the address of the web server in front, and so one rate limit.",
            f"Set {TRUSTED_PROXIES} to its address.",
        )
    return ok("visitors", f"Their addresses are taken from {trusted or '127.0.0.1'}.")


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
        yield ok("workers", f"Running: {len(at_work)}.")
    elif heartbeats:
        last = heartbeats[-1]
        yield error(
            "workers",
            f"None is running. The last one was on {last.host}, at {last.at:%Y-%m-%d %H:%M} UTC.",
            "Read its log, then run accord serve or accord work.",
        )
    else:
        yield warning(
            "workers",
            "None is running. No round opens or closes, and no message is sent.",
            "Run accord serve or accord work.",
        )
    if any(heartbeat.at > now + MAX_CLOCK_ERROR for heartbeat in heartbeats):
        yield error("clock", "A worker's clock is ahead of this machine's.", "Set both with NTP.")
    if not shared and len({heartbeat.host for heartbeat in at_work}) > 1:
        yield error(
            "workers",
            "Workers on several machines use one SQLite file, which they will damage.",
            "Stop all but one, or move to PostgreSQL. docs/operate/systemd.md says how.",
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
        return ok("messages", "No message is late.")
    return error(
        "messages",
        f"Some messages are {lag // timedelta(minutes=1)} minutes late.",
        "Check that a worker is running.",
    )


def _check_given_up(given_up: Sequence[Delivery]) -> Finding:
    if not given_up:
        return ok("messages", "No message failed for good in the last 7 days.")
    counts = Counter(delivery.to.platform for delivery in given_up)
    summary = ", ".join(f"{times} on {platform}" for platform, times in sorted(counts.items()))
    return warning(
        "messages",
        f"Messages that failed for good in the last 7 days: {summary}.",
        "Coordinators can type status to see why.",
    )


def _check_schedules(stopped: Sequence[str]) -> Finding:
    if not stopped:
        return ok("schedules", "All schedules work.")
    names = ", ".join(sorted(stopped)[:MAX_NAMES])
    if len(stopped) > MAX_NAMES:
        names += f" and {len(stopped) - MAX_NAMES} more"
    return warning(
        "schedules",
        f"The schedule has stopped in: {names}.",
        "Ask a coordinator to set it again with schedule.",
    )

"""What operators run beside the application: each command opens the databases for itself, and closes them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.app import SystemClock, load_question_bank, load_talking_points, locate
from bot.core.errors import AccordError
from bot.core.ports import Tenants
from bot.notifications import email
from bot.ops.export import DataSource, Exported, ReportProgress, export_data
from bot.questions.bank import QuestionBank
from bot.questions.talking_points import TalkingPoint
from bot.settings import Settings
from storage import backup, checks, keys_binding
from storage.crypto import KeyWrapping
from storage.errors import explain_errors
from storage.keys import SqlRoundKeyStore
from storage.keys_binding import KeysRefused, known_secrets, load_state
from storage.reencryption import reencrypt
from storage.schema import Schema, read_schema
from storage.store import SqlStore
from storage.tenants import SqlTenants

R = TypeVar("R")


async def record_bounce(settings: Settings, report: bytes) -> bool:
    """Record that a message of ours came back. Returns False if the report is not about one."""
    from adapters.mail.bounces import bounced_key

    if (key := bounced_key(report)) is None:
        return False
    return await _with_store(settings, "Nothing was recorded", partial(email.record_late_bounce, key=key))


async def with_tenants(settings: Settings, act: Callable[[Tenants], Awaitable[R]]) -> R:
    """Return what `act` returns of the tenants in the database. Raises AccordError."""
    return await _with_store(settings, "Nothing was changed", lambda store: act(SqlTenants(store)))


async def remove_old_backups(newest: Path, days: int, now: datetime) -> Sequence[Path]:
    """Remove the backups beside the newest one that are older than so many days, and return them. Raises
    AccordError."""
    return await asyncio.to_thread(backup.remove_old, newest.parent, timedelta(days=days), now)


async def export(settings: Settings, to: Path, only: str, report: ReportProgress) -> Exported:
    """Export what one partnership published, or what all did. Raises AccordError."""

    async def act(store: SqlStore) -> Exported:
        source = DataSource(store.patient(), _LoadedQuestions(), settings.public, settings.data_terms, only)
        with explain_errors("Nothing was exported"):
            return await export_data(source, to, SystemClock().now(), report)

    return await _with_store(settings, "Nothing was exported", act)


@dataclass(frozen=True, slots=True)
class _LoadedQuestions:
    """Implements QuestionFiles."""

    bank: QuestionBank = field(default_factory=load_question_bank)
    talking_points: tuple[TalkingPoint, ...] = field(default_factory=load_talking_points)


async def _with_store(settings: Settings, refusal: str, act: Callable[[SqlStore], Awaitable[R]]) -> R:
    await _require_readable(settings, refusal)
    async with AsyncExitStack() as stack:
        store = SqlStore(settings.database)
        stack.push_async_callback(store.close)
        return await act(store)


async def _require_readable(settings: Settings, refusal: str) -> None:
    """Raise AccordError, which begins with `refusal`, unless there is a database of this version."""
    with explain_errors(refusal):
        if not checks.is_there(settings.database):
            raise AccordError("there is no database yet. Run accord serve first, which creates it.")
        if await read_schema(settings.database) is not Schema.CURRENT:
            raise AccordError("the database is of another version. Run accord check to see why.")


async def find_unusable_keys(settings: Settings) -> Sequence[KeysRefused]:
    """Return why Accord cannot start with its keys. Raises AccordError unless `discard_keys` helps."""
    await _require_readable(settings, "Nothing was discarded")
    location = locate(settings)
    location.require_place("Nothing was discarded")
    state = await load_state(settings.database, location)
    for reason in state.other_keys(location):
        raise reason
    return [*state.refusals(location, known_secrets(location, settings.secrets))]


async def encrypt_again(settings: Settings) -> Mapping[str, int]:
    """Encrypt under the newest secret key what older ones have encrypted. Returns how many of each kind.
    Raises AccordError."""
    location = locate(settings)
    secret_keys = known_secrets(location, settings.secrets)
    if not secret_keys:
        raise AccordError("Nothing was changed: there is no secret key. Set ACCORD_SECRET_KEY.")
    changed = await _with_store(settings, "Nothing was changed", lambda store: reencrypt(store, secret_keys))
    if checks.is_there(location.url):
        state = await load_state(settings.database, location)
        keys = SqlRoundKeyStore(location.url, KeyWrapping(secret_keys, state.installation))
        try:
            if rewrapped := await keys.rewrap_all():
                changed["keys of open rounds"] = rewrapped
        finally:
            await keys.close()
    return changed


async def discard_keys(settings: Settings) -> None:
    """Give up keys that cannot be used: the next start cancels the rounds that need them."""
    await keys_binding.discard_keys(settings.database, locate(settings), settings.secrets)

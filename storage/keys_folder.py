"""Finds the folder of the keys, outside the folder of the data, and prepares it.

Who copies the folder of the data, at any moment, must not have the keys: with both, the copy would tell who
answered what, also after the keys have been destroyed here.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bot.core.errors import AccordError
from storage.filesystems import lasts_as_long

FILE, SECRET, TAG = "keys.db", "secret", "CACHEDIR.TAG"
# Backup programs leave a folder with this file out: https://bford.info/cachedir/
TAG_TEXT = """\
Signature: 8a477f597d28d172789f06886806bc55
# Accord keeps the keys of open rounds here. No backup may include them. See docs/operate/backup.md.
"""


@dataclass(frozen=True, slots=True)
class KeysLocation:
    """The place of the keys. In `folder` Accord also keeps a secret key that it made itself. Earlier versions
    kept both in `data`, where they stay as long as the folder that is `wanted` would not last."""

    url: str
    folder: Path
    data: Path
    wanted: Path
    is_set: bool = False  # by ACCORD_KEYS_URL

    @property
    def file(self) -> Path | None:
        """The SQLite file of the keys; None on PostgreSQL."""
        return sqlite_file(self.url)

    @property
    def place(self) -> str:
        """The file, or the server's address without a password."""
        return str(self.file or sa.make_url(self.url).render_as_string())

    @property
    def is_inside_data(self) -> bool:
        """Return True if a copy of the data's folder holds the keys too."""
        return self.file is not None and self.file.resolve().is_relative_to(self.data.resolve())

    @property
    def has_no_place(self) -> bool:
        """Return True if there are no keys yet, and new ones would be in the data's folder: nothing else
        lasts, as in a container without a volume for them."""
        return self.is_inside_data and not self.is_set and not Path(self.place).exists()

    @property
    def cure(self) -> str:
        """Return how an operator gives the keys a place that lasts, outside the data."""
        return (
            f"Mount a separate volume at {self.wanted.absolute()}, or set ACCORD_KEYS_URL to a file in a"
            " lasting folder that no backup includes."
        )

    def require_place(self, refusal: str) -> None:
        """Raise AccordError, which begins with `refusal`, if new keys would be in the data's folder."""
        if self.has_no_place:
            raise AccordError(
                f"{refusal}: the keys of open rounds have no lasting place outside the data, and a copy of"
                f" the data must not hold them. {self.cure}"
            )

    @property
    def old_file(self) -> Path | None:
        """The SQLite file in the data's folder whose keys are to be moved here, if there is one."""
        old = self.data / "keys" / FILE
        return old if self.file and old.exists() and old.resolve() != self.file.resolve() else None

    @property
    def old_secrets(self) -> list[Path]:
        """The files in the data's folder with a secret key that is to be moved with the keys."""
        files = (self.data / "keys" / SECRET, self.data / SECRET)
        return [file for file in files if file.exists() and file.parent.resolve() != self.folder.resolve()]

    @property
    def secret(self) -> Path:
        """The file of the secret key that Accord makes itself: the one that exists, or is to be made."""
        own = self.folder / SECRET
        return own if own.exists() else next(iter(self.old_secrets), own)


def locate_keys(data: Path, wanted: Path, url: str, mountinfo: str) -> KeysLocation:
    """Return where the keys are: at `url` if one is set, else in the folder `wanted`, if they are there
    already or what is written there lasts as long as the data. If not, as in a container without a volume
    for them, they stay in the folder of the data if an earlier version left them there."""
    if url:
        file = sqlite_file(url)
        return KeysLocation(url, file.parent if file else wanted, data, wanted, is_set=True)
    is_safe = (wanted / FILE).exists() or lasts_as_long(wanted.resolve(), data.resolve(), mountinfo)
    folder = wanted if is_safe else data / "keys"
    return KeysLocation(f"sqlite+aiosqlite:///{folder / FILE}", folder, data, wanted)


def prepare_folder(location: KeysLocation) -> None:
    """Make the folder of the keys, for its owner only, with a tag that backup programs heed. One that the
    operator chose and made stays as it is. Raises AccordError."""
    folder = location.folder
    if location.is_set and folder.exists():
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / TAG).exists():
            (folder / TAG).write_text(TAG_TEXT)
        with suppress(PermissionError):  # a volume may belong to somebody else, which `accord check` reports
            folder.chmod(0o700)
    except OSError as error:
        raise AccordError(
            f"Accord was not started: it cannot create or write to {folder} ({error.strerror})."
        ) from error


@asynccontextmanager
async def moving(file: Path) -> AsyncIterator[bool]:
    """Let processes that start together take turns at moving the keys out of a file. Yields False if another
    has done so. Raises AccordError if the file is in use, such as by an earlier version that still runs."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        await asyncio.to_thread(fcntl.flock, folder, fcntl.LOCK_EX)
        yield _is_there(file)
    finally:
        os.close(folder)


def remove_file(file: Path) -> None:
    """Remove a SQLite file whose rows have been deleted, and the folder if nothing is left in it."""
    for path in (*file.parent.glob(f"{file.name}*"), file.parent / TAG):
        path.unlink(missing_ok=True)
    with suppress(OSError):
        file.parent.rmdir()


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database; None for one on a server."""
    parsed = sa.make_url(url)
    return Path(parsed.database or "").absolute() if parsed.get_backend_name() == "sqlite" else None


def _is_there(file: Path) -> bool:
    """Return True if the file exists. Raises AccordError if a process uses it: SQLite leaves its write-ahead
    log only if no other connection is open."""
    if not file.exists():
        return False
    is_unused = False
    with closing(sqlite3.connect(file, timeout=0)) as connection, suppress(sqlite3.OperationalError):
        is_unused = connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    if not is_unused:
        raise AccordError(f"Another process still uses {file}. Stop it, then start Accord again.")
    return True

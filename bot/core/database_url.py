"""Parse the URL of a database, as set by an operator. Pure."""

from difflib import get_close_matches
from urllib.parse import parse_qsl, urlencode, urlsplit

DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}
SQLITE = DRIVERS["sqlite"]
EXAMPLES = "postgresql://accord@db.example/accord or sqlite:////srv/accord/accord.db"
RENAMED_OPTIONS = {"sslmode": "ssl"}  # what libpq and asyncpg call it, with the same values
OPTIONS = frozenset({"host", "port", "ssl", "target_session_attrs"})


def parse_database_url(url: str) -> str:
    """Return the URL with the driver that Accord uses, and with options as that driver calls them. Raises
    ValueError, whose words hold nothing of the URL but its scheme and the names of options."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise ValueError(f"is not the address of a database. Set it to one such as {EXAMPLES}")
    kind = scheme.partition("+")[0].lower()
    if kind not in DRIVERS:
        similar = get_close_matches(kind, DRIVERS, 1)
        cure = f"Did you mean {similar[0]}://?" if similar else f"Set it to one such as {EXAMPLES}"
        raise ValueError(f"begins with {scheme}://. Accord uses PostgreSQL or SQLite. {cure}")
    return _sqlite(rest) if DRIVERS[kind] == SQLITE else _postgresql(rest)


def _sqlite(rest: str) -> str:
    file, _, options = rest.partition("?")
    if not file.startswith("/") or file in {"/", "/:memory:"}:
        raise ValueError("names no file. Give its path after three slashes: sqlite:////srv/accord/accord.db")
    if options:
        raise ValueError("has options after a ?, which Accord does not use for SQLite. Remove them")
    return f"{SQLITE}://{file}"


def _postgresql(rest: str) -> str:
    address, options = _split(f"{DRIVERS['postgresql']}://{rest}")
    if unknown := sorted(options.keys() - OPTIONS):
        known = ", ".join(sorted({*OPTIONS, *RENAMED_OPTIONS}))
        raise ValueError(f"has options that Accord does not use: {', '.join(unknown)}. Keep only {known}")
    return f"{address}?{urlencode(options, safe='/')}" if options else address


def _split(url: str) -> tuple[str, dict[str, str]]:
    """Return the URL without its options, and these by the name that the driver knows."""
    cure = "In a password write / as %2F, ? as %3F and # as %23"
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises
    except ValueError:
        raise ValueError(f"must have a number from 0 to 65535 as its port. {cure}") from None
    given = parse_qsl(parts.query, keep_blank_values=True)
    options = {RENAMED_OPTIONS.get(name, name): value for name, value in given}
    if parts.fragment or not all(map(str.isidentifier, options)):
        raise ValueError(f"cannot be read. {cure}")
    return url.partition("?")[0], options

"""What can be told from the settings alone. Pure."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from bot.running.findings import Finding, heed, well, wrong
from bot.settings import LOOPBACK, PREFIX, Settings

LEAST_VARIED = 10  # different characters in a secret that nobody guesses
TRUSTED = "FORWARDED_ALLOW_IPS"


def of_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
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
            yield heed("settings", f"{name} is set, and nothing reads it.", meant)


def _address(settings: Settings) -> Iterator[Finding]:
    if settings.public_url:
        yield well("address", f"People find Accord at {settings.public}.")
    elif settings.host in LOOPBACK:
        yield heed(
            "address",
            f"Links say {settings.public}, which only this machine can open.",
            "Put a web server with TLS in front, and set ACCORD_PUBLIC_URL to its https:// address.",
        )
    else:
        yield wrong(
            "address",
            f"Others can reach Accord (ACCORD_HOST is {settings.host}), and its links say {settings.public}.",
            "Set ACCORD_PUBLIC_URL to the https:// address that people see.",
        )


def _secret(settings: Settings) -> Iterator[Finding]:
    shared = settings.database.startswith("postgresql")
    if any(len({*each}) < LEAST_VARIED for each in settings.secrets):
        yield wrong("secret key", "ACCORD_SECRET_KEY can be guessed.", "Make one with: openssl rand -hex 32")
    elif settings.secrets:
        yield well("secret key", f"ACCORD_SECRET_KEY holds {len(settings.secrets)}.")
    elif shared:
        yield wrong(
            "secret key",
            "ACCORD_SECRET_KEY is not set. Each process would make one of its own, and sign out those whom"
            " another has signed in.",
            "Give all processes the same one. Make it with: openssl rand -hex 32",
        )
    else:
        yield well("secret key", f"Accord makes its own, and keeps it in {settings.data / 'secret'}.")


def _metrics(settings: Settings) -> Finding:
    if settings.metrics_token.get_secret_value():
        return well("metrics", "/metrics opens to ACCORD_METRICS_TOKEN.")
    if settings.public_url:
        return well("metrics", "/metrics is closed; ACCORD_METRICS_TOKEN would open it.")
    return well("metrics", "/metrics opens to this machine.")


def _proxies(settings: Settings, trusted: str) -> Finding:
    """Who may say where a request came from: rate limits count by that."""
    if "*" in trusted:
        return heed(
            "visitors",
            f"Anybody may say where they come from, because {TRUSTED} is *.",
            "Set it to the address of the web server in front.",
        )
    if settings.host not in LOOPBACK and not trusted:
        return heed(
            "visitors",
            "All visitors seem to come from the web server in front, and are slowed down as one.",
            f"Set {TRUSTED} to its address.",
        )
    return well("visitors", f"{trusted or '127.0.0.1'} may say where they come from.")

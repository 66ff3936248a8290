"""The hosts of Microsoft that Accord calls, and a session that calls no others."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from adapters.outbound import OutboundAddress, only_hosts
from adapters.teams.clouds import CLOUDS, Cloud, CloudName
from adapters.teams.settings import TeamsSettings

ON = "`TEAMS_APP_ID`"


def open_session(settings: TeamsSettings) -> aiohttp.ClientSession:
    """Return a session that calls Microsoft's hosts only, or those that stand in for them."""
    return aiohttp.ClientSession(middlewares=(only_hosts(settings.hosts),))


def teams_addresses() -> dict[CloudName, Sequence[OutboundAddress]]:
    """Return the addresses in each of Microsoft's clouds."""
    return {name: _addresses(cloud) for name, cloud in CLOUDS.items()}


def _addresses(cloud: Cloud) -> Sequence[OutboundAddress]:
    return (
        OutboundAddress(
            cloud.service_host,
            "443",
            "When Accord posts, edits or looks up something in Teams.",
            "Messages: questions, results, names, addresses of pictures. IDs of people, chats and tenants.",
            ON,
        ),
        OutboundAddress(
            _host(cloud.token_url),
            "443",
            "About once an hour, for the token that Accord sends with each message; when somebody signs in"
            " with Microsoft; `accord check`.",
            "The app ID and what proves it. The one-time code of a sign-in.",
            ON,
        ),
        OutboundAddress(
            _host(cloud.metadata_url),
            "443",
            "Once a day, for the keys with which Microsoft signs what Teams sends; `accord check`.",
            "Nothing.",
            ON,
        ),
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""

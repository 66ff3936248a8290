"""The hosts that Accord calls, for docs/operate/outbound.md, and the guard that lets it call no others."""

from collections.abc import Collection
from dataclasses import dataclass

import aiohttp
from aiohttp import ClientHandlerType, ClientMiddlewareType, ClientRequest, ClientResponse


@dataclass(frozen=True, slots=True)
class OutboundAddress:
    """A host that Accord calls, as operators are told. `*.` at the beginning stands for all hosts below it;
    a host that only the operator knows is described in words."""

    host: str
    port: str
    when: str  # Accord calls it
    what: str  # it is sent
    switch: str  # the settings without which it is never called


OPERATORS_OWN = (
    OutboundAddress(
        "your PostgreSQL servers",
        "5432, or as set",
        "All the time.",
        "Everything that Accord stores. The keys of open rounds go to a server of their own.",
        "`ACCORD_DATABASE_URL`, `ACCORD_KEYS_URL`",
    ),
    OutboundAddress(
        "your mail server",
        "465, 587 or as set",
        "When a member who gets email is asked, reminded or told results; `accord check`.",
        "Emails to members: questions, summaries and links that sign them in. They hold no answers.",
        "`ACCORD_SMTP_URL`",
    ),
)
CHOSEN_BY_COORDINATORS = OutboundAddress(
    "hosts of webhooks",
    "443",
    "When a round has closed, or somebody sends a trial message.",
    "That a round has closed, and the address of its page. No results, no names of people.",
    "none: any coordinator can add up to five for a partnership, to public addresses only",
)


class HostRefused(aiohttp.ClientError):
    """A request, or a redirect, was for a host that Accord does not call."""


def only_hosts(hosts: Collection[str]) -> ClientMiddlewareType:
    """Return a middleware for a session that calls these hosts only. A redirect to another host is refused
    too. `*.` at the beginning of one stands for all hosts below it."""

    async def refuse_others(request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
        if not is_among(request.url.host or "", hosts):
            raise HostRefused("Accord does not call that host.")
        return await send(request)

    return refuse_others


def is_among(host: str, hosts: Collection[str]) -> bool:
    """Return True if a host is one of these, of which some may begin with `*.`."""
    return host in hosts or any(name.startswith("*.") and host.endswith(name[1:]) for name in hosts)

"""Resolves names of hosts to public addresses only.

A coordinator chooses where a webhook goes, and Accord runs inside somebody's network: without this, Accord
could be made to call what only that network can reach. Checking the name when it is typed would not be
enough, since its owner can point it elsewhere at any time; so the very addresses that are connected to are
checked.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

IpAddress = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")  # https://www.rfc-editor.org/rfc/rfc6052#section-2.1
# The only part of IPv6 from which public addresses are given out. `is_global` is true of all that is not
# listed as special, such as fec0::1. https://www.iana.org/assignments/ipv6-address-space
GLOBAL_UNICAST = IPv6Network("2000::/3")


class NotPublic(OSError):
    """A name of a host leads to an address that is not public."""


def is_public(address: IpAddress) -> bool:
    """Return True if an address is one of the public internet, as is any IPv4 address within it."""
    if isinstance(address, IPv6Address):
        if (inner := _ipv4_within(address)) is not None:
            return is_public(inner)
        return address.is_global and address in GLOBAL_UNICAST and address.teredo is None
    return address.is_global and not address.is_multicast


def _ipv4_within(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class PublicResolver(AbstractResolver):
    """Implements aiohttp's resolver. One address that is not public refuses the host as a whole."""

    def __init__(
        self,
        resolver: AbstractResolver | None = None,
        is_allowed: Callable[[IpAddress], bool] = is_public,
    ):
        self._resolver, self._is_allowed = resolver or ThreadedResolver(), is_allowed

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError if it has none, NotPublic if one is not allowed."""
        results = await self._resolver.resolve(host, port, family)
        if not all(self._is_allowed(ip_address(result["host"])) for result in results):
            raise NotPublic
        return results

    async def close(self) -> None:
        await self._resolver.close()

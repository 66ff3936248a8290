"""Only public addresses are connected to."""

from ipaddress import ip_address

import pytest

from adapters.webhooks.public_hosts import NotPublic, PublicResolver, is_public
from tests.adapters.webhooks.receiver import Names


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2606:4700::6810:84e5", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep the credentials of a machine
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:0:53aa:64c::1",
        "fec0::1",  # site-local, which some networks still use
        "::7f00:1",  # 127.0.0.1 within IPv6, as first standards had it
        "::ffff:0:7f00:1",
        "64:ff9b:1::a9fe:a9fe",  # where networks choose their own translation to IPv4
        "5f00::1",
        "fe80::1%eth0",
    ],
)
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(ip_address(address))


async def test_one_private_address_refuses_the_host() -> None:
    resolver = PublicResolver(Names(["8.8.8.8"], ["8.8.8.8", "10.0.0.1"]))
    assert [result["host"] for result in await resolver.resolve("receiver.example", 443)] == ["8.8.8.8"]
    with pytest.raises(NotPublic):
        await resolver.resolve("receiver.example", 443)
    await resolver.close()

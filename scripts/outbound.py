"""Renders docs/operate/outbound.md from the addresses in the code."""

from collections.abc import Iterable

from adapters.outbound import CHOSEN_BY_COORDINATORS, OPERATORS_OWN, OutboundAddress
from adapters.slack.outbound import SLACK_ADDRESSES
from adapters.teams.outbound import teams_addresses

CLOUDS = teams_addresses()
TEAMS = CLOUDS["public"]
ADDRESSES = (
    *SLACK_ADDRESSES,
    *(address for addresses in CLOUDS.values() for address in addresses),
    *OPERATORS_OWN,
    CHOSEN_BY_COORDINATORS,
)

INTRODUCTION = """\
# Every address that Accord calls

For people who set up a firewall, and for information governance officers who ask what leaves the United
Kingdom. Where these hosts stand, Slack, Microsoft and your own providers can tell you: write it down.

Each address below is called only with the setting beside it, so without settings Accord calls nobody. The one
exception is webhooks, which a coordinator adds. Accord never asks for updates, reports its use, fetches fonts
or maps, or sends anything to an AI model. It draws charts on your server.

All calls are encrypted, except to your own mail server and databases, where you choose. Accord follows no
redirect to another host. Your DNS server is asked for the names of these hosts. With `HTTPS_PROXY`, calls to
Slack leave through that proxy, and no others do.
"""
OTHER_CLOUDS = """\
## Teams in the clouds of the United States' government

With `TEAMS_CLOUD` other hosts take the place of the three above, for the same calls:

| setting | hosts, port 443 |
| --- | --- |
"""
AFTER = """\
## Who calls Accord

- **People's browsers**, through the web server in front of Accord. Pages load nothing from other hosts. A
  button to sign in leads to `slack.com` or `login.microsoftonline.com`.
- **Slack**, at `/slack/events`, unless you set `SLACK_APP_TOKEN`.
- **Teams**, at `/api/messages` for messages and at `/charts/` for pictures of charts. Nobody can guess the
  address of a picture.
- **Programs of partners**, at `/api/v1/`, with a token that a coordinator has made.

## How it is tested

- Every host in the code of Accord is in the tables above, or is only shown to people.
- No test of Accord can connect to another machine: a guard refuses it, and the test fails.
- `accord serve` and `accord demo` run in a network without an exit, and the operating system counts no
  attempt to leave it. With Slack, Teams, sign-in and email set up, Accord asks only for the hosts above.
- The clients for Slack and Microsoft refuse every other host, also after a redirect. The client for webhooks
  follows no redirect.

See `tests/test_outbound.py`, `tests/adapters/test_outbound.py` and `tests/end_to_end/test_outbound.py`.
"""


def render_page() -> str:
    """Return the page, with a table for each platform."""
    clouds = [
        f"| `TEAMS_CLOUD={name}` | {', '.join(f'`{address.host}`' for address in addresses)} |\n"
        for name, addresses in CLOUDS.items()
        if addresses is not TEAMS
    ]
    return "\n".join(
        (
            INTRODUCTION,
            _section("Slack", SLACK_ADDRESSES),
            _section("Teams and sign-in with Microsoft", TEAMS),
            OTHER_CLOUDS + "".join(clouds),
            _section("Your own servers", OPERATORS_OWN),
            _section("Webhooks", [CHOSEN_BY_COORDINATORS]),
            AFTER,
        )
    )


def _section(title: str, addresses: Iterable[OutboundAddress]) -> str:
    rows = "\n".join(map(_row, addresses))
    return (
        f"## {title}\n\n| host and port | when | what is sent | switched on by |\n"
        f"| --- | --- | --- | --- |\n{rows}\n"
    )


def _row(address: OutboundAddress) -> str:
    host = f"`{address.host}`" if "." in address.host else address.host
    return f"| {host}, port {address.port} | {address.when} | {address.what} | {address.switch} |"

"""Microsoft's clouds, each with its own issuers and hosts. Pure.

Endpoints of the clouds of the United States' government: https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
Hosts of Teams: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""

from dataclasses import dataclass
from typing import Literal

CloudName = Literal["public", "gcc", "gcc-high", "dod"]


@dataclass(frozen=True, slots=True)
class Cloud:
    """`issuer` signs what Teams sends, with keys that `metadata_url` leads to. Our token is for `scope`, from
    `token_url` with the home tenant in it, and goes to `service_host` only. People sign in at `sign_in_url`,
    which is also the issuer of their ID tokens."""

    service_host: str
    issuer: str = "https://api.botframework.com"
    scope: str = "https://api.botframework.com/.default"
    metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_url: str = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"  # noqa: S105 - an address
    sign_in_url: str = "https://login.microsoftonline.com/{tenant}/v2.0"


def _of_azure_government(service_host: str) -> Cloud:
    return Cloud(
        service_host,
        "https://api.botframework.us",
        "https://api.botframework.us/.default",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",
        "https://login.microsoftonline.us/{tenant}/v2.0",
    )


CLOUDS: dict[CloudName, Cloud] = {
    "public": Cloud("smba.trafficmanager.net"),
    "gcc": Cloud("smba.infra.gcc.teams.microsoft.com"),
    "gcc-high": _of_azure_government("smba.infra.gov.teams.microsoft.us"),
    "dod": _of_azure_government("smba.infra.dod.teams.microsoft.us"),
}


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """The address that gives tokens, and what they are for."""

    url: str
    scope: str = CLOUDS["public"].scope

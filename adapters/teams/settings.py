"""The settings of Teams, all of them optional, and their check."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Literal

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from adapters.teams.token_validation import TrustPolicy
from bot.ops.doctor import Finding, ok, warning
from bot.settings import LOOPBACK, Environment, require_https_unless_local

if TYPE_CHECKING:
    from adapters.teams.integration import TeamsIntegration
    from bot.chats import ChatServices, TrialServices

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
TOKEN_URL = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"  # noqa: S105 - an address
SERVICE_HOSTS = "smba.trafficmanager.net"
NO_PASSWORD = SecretStr("")
MAX_DEVELOPER_NAME = 32  # https://learn.microsoft.com/microsoft-365/extensibility/schema/root-developer


class TeamsSettings(Environment):
    """Implements bot.app.ChatSettings.

    `TEAMS_APP_ID`, `TEAMS_APP_PASSWORD` and `TEAMS_TENANT_ID` are those of the bot's registration, which
    is for one tenant since July 2025. `TEAMS_ALLOWED_TENANTS` lists the tenants whose calls are accepted,
    separated by commas; by default that one. `TEAMS_DEVELOPER_NAME` and `TEAMS_SLASH_COMMANDS` are for the
    app package."""

    model_config = SettingsConfigDict(env_prefix="TEAMS_")

    app_id: str = ""
    app_password: SecretStr = NO_PASSWORD
    tenant_id: str = ""
    allowed_tenants: str = ""
    openid_metadata_url: str = METADATA_URL
    token_url: str = ""
    allowed_service_hosts: str = SERVICE_HOSTS
    developer_name: str = "Accord"
    slash_commands: Literal["", "on"] = ""

    @property
    def wanted(self) -> bool:
        return bool(self.app_id)

    @property
    def trust(self) -> TrustPolicy:
        return TrustPolicy(
            (self.app_id,),
            dict.fromkeys(_split((self.allowed_tenants or self.tenant_id).lower()), self.app_id),
            _split(self.allowed_service_hosts.lower()),
        )

    @property
    def uses_stand_in(self) -> bool:
        """Return True if a stand-in for Teams on this machine is used, which can fetch from it."""
        return self.trust.service_hosts <= LOOPBACK

    @property
    def token_endpoint(self) -> str:
        return self.token_url or TOKEN_URL.format(tenant=self.tenant_id)

    def check(self, public_url: str) -> Finding:
        """Return what `accord check` says about Teams."""
        if not self.wanted:
            return ok("Teams", "Not set up: TEAMS_APP_ID is not set.")
        count = len(self.trust.tenants)
        tenants = "one tenant" if count == 1 else f"{count} tenants"
        if not public_url.startswith("https://"):
            return warning(
                "Teams",
                f"For {tenants}, but Teams cannot reach {public_url}.",
                "Set ACCORD_PUBLIC_URL to an https:// address.",
            )
        return ok("Teams", f"For {tenants}, at {public_url}/api/messages.")

    async def try_out(self, services: "TrialServices") -> Sequence[Finding]:
        """Return what Microsoft says of the settings; nothing if Teams is not set up."""
        if not self.wanted:
            return ()
        from adapters.teams.checks import try_teams

        return await try_teams(self, services)

    def open(self, services: "ChatServices") -> AbstractAsyncContextManager["TeamsIntegration"]:
        """Import the integration, and open it until the end of the block."""
        from adapters.teams.integration import open_teams

        return open_teams(self, services)

    @field_validator("openid_metadata_url", "token_url")
    @classmethod
    def _require_private(cls, url: str) -> str:
        reason = "because trust rests on it; leave it out for Microsoft"
        return url and require_https_unless_local(url, "that begins with https://", reason)

    @field_validator("developer_name")
    @classmethod
    def _fits(cls, name: str) -> str:
        if not name or len(name) > MAX_DEVELOPER_NAME:
            raise ValueError(f"must have 1 to {MAX_DEVELOPER_NAME} characters, because Teams takes no others")
        return name

    @field_validator("slash_commands", mode="before")
    @classmethod
    def _is_on_or_off(cls, given: str) -> str:
        if given not in ("", "on", "off"):
            raise ValueError(f"is “{given}”. Set it to on, or leave it out")
        return given.removesuffix("off")

    @model_validator(mode="after")
    def _require_all_or_none(self) -> "TeamsSettings":
        given = {
            "TEAMS_APP_ID": self.app_id,
            "TEAMS_APP_PASSWORD": self.app_password.get_secret_value(),
            "TEAMS_TENANT_ID": self.tenant_id,
        }
        missing = [name for name, value in given.items() if not value]
        if missing and len(missing) < len(given):
            raise ValueError(
                f"{' and '.join(missing)} must be set too, because Teams needs all of {', '.join(given)}"
            )
        return self


def _split(listed: str) -> frozenset[str]:
    return frozenset(filter(None, (item.strip() for item in listed.split(","))))

"""The settings of Teams, all of them optional, and their check."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from adapters.teams.clouds import CLOUDS, Cloud, CloudName, TokenEndpoint
from adapters.teams.credentials import Credential
from adapters.teams.registrations import (
    Registration,
    apps_by_tenant,
    parse_registrations,
    read_credential,
    split_tenants,
)
from adapters.teams.token_validation import TrustPolicy
from bot.environment import (
    LOOPBACK,
    ON_OR_OFF,
    TESTS,
    Environment,
    OnOrOff,
    require_https_unless_local,
    setting,
)
from bot.ops.doctor import Finding, ok, warning

if TYPE_CHECKING:
    from adapters.teams.integration import TeamsIntegration
    from bot.chats import ChatServices, TrialServices

SUBJECT = "Teams"
URL = "an address that begins with `https://`, or with `http://` if it is this machine"
NO_SECRET = SecretStr("")
CREDENTIALS = "TEAMS_APP_PASSWORD"  # or one of the two others, which docs/operate/teams.md names
MAX_DEVELOPER_NAME = 32  # https://learn.microsoft.com/microsoft-365/extensibility/schema/root-developer


class TeamsSettings(Environment):
    """Implements bot.app.ChatSettings.

    `TEAMS_APP_ID` and `TEAMS_TENANT_ID` are those of the first registration, with one of the credentials
    `TEAMS_APP_PASSWORD`, `TEAMS_CERTIFICATE` and `TEAMS_FEDERATED_TOKEN_FILE`. `TEAMS_ALLOWED_TENANTS` lists
    the tenants whose people may use it, separated by commas; by default its own. `TEAMS_REGISTRATIONS` lists
    further registrations, as JSON. `TEAMS_DEVELOPER_NAME` and `TEAMS_SLASH_COMMANDS` are for the app
    package. With `TEAMS_SIGN_IN` people sign in to our pages with Microsoft, through the first
    registration."""

    model_config = SettingsConfigDict(env_prefix="TEAMS_")

    app_id: str = setting(
        "",
        SUBJECT,
        "The app ID of the Azure Bot.",
        "an ID, as the Azure portal shows it",
        example="5d8e0c4a-0d0e-4a6b-9a3e-0b6f0f6f1c11",
        needs="`TEAMS_TENANT_ID`, `ACCORD_PUBLIC_URL` and one of `TEAMS_APP_PASSWORD`, `TEAMS_CERTIFICATE`,"
        " `TEAMS_FEDERATED_TOKEN_FILE`",
    )
    tenant_id: str = setting(
        "",
        SUBJECT,
        "The tenant in which the app is registered.",
        "an ID, as the Azure portal shows it",
        example="1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        needs="`TEAMS_APP_ID`",
    )
    app_password: SecretStr = setting(
        NO_SECRET,
        SUBJECT,
        "The value of the app's client secret.",
        "text, as the Azure portal shows it once",
        example="Abc8Q~…",
        needs="`TEAMS_APP_ID`",
    )
    certificate: SecretStr = setting(
        NO_SECRET,
        SUBJECT,
        "A certificate with its RSA key, instead of the client secret: see"
        " [Teams](teams.md#without-a-client-secret).",
        "the text of a PEM file, without a password; so set `TEAMS_CERTIFICATE_FILE` to the path of the file",
        needs="`TEAMS_APP_ID`",
    )
    federated_token_file: Path | None = setting(
        None,
        SUBJECT,
        "A file with another issuer's token, instead of the client secret. It is read each time, so it may be"
        " renewed at any moment.",
        "a file",
        example="/var/run/secrets/azure/tokens/azure-identity-token",
        needs="`TEAMS_APP_ID`",
    )
    allowed_tenants: str = setting(
        "",
        SUBJECT,
        "The tenants whose people may use Accord. If it is not set, only that of `TEAMS_TENANT_ID`."
        " `accord tenants allow` adds others without a restart.",
        "IDs with commas between",
        example="1b4e28ba-2fa1-11d2-883f-0016d3cca427,2c5f39cb-30b2-22e3-994f-1127e4ddb538",
        needs="`TEAMS_APP_ID`",
    )
    registrations: SecretStr = setting(
        NO_SECRET,
        SUBJECT,
        "Further bots, for organisations that want their own: see"
        " [Teams](teams.md#an-organisation-that-wants-its-own-bot).",
        "JSON; so set `TEAMS_REGISTRATIONS_FILE` to the path of a file",
        needs="`TEAMS_APP_ID`",
    )
    cloud: CloudName = setting(
        "public",
        SUBJECT,
        "Microsoft's cloud. The others are for the government of the United States.",
        "`public`, `gcc`, `gcc-high` or `dod`",
        example="public",
        needs="`TEAMS_APP_ID`",
    )
    developer_name: str = setting(
        "Accord",
        SUBJECT,
        "Who the app names as its developer.",
        f"text of 1 to {MAX_DEVELOPER_NAME} characters",
        example="Estuary Council",
    )
    slash_commands: OnOrOff = setting(
        "",
        SUBJECT,
        "Offers `/` commands in channels, where Teams has them. Other members do not see what somebody"
        " types, but administrators can export it.",
        ON_OR_OFF,
        example="on",
        needs="`TEAMS_APP_ID`",
    )
    sign_in: OnOrOff = setting(
        "",
        SUBJECT,
        "Lets people sign in to Accord's pages with Microsoft.",
        ON_OR_OFF,
        example="on",
        needs="`TEAMS_APP_ID`, `ACCORD_PUBLIC_URL`",
    )
    openid_metadata_url: str = setting(
        "",
        TESTS,
        "Takes the place of Microsoft's signing keys.",
        URL,
        example="http://127.0.0.1:8155/metadata",
    )
    token_url: str = setting(
        "", TESTS, "Takes the place of Microsoft's token server.", URL, example="http://127.0.0.1:8155/token"
    )
    sign_in_url: str = setting(
        "",
        TESTS,
        "Takes the place of Microsoft's sign-in page.",
        URL,
        example="http://127.0.0.1:8155/sign-in",
    )
    allowed_service_hosts: str = setting(
        "",
        TESTS,
        "Takes the place of the hosts of Teams to which Accord's token may go.",
        "names of hosts with commas between",
        example="127.0.0.1",
    )

    @property
    def wanted(self) -> bool:
        return bool(self.app_id)

    @cached_property
    def apps(self) -> Sequence[Registration]:
        """All registrations, that of TEAMS_APP_ID first. Raises ValueError, at the start at the latest."""
        credential = self._credential()
        if not self.app_id or not credential:
            return ()
        tenants = split_tenants(self.allowed_tenants or self.tenant_id)
        first = Registration(self.app_id, self.tenant_id, credential, tenants)
        listed = self.registrations.get_secret_value()
        return [first, *(parse_registrations(listed) if listed else ())]

    @property
    def trust(self) -> TrustPolicy:
        hosts = self.allowed_service_hosts.lower() or self._cloud.service_host
        return TrustPolicy(
            [app.app_id for app in self.apps],
            apps_by_tenant(self.apps),
            frozenset(filter(None, (host.strip() for host in hosts.split(",")))),
            self._cloud.issuer,
        )

    @property
    def hosts(self) -> frozenset[str]:
        """Return the hosts that Accord calls."""
        urls = (self.metadata_url, self.token_endpoint("").url, self.sign_in_issuer(""))
        return self.trust.service_hosts | {urlsplit(url).hostname or "" for url in urls}

    @property
    def uses_stand_in(self) -> bool:
        """Return True if a stand-in for Teams on this machine is used, which can fetch from it."""
        return self.trust.service_hosts <= LOOPBACK

    @property
    def metadata_url(self) -> str:
        return self.openid_metadata_url or self._cloud.metadata_url

    def token_endpoint(self, tenant: str) -> TokenEndpoint:
        """Return where an app of this home tenant gets its token."""
        url = self.token_url or self._cloud.token_url
        return TokenEndpoint(url.replace("{tenant}", tenant), self._cloud.scope)

    def sign_in_issuer(self, tenant: str) -> str:
        """Return the issuer at which people of a tenant sign in."""
        return (self.sign_in_url or self._cloud.sign_in_url).replace("{tenant}", tenant)

    def check(self, public_url: str) -> Finding:
        """Return what `accord check` says about Teams."""
        if not self.wanted:
            return ok("Teams", "Not set up: TEAMS_APP_ID is not set.")
        count = len(self.trust.tenants)
        tenants = "one tenant" if count == 1 else f"{count} tenants"
        if len(self.apps) > 1:
            tenants += f" and {len(self.apps)} apps"
        tenants += ", with sign-in" if self.sign_in else ""
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

    @field_validator("openid_metadata_url", "token_url", "sign_in_url")
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

    @model_validator(mode="after")
    def _require_all_or_none(self) -> "TeamsSettings":
        given = {
            "TEAMS_APP_ID": self.app_id,
            CREDENTIALS: self._credential(),
            "TEAMS_TENANT_ID": self.tenant_id,
        }
        missing = [name for name, value in given.items() if not value]
        is_begun = len(missing) < len(given) or self.registrations.get_secret_value()
        if missing and is_begun:
            raise ValueError(
                f"{' and '.join(missing)} must be set too, because Teams needs all of {', '.join(given)}"
            )
        return self

    @model_validator(mode="after")
    def _require_apps_that_can_be_told_apart(self) -> "TeamsSettings":
        try:
            apps_by_tenant(self.apps)
        except ValueError as error:
            raise ValueError(f"TEAMS_REGISTRATIONS {error}") from error
        return self

    @property
    def _cloud(self) -> Cloud:
        return CLOUDS[self.cloud]

    def _credential(self) -> Credential | None:
        """Return the credential of the first registration. Raises ValueError."""
        secret, pem = self.app_password.get_secret_value(), self.certificate.get_secret_value()
        try:
            return read_credential(secret, pem.encode(), self.federated_token_file)
        except ValueError as error:
            raise ValueError(f"TEAMS_APP_ID {error}") from error

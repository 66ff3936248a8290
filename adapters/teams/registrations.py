"""The registrations of Accord at Microsoft: an app, its home tenant, its credential, and its tenants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from adapters.teams.credentials import Certificate, ClientSecret, Credential, FederatedToken

NO_SECRET = SecretStr("")
FAULTS = {
    "missing": "is missing",
    "extra_forbidden": "is no setting of an app",
    "string_too_short": "is empty",
    "tuple_type": "it must be a list",
}


@dataclass(frozen=True, slots=True)
class Registration:
    """An app that is registered in its home `tenant`. `tenants` are those whose people may use it."""

    app_id: str
    tenant: str
    credential: Credential
    tenants: frozenset[str]


class ListedRegistration(BaseModel):
    """A further registration, as TEAMS_REGISTRATIONS lists it: with one credential, and by default only for
    its own tenant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    app_id: str = Field(min_length=1)
    tenant_id: str = Field(min_length=1)
    tenants: tuple[str, ...] = ()
    password: SecretStr = NO_SECRET
    password_file: Path | None = None
    certificate_file: Path | None = None
    federated_token_file: Path | None = None

    def open(self) -> Registration:
        """Return the registration with its credential. Raises ValueError."""
        secret = self.password.get_secret_value()
        if self.password_file:
            secret = _read(self.password_file).decode().strip()
        certificate = _read(self.certificate_file) if self.certificate_file else b""
        credential = read_credential(secret, certificate, self.federated_token_file)
        if credential is None:
            raise ValueError("needs one of password_file, certificate_file and federated_token_file")
        tenants = split_tenants(",".join(self.tenants) or self.tenant_id)
        return Registration(self.app_id, self.tenant_id.lower(), credential, tenants)


def read_credential(secret: str, certificate: bytes, federated_token_file: Path | None) -> Credential | None:
    """Return the credential that is given, or None. Raises ValueError if it cannot work."""
    if sum(map(bool, (secret, certificate, federated_token_file))) > 1:
        raise ValueError("has several credentials. Give one: a secret, a certificate or a federated token")
    if certificate:
        try:
            return Certificate.parse(certificate)
        except ValueError as error:
            raise ValueError(f"has a certificate file that cannot be used: {error}") from error
    if federated_token_file:
        return FederatedToken(federated_token_file)
    return ClientSecret(secret) if secret else None


def parse_registrations(listed: str) -> Sequence[Registration]:
    """Return the registrations of a JSON list. Raises ValueError, which says where the fault is."""
    try:
        entries = TypeAdapter(tuple[ListedRegistration, ...]).validate_json(listed)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise ValueError(f"cannot be used: {_describe(first)}") from None
    registrations = []
    for entry in entries:
        try:
            registrations.append(entry.open())
        except ValueError as error:
            raise ValueError(f"cannot be used: the app {entry.app_id} {error}") from error
    return registrations


def _describe(fault: ErrorDetails) -> str:
    """Return what is wrong, and in which entry, counted from 1."""
    reason = FAULTS.get(fault["type"], fault["msg"])
    if not fault["loc"]:
        return reason
    entry, *field = fault["loc"]
    return " ".join([f"in entry {int(entry) + 1},", *map(str, field), reason])


def apps_by_tenant(registrations: Iterable[Registration]) -> Mapping[str, str]:
    """Return the app of each tenant. Raises ValueError if two have the same app or tenant: Accord would not
    know through which of them to write."""
    apps, by_tenant = set[str](), dict[str, str]()
    for registration in registrations:
        if registration.app_id in apps:
            raise ValueError(f"lists the app {registration.app_id} twice")
        apps.add(registration.app_id)
        for tenant in registration.tenants:
            if tenant in by_tenant:
                raise ValueError(
                    f"lists the tenant {tenant} for two apps, {by_tenant[tenant]} and {registration.app_id}"
                )
            by_tenant[tenant] = registration.app_id
    return by_tenant


def split_tenants(listed: str) -> frozenset[str]:
    """Return the tenant IDs of a list with commas."""
    return frozenset(filter(None, (item.strip().lower() for item in listed.split(","))))


def _read(file: Path) -> bytes:
    """Raises ValueError if a file cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise ValueError(f"names {file}, which cannot be read ({error.strerror})") from error

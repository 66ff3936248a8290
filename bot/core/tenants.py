"""Tenants: the directories of organisations whose people may use Accord, or were refused. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TenantDecision(StrEnum):
    """The decision of an operator about a tenant. The values are stored."""

    NONE = "none"
    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant that an operator decided about, or whose calls were refused. `app` is the id of the app that
    its people may use, or that they called. Since the decision, `refused_calls` were refused, the last one
    `refused_on` a day: a moment would tell when other rows were written."""

    id: str
    app: str
    decision: TenantDecision
    refused_calls: int = 0
    refused_on: date | None = None

"""Says in plain words why Microsoft gave no token. Pure.

Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. Microsoft may change them,
so every refusal has words for those who do not know its code.
"""

import re
from datetime import timedelta
from typing import Any

from bot.core.errors import FailureReason, SendFailed

RETRY_AFTER = timedelta(minutes=1)
_CODE = re.compile(r"AADSTS(\d{2,9})")
REPLACE_IT = (
    "In the Entra admin centre, open the app, Certificates & secrets, and make a new client secret. Copy its"
    " value, not its ID, to TEAMS_APP_PASSWORD."
)
UPLOAD_IT = (
    "In the Entra admin centre, open the app, Certificates & secrets, and upload the certificate without its"
    " key."
)
TRUST_IT = (
    "In the Entra admin centre, open the app, Certificates & secrets, Federated credentials. Enter issuer,"
    " subject and audience as that token has them."
)
CHECK_APP = (
    "Check TEAMS_APP_ID, and that TEAMS_TENANT_ID is the tenant in which the app was registered, not a"
    " partner's."
)
CHECK_TENANT = "Copy the directory (tenant) ID from the Overview page of the Entra admin centre."
REFUSALS = {
    7000215: ("The client secret is wrong", REPLACE_IT),
    7000222: ("The client secret has expired", REPLACE_IT),
    700016: ("There is no app with this ID in the tenant", CHECK_APP),
    7000229: ("There is no app with this ID in the tenant", CHECK_APP),
    700027: ("The certificate is not one of the app's", UPLOAD_IT),
    700024: ("The certificate's or the other issuer's token is out of date", "Check this machine's clock."),
    70021: ("The other issuer's token is not one that the app trusts", TRUST_IT),
    700213: ("The other issuer's token is not one that the app trusts", TRUST_IT),
    7000112: ("The app is switched off", "Switch it on in the Entra admin centre, under Enterprise apps."),
    90002: ("There is no such tenant", CHECK_TENANT),
    900023: ("TEAMS_TENANT_ID is no tenant ID", CHECK_TENANT),
}


class NoToken(SendFailed):
    """Microsoft gave no token. `what` and `cure` are sentences for the operator. It is tried again, since an
    operator can cure each of the reasons."""

    def __init__(self, failure: FailureReason, what: str, cure: str):
        super().__init__(f"{what} {cure}", failure=failure, retry_after=RETRY_AFTER)
        self.what, self.cure = what, cure


def not_asked() -> NoToken:
    return NoToken(
        FailureReason.TIMEOUT,
        "Microsoft could not be asked for a token.",
        "It will be tried again. If it goes on, check that this machine can reach Microsoft over https.",
    )


def unreadable(error: Exception) -> NoToken:
    return NoToken(
        FailureReason.NO_PLATFORM,
        f"The file with the federated token cannot be read ({type(error).__name__}).",
        "Check TEAMS_FEDERATED_TOKEN_FILE, and that Accord may read it.",
    )


def refused(status: int, answer: Any) -> NoToken:
    """Return the error for an answer without a token."""
    code = _code_in(answer)
    known = REFUSALS.get(code)
    what, cure = known or (
        "Microsoft gave no token",
        "Check TEAMS_APP_ID, TEAMS_TENANT_ID and the app's credential.",
    )
    shown = f"AADSTS{code}" if code else f"status {status}"
    return NoToken(FailureReason.NO_PLATFORM, f"{what} ({shown}).", cure)


def _code_in(answer: Any) -> int:
    """Return the first code in an answer, or 0."""
    named = answer if isinstance(answer, dict) else {}
    codes = named.get("error_codes")
    if isinstance(codes, list) and codes and isinstance(codes[0], int):
        return codes[0]
    found = _CODE.search(str(named.get("error_description", "")))
    return int(found[1]) if found else 0

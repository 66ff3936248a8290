"""Translate errors of the mail server to SendFailed. Pure.

Its own words are never repeated: they hold addresses.
"""

import re
import ssl
from datetime import timedelta

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPTimeoutError,
)

from bot.core.errors import FailureReason, SendFailed

RETRY_AFTER_OUTAGE = timedelta(minutes=1)
RETRY_AFTER_REFUSED_SIGN_IN = timedelta(minutes=15)  # an operator has to change something first
SERVICE_NOT_AVAILABLE = 421
# No such mailbox or host, moved, or switched off: https://www.iana.org/assignments/smtp-enhanced-status-codes
NO_SUCH_MAILBOX = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
ENHANCED_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class MailboxGone(SendFailed):
    """The server says that there is no mailbox at this address."""

    def __init__(self, reason: str):
        super().__init__(reason, failure=FailureReason.RETURNED, permanent=True)


class SignInRefused(SendFailed):
    """The server lets us send nothing at all: an operator of Accord has to change something."""

    def __init__(self, reason: str):
        super().__init__(reason, failure=FailureReason.NO_PLATFORM, retry_after=RETRY_AFTER_REFUSED_SIGN_IN)


def to_send_failed(error: Exception) -> SendFailed:
    """Return the SendFailed for an error that was raised while connecting or sending a message."""
    if isinstance(error, SMTPResponseException) and error.code >= 400:
        return _permanent(error) if error.code >= 500 else _temporary(error)
    if isinstance(error, SMTPTimeoutError):
        return _unreachable("The mail server did not answer in time.")
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return SignInRefused("The mail server's certificate is not to be trusted, or it speaks no TLS there.")
    if type(error) is SMTPException:  # it lacks something that ACCORD_SMTP_URL asks for
        return SignInRefused("The mail server offers no STARTTLS, or no way to say who we are.")
    return _unreachable("The mail server cannot be reached, or is none.")


def _unreachable(reason: str) -> SendFailed:
    return SendFailed(reason, failure=FailureReason.TIMEOUT, retry_after=RETRY_AFTER_OUTAGE)


def _temporary(error: SMTPResponseException) -> SendFailed:
    """A temporary error concerns one message, for example if the server greylists, or everything."""
    only_this_message = (
        isinstance(error, SMTPRecipientRefused | SMTPDataError) and error.code != SERVICE_NOT_AVAILABLE
    )
    reason = f"The mail server asks to try again later ({error.code})."
    return SendFailed(reason, retry_after=None if only_this_message else RETRY_AFTER_OUTAGE)


def _permanent(error: SMTPResponseException) -> SendFailed:
    match error:
        case SMTPRecipientRefused():
            return _recipient_refused(error.code, error.message)
        case SMTPAuthenticationError():
            return SignInRefused(f"The mail server does not know the user, or the password ({error.code}).")
        case SMTPSenderRefused():
            return SignInRefused(f"The mail server takes nothing from our address ({error.code}).")
        case SMTPConnectError() | SMTPHeloError():
            return SignInRefused(f"The mail server does not let us in ({error.code}).")
    return SendFailed(f"The mail server refused the message ({error.code}).", permanent=True)


def _recipient_refused(code: int, message: str) -> SendFailed:
    """Judge by the enhanced code if there is one; without it, 550, 551 and 553 say that there is no such
    mailbox: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3"""
    enhanced = ENHANCED_CODE.match(message)
    codes = f"{code} {enhanced[0]}" if enhanced else str(code)
    if NO_SUCH_MAILBOX.match(message) if enhanced else code in {550, 551, 553}:
        return MailboxGone(f"The mail server says that there is no such mailbox ({codes}).")
    return SendFailed(f"The mail server does not take mail for this address ({codes}).", permanent=True)

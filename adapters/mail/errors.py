"""What the mail server's refusals mean. Pure.

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

AWAY = timedelta(minutes=1)
SHUT = timedelta(minutes=15)  # until an operator has seen to it
NOT_AVAILABLE = 421
# No such mailbox or host, moved, or switched off: https://www.iana.org/assignments/smtp-enhanced-status-codes
GONE = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class MailboxGone(SendFailed):
    """The server says that nobody reads at this address."""

    def __init__(self, reason: str):
        super().__init__(reason, failure=FailureReason.RETURNED, permanent=True)


class SignInRefused(SendFailed):
    """The server lets us send nothing at all: whoever runs Accord must see to it."""

    def __init__(self, reason: str):
        super().__init__(reason, failure=FailureReason.NO_PLATFORM, retry_after=SHUT)


def to_send_failed(error: Exception) -> SendFailed:
    """Of what was raised while a connection was made, or a message handed over."""
    if isinstance(error, SMTPResponseException) and error.code >= 400:
        return _permanent(error) if error.code >= 500 else _passing(error)
    if isinstance(error, SMTPTimeoutError):
        return _silent("The mail server did not answer in time.")
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return SignInRefused("The mail server's certificate is not to be trusted, or it speaks no TLS there.")
    if type(error) is SMTPException:  # what it lacks, of what ACCORD_SMTP_URL asks for
        return SignInRefused("The mail server offers no STARTTLS, or no way to say who we are.")
    return _silent("The mail server cannot be reached, or is none.")


def _silent(reason: str) -> SendFailed:
    return SendFailed(reason, failure=FailureReason.TIMEOUT, retry_after=AWAY)


def _passing(error: SMTPResponseException) -> SendFailed:
    """With one message, as when a server wants to see whether we come back, or with everything."""
    only_this = isinstance(error, SMTPRecipientRefused | SMTPDataError) and error.code != NOT_AVAILABLE
    reason = f"The mail server asks to try again later ({error.code})."
    return SendFailed(reason, retry_after=None if only_this else AWAY)


def _permanent(error: SMTPResponseException) -> SendFailed:
    match error:
        case SMTPRecipientRefused():
            return _refused(error.code, error.message)
        case SMTPAuthenticationError():
            return SignInRefused(f"The mail server does not know the user, or the password ({error.code}).")
        case SMTPSenderRefused():
            return SignInRefused(f"The mail server takes nothing from our address ({error.code}).")
        case SMTPConnectError() | SMTPHeloError():
            return SignInRefused(f"The mail server does not let us in ({error.code}).")
    return SendFailed(f"The mail server refused the message ({error.code}).", permanent=True)


def _refused(code: int, message: str) -> SendFailed:
    """By the enhanced code where there is one; 550, 551 and 553 by themselves say that there is no such
    mailbox: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3"""
    enhanced = ENHANCED.match(message)
    said = f"{code} {enhanced[0]}" if enhanced else str(code)
    if GONE.match(message) if enhanced else code in {550, 551, 553}:
        return MailboxGone(f"The mail server says that there is no such mailbox ({said}).")
    return SendFailed(f"The mail server does not take mail for this address ({said}).", permanent=True)

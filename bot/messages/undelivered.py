"""Cards for coordinators about messages that did not arrive. Pure."""

from collections.abc import Mapping, Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Part, Text
from bot.core.deliveries import DeliveryKind, FailedDelivery
from bot.core.errors import FailureReason
from bot.core.i18n import N_, Translator
from bot.language.commands import RetryDeliveries, ShowStatus
from bot.membership.roster import SentenceBuilder

KINDS: Mapping[str, str] = {
    DeliveryKind.CHECK_IN: N_("the questions"),
    DeliveryKind.ANNOUNCEMENT: N_("that a round is open"),
    DeliveryKind.SUMMARY: N_("the results"),
    DeliveryKind.ALERT: N_("what stands out"),
    DeliveryKind.ACTIONS: N_("a question about actions"),
    DeliveryKind.WEEKLY_SUMMARY: N_("the weekly summary"),
    DeliveryKind.ROUND_CANCELLED: N_("that the round was cancelled"),
    DeliveryKind.ROUND_POSTPONED: N_("that the next round opens later"),
    DeliveryKind.SCHEDULE_STOPPED: N_("that the schedule has stopped"),
    DeliveryKind.TOO_FEW_MEMBERS: N_("that a round was not opened"),
    DeliveryKind.JOIN_REQUEST: N_("a request to join"),
    DeliveryKind.CONFIRM_MEMBERSHIP: N_("a request to confirm"),
    DeliveryKind.WELCOME: N_("a welcome"),
    DeliveryKind.REQUEST_DECLINED: N_("that a request was declined"),
    DeliveryKind.MEMBER_REMOVED: N_("that they were removed"),
    DeliveryKind.NO_COORDINATOR: N_("that there is no coordinator"),
    DeliveryKind.LOGIN_LINK_RENEWED: N_("that they have a new sign-in link"),
    DeliveryKind.APP_REMOVED: N_("that Accord was removed"),
    DeliveryKind.CHANNEL_CLOSED: N_("that a channel is closed to us"),
    DeliveryKind.PARTNERSHIP_ENDED: N_("that the partnership has ended"),
}
REASONS = {
    FailureReason.BUSY: N_("The platform could not take it at that moment."),
    FailureReason.TIMEOUT: N_("The platform did not answer."),
    FailureReason.INVALID_RESPONSE: N_("We could not understand the platform’s answer."),
    FailureReason.NOT_FOUND: N_("The person or channel no longer exists there."),
    FailureReason.RETURNED: N_("Email to their address does not arrive. Type members to see what helps."),
    FailureReason.FORBIDDEN: N_("Accord is not installed there now. Someone there has to install it."),
    FailureReason.NOT_ADDED: N_("Accord is not in that chat or team. Someone has to add the app there."),
    FailureReason.DISABLED: N_("An administrator has turned Accord off there. Ask them to turn it on."),
    FailureReason.NOT_PERMITTED: N_(
        "Accord may not write there: the app was removed, or an administrator blocked it."
    ),
    FailureReason.BLOCKED: N_("They have blocked Accord in their chat. Only they can unblock it."),
    FailureReason.WRITES_BLOCKED: N_(
        "They have blocked Accord, or an administrator lets nobody write to them there."
    ),
    FailureReason.NOT_ALLOWED: N_(
        "The person who runs Accord does not allow their organisation. Ask them to allow it."
    ),
    FailureReason.REFUSED: N_("The platform refused it."),
    FailureReason.UNREACHABLE: N_(
        "We do not know where to write to them now. Ask them to write to Accord first."
    ),
    FailureReason.NO_PLATFORM: N_(
        "Accord is not connected to that platform. Ask the person who runs Accord."
    ),
    FailureReason.FAULT: N_(
        "We could not write the message, which is our fault. Tell the person who runs Accord."
    ),
    FailureReason.LATE: N_("By the time we could send it, it was too late to be useful."),
}


def failed_parts(
    t: Translator, given_up: Sequence[FailedDelivery], waiting: Sequence[FailedDelivery], say: SentenceBuilder
) -> list[Part]:
    """List what was given up, with a button to try again, and what is tried again by itself."""
    parts: list[Part] = []
    if given_up:
        parts += [Text(t("We could not deliver these:")), _listed(t, given_up)]
        parts.append(Buttons((Button(t("Try again"), say(RetryDeliveries())),)))
    if waiting:
        parts += [Text(t("These failed. We’ll try them again for you:")), _listed(t, waiting)]
    return parts


def retried(t: Translator, again: int, left: Sequence[FailedDelivery], say: SentenceBuilder) -> Card:
    if not again and not left:
        return Card(t("There is nothing to send again"), (Text(t("Everything was delivered.")),))
    words = t.n(
        "We’ll send {n} message again, in working hours.",
        "We’ll send {n} messages again, in working hours.",
        again,
    )
    parts: list[Part] = [Text(words)] if again else []
    if left:
        parts += [Text(t("We cannot send these again:")), _listed(t, left)]
    parts.append(Buttons((Button(t("Round status"), say(ShowStatus())),)))
    return Card(t("Sent again") if again else t("Nothing was sent again"), tuple(parts))


def _listed(t: Translator, failed: Sequence[FailedDelivery]) -> BulletList:
    lines = {f"{failure.who}: {_kind_text(t, failure)}. {_reason_text(t, failure)}" for failure in failed}
    return BulletList(tuple(sorted(lines)))


def _kind_text(t: Translator, failed: FailedDelivery) -> str:
    return t(KINDS.get(failed.kind, N_("a message")))


def _reason_text(t: Translator, failed: FailedDelivery) -> str:
    """Return the reason in words. A row of another version may have a reason that this one does not know."""
    texts = {reason.value: text for reason, text in REASONS.items()}
    return t(texts.get(failed.reason, N_("It could not be sent.")))

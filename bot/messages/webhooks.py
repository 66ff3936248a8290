"""What happened to a message to a webhook, in words. Pure."""

from bot.core.deliveries import DeliveryKind, DeliveryState
from bot.core.errors import FailureReason
from bot.core.i18n import N_, Translator

KINDS = {
    DeliveryKind.WEBHOOK_ROUND_CLOSED: N_("A round closed"),
    DeliveryKind.WEBHOOK_TEST: N_("A test"),
}
REASONS = {
    FailureReason.BUSY: N_("The receiver asked us to wait."),
    FailureReason.TIMEOUT: N_("The receiver did not answer in time."),
    FailureReason.INVALID_RESPONSE: N_("We could not make a secure connection, or understand the answer."),
    FailureReason.NOT_FOUND: N_("There is no such receiver."),
    FailureReason.NOT_ALLOWED: N_("The address leads into a private network, where we do not send."),
    FailureReason.REFUSED: N_("The receiver did not accept it."),
    FailureReason.LATE: N_("We stopped trying after three days."),
}


def kind_text(t: Translator, kind: str) -> str:
    return t(KINDS[DeliveryKind(kind)])


def result_text(t: Translator, state: DeliveryState, failure: str) -> str:
    """Return whether a message arrived. `failure` is the `FailureReason` of the last attempt, or empty."""
    if state is DeliveryState.SETTLED:
        return t("Delivered")
    if not failure:
        return t("Waiting to be sent")
    texts = {reason.value: text for reason, text in REASONS.items()}
    why = t(texts.get(failure, N_("It could not be sent.")))
    if state is DeliveryState.GIVEN_UP:
        return t("Not delivered. {why}", why=why)
    return t("Not delivered yet. {why} We’ll try again.", why=why)

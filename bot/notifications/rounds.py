"""The card of a delivery, made at the moment it leaves; None where it is not needed, or not allowed, any
more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.errors import FailureReason, SendFailed
from bot.core.followups import Alert
from bot.core.i18n import Translator
from bot.core.models import (
    Channel,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
)
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.language import parser
from bot.membership import permissions
from bot.messages import actions as action_words
from bot.messages import alerts as alert_messages
from bot.messages import check_in
from bot.messages import rounds as messages
from bot.messages import summary as summary_messages
from bot.reports.summary import summarise, theme_title
from bot.rounds import actions, answers, reminders
from bot.rounds.alerts import detect_signals
from bot.rounds.answers import UnlockedRound
from bot.rounds.history import scheduled_results
from bot.rounds.send_window import DailyCheckIn

RoundComposer = Callable[[AppContext, Transaction, Delivery, Translator], Awaitable[Card | None]]

TO_COORDINATORS = {DeliveryKind.ALERT, DeliveryKind.SCHEDULE_STOPPED}  # where they go to a person


async def compose(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """For a member: only while they are in, in their language. For a channel: only while it is the
    partnership's. Once a partnership has ended, only that its round was called off. Raises SendFailed where
    somebody who should have it cannot be written to there any more."""
    partnership = await db.get(Partnership, delivery.partnership)
    if partnership.ended_at and delivery.kind != DeliveryKind.ROUND_CANCELLED:
        return None
    if (listener := await _recipient(db, delivery, partnership)) is None:
        return None
    card = await COMPOSERS[DeliveryKind(delivery.kind)](context, db, delivery, context.translator(listener))
    if card and isinstance(listener, Person) and listener.home != delivery.to:
        raise SendFailed("no longer their address", failure=FailureReason.UNREACHABLE, permanent=True)
    return card


async def _recipient(
    db: Transaction, delivery: Delivery, partnership: Partnership
) -> Person | Partnership | None:
    """Whom it is for, if they may still have it."""
    if not delivery.member:
        there = await db.count(Channel, address=delivery.to, partnership=partnership.id)
        return partnership if there else None
    for member in await db.find(Member, id=delivery.member, standing=MembershipStatus.ACTIVE):
        if member.role is Role.COORDINATOR or delivery.kind not in TO_COORDINATORS:
            return await db.get(Person, member.person)
    return None


async def _ask(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """The first question. Made alike whether or not the member has answered it by now."""
    if (found := await _invited(context, db, delivery)) is None:
        return None
    invitation, round_ = found
    partnership = await db.get(Partnership, round_.partnership)
    return messages.invited(
        t, partnership.name, round_, check_in.step_card(context.bank, t, round_, invitation.id, "1")
    )


async def _remind(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    if (found := await _invited(context, db, delivery)) is None:
        return None
    invitation, round_ = found
    unlocked = await answers.unlock(context, round_)
    if unlocked is None or not await _is_wanted(context, db, unlocked, invitation):
        return None
    partnership = await db.get(Partnership, round_.partnership)
    return messages.reminded(t, partnership.name, round_)


async def _is_wanted(
    context: AppContext, db: Transaction, unlocked: UnlockedRound, invitation: Invitation
) -> bool:
    """Whether a reply is missing on the day of a usual reminder, or on one that was wished for. Whoever
    only left the comment open has replied."""
    done = await answers.answered_questions(db, unlocked, invitation.member)
    if done.issuperset(unlocked.round.questions):
        return False
    member = await db.get(Member, invitation.member)
    today = local_date(context.clock.now(), (await db.get(Person, member.person)).zone)
    region = (await db.get(Organisation, member.organisation)).region
    most = (await db.get(Partnership, member.partnership)).reminders
    asked_on = [each.on for each in await db.find(DailyCheckIn, invitation=invitation.id)]
    if asked_on and reminders.is_default_day(today, max(asked_on), region, most):
        return True
    return answers.LATER in done and await answers.wants_reminder(db, unlocked, invitation.member, today)


async def _invited(
    context: AppContext, db: Transaction, delivery: Delivery
) -> tuple[Invitation, Round] | None:
    """The invitation that a delivery is about, and its round, while both stand and the person does not
    pause."""
    for invitation in await db.find(Invitation, id=delivery.subject):
        member = await db.get(Member, invitation.member)
        if reminders.is_paused(await db.get(Person, member.person), context.clock.now()):
            return None
        for round_ in await db.find(Round, id=invitation.round, state=RoundState.OPEN):
            return invitation, round_
    return None


async def _summary(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    outcome = await summarise(context, db, await db.get(Round, delivery.subject), t)
    if not delivery.member:
        return summary_messages.card(t, outcome, parser.format_command)
    person = await db.get(Person, (await db.get(Member, delivery.member)).person)
    partnership = await db.get(Partnership, delivery.partnership)
    return summary_messages.brief(t, outcome, await permissions.sentence_builder(db, person, partnership))


async def _called_off(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    return messages.cancelled(t, (await db.get(Partnership, delivery.partnership)).name)


async def _set_aside(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    partnership = await db.get(Partnership, delivery.partnership)
    return None if partnership.next_round_at else messages.schedule_stopped(t, partnership.name)


async def _actions(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """None where all have been answered by now."""
    partnership, round_ = (
        await db.get(Partnership, delivery.partnership),
        await db.get(Round, delivery.subject),
    )
    asked = await actions.to_ask(db, partnership, round_)
    roster = await permissions.load_roster(db, partnership.id)
    return _below(delivery, round_, action_words.asked(t, roster, round_.id, asked)) if asked else None


async def _alert(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """None where, after a rebase, nothing stands out any more."""
    alert = await db.get(Alert, delivery.subject)
    round_ = await db.get(Round, alert.round)
    for signal in await detect_signals(db, round_, await scheduled_results(db, round_)):
        if (signal.kind, signal.theme) == (alert.kind, alert.theme):
            point = next(
                (each.text.in_language(t.code) for each in context.talking_points if each.id == alert.point),
                "",
            )
            title = theme_title(context.bank, alert.theme, t)
            return _below(delivery, round_, alert_messages.alert(t, alert.id, title, signal, point))
    return None


def _below(delivery: Delivery, round_: Round, card: Card) -> Card:
    """In a channel it follows the summary of its round."""
    return card if delivery.member else replace(card, reply_to=summary_messages.thread_key(round_.id))


COMPOSERS: Mapping[DeliveryKind, RoundComposer] = {
    DeliveryKind.CHECK_IN: _ask,
    DeliveryKind.REMINDER: _remind,
    DeliveryKind.SUMMARY: _summary,
    DeliveryKind.ROUND_CANCELLED: _called_off,
    DeliveryKind.SCHEDULE_STOPPED: _set_aside,
    DeliveryKind.ALERT: _alert,
    DeliveryKind.ACTIONS: _actions,
}

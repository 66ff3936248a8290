"""Composes the notifications about rounds.

Each card is composed when it is sent. Each function returns None if its card is not needed or not allowed
any more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.analysis.signals import new_alerts
from bot.context import AppContext
from bot.core.cards import ANY_INVITATION, Card, with_invitation
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
from bot.messages import actions as action_messages
from bot.messages import alerts as alert_messages
from bot.messages import check_in
from bot.messages import rounds as messages
from bot.messages import summary as summary_messages
from bot.messages.removals import removal_lines
from bot.reports import signal_text
from bot.reports.summary import summarise, summarise_beside_alerts
from bot.reports.titles import theme_title
from bot.reports.who_asked import who_asked
from bot.rounds import actions, answers, reminders
from bot.rounds.alerts import told_in_channels
from bot.rounds.answers import UnlockedRound
from bot.rounds.publishing import load_published
from bot.rounds.send_window import DailyCheckIn

RoundComposer = Callable[[AppContext, Transaction, Delivery, Translator], Awaitable[Card | None]]

TO_COORDINATORS = {  # if they go to a person
    DeliveryKind.ALERT,
    DeliveryKind.SCHEDULE_STOPPED,
    DeliveryKind.TOO_FEW_MEMBERS,
}


async def compose(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Return the card of a delivery in its recipient's language, or None.

    A member gets it only while they are active, a channel only while it is the partnership's. Once a
    partnership has ended, only the cancellation of its round is sent. Raises SendFailed where the member is
    no longer at this address."""
    partnership = await db.get(Partnership, delivery.partnership)
    if partnership.ended_at and delivery.kind != DeliveryKind.ROUND_CANCELLED:
        return None
    if (recipient := await _recipient(db, delivery, partnership)) is None:
        return None
    t = context.translator(recipient)
    card = await COMPOSERS[DeliveryKind(delivery.kind)](context, db, delivery, t)
    if card and isinstance(recipient, Person) and recipient.home != delivery.to:
        raise SendFailed("no longer their address", failure=FailureReason.UNREACHABLE, permanent=True)
    return replace(card, language=t.code) if card else None


async def _recipient(
    db: Transaction, delivery: Delivery, partnership: Partnership
) -> Person | Partnership | None:
    """Return the person, or for a channel the partnership, that may still have this delivery, else None."""
    if not delivery.member:
        is_channel = await db.count(Channel, address=delivery.to, partnership=partnership.id)
        return partnership if is_channel else None
    member = await db.first(Member, id=delivery.member, standing=MembershipStatus.ACTIVE)
    if member and (member.role is Role.COORDINATOR or delivery.kind not in TO_COORDINATORS):
        return await db.get(Person, member.person)
    return None


async def _check_in(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """Ask the first question. The card is the same whether or not the member has answered it by now."""
    if (open_invitation := await _open_invitation(context, db, delivery)) is None:
        return None
    invitation, round_ = open_invitation
    partnership = await db.get(Partnership, round_.partnership)
    asked = await who_asked(context, db, round_, t)
    shared = context.first_questions.get(key := (round_, partnership.name, asked, t))
    if shared is None:
        first = check_in.step_card(context.bank, t, partnership.name, round_, ANY_INVITATION, "1")
        shared = context.first_questions[key] = messages.invited(first, asked)
    return with_invitation(shared, invitation.id)


async def question_closed(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Say in the place of a question that its round is over, also to somebody who has left or whose
    partnership has ended. The card is the same whether or not they replied."""
    member, round_ = await db.get(Member, delivery.member), await db.get(Round, delivery.subject)
    partnership = await db.get(Partnership, delivery.partnership)
    t = context.translator(await db.get(Person, member.person))
    card = messages.question_closed(t, partnership.name, is_cancelled=round_.state is RoundState.CANCELLED)
    return replace(card, replaces=answers.thread_key(round_.id), language=t.code)


async def _announcement(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """Tell a channel that a round is open. None if it is not any more."""
    round_ = await db.first(Round, id=delivery.subject, state=RoundState.OPEN)
    return messages.announced(t, round_) if round_ else None


async def _announcement_over(
    _: AppContext, db: Transaction, delivery: Delivery, t: Translator
) -> Card | None:
    return messages.announcement_over(t, await db.get(Round, delivery.subject))


async def _reminder(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    if (open_invitation := await _open_invitation(context, db, delivery)) is None:
        return None
    invitation, round_ = open_invitation
    unlocked = await answers.unlock(context, round_)
    if unlocked is None or not await _is_reminder_due(context, db, unlocked, invitation):
        return None
    partnership = await db.get(Partnership, round_.partnership)
    return messages.reminded(t, partnership.name, round_)


async def _question_moved(
    context: AppContext, db: Transaction, delivery: Delivery, t: Translator
) -> Card | None:
    """Say in the place of a question that a reminder came after it, while its round is open."""
    if (open_invitation := await _open_invitation(context, db, delivery)) is None:
        return None
    _, round_ = open_invitation
    return replace(messages.question_moved(t), replaces=answers.thread_key(round_.id))


async def _is_reminder_due(
    context: AppContext, db: Transaction, unlocked: UnlockedRound, invitation: Invitation
) -> bool:
    """Return True if a member's reply is missing, and today is a default day for reminders or the one they
    wished for. A member who only left the comment open has replied."""
    answered = await answers.answered_questions(db, unlocked, invitation.member)
    if answered.issuperset(unlocked.round.questions):
        return False
    member = await db.get(Member, invitation.member)
    today = local_date(context.clock.now(), (await db.get(Person, member.person)).zone)
    region = (await db.get(Organisation, member.organisation)).region
    max_reminders = (await db.get(Partnership, member.partnership)).reminders
    asked_on = [check_in.on for check_in in await db.find(DailyCheckIn, invitation=invitation.id)]
    if asked_on and reminders.is_default_day(today, max(asked_on), region, max_reminders):
        return True
    return answers.LATER in answered and await answers.wants_reminder(db, unlocked, invitation.member, today)


async def _open_invitation(
    context: AppContext, db: Transaction, delivery: Delivery
) -> tuple[Invitation, Round] | None:
    """Return the invitation that a delivery is about and its round, or None if the invitation is gone, the
    round is not open, or the person has paused."""
    invitation = await db.first(Invitation, id=delivery.subject)
    if invitation is None:
        return None
    member = await db.get(Member, invitation.member)
    if reminders.is_paused(await db.get(Person, member.person), context.clock.now()):
        return None
    round_ = await db.first(Round, id=invitation.round, state=RoundState.OPEN)
    return (invitation, round_) if round_ else None


async def _summary(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    round_ = await db.get(Round, delivery.subject)
    if not delivery.member:
        beside_alerts = await summarise_beside_alerts(context, db, round_, t)
        return summary_messages.post(t, beside_alerts, parser.format_command)
    person = await db.get(Person, (await db.get(Member, delivery.member)).person)
    partnership = await db.get(Partnership, delivery.partnership)
    say = await permissions.sentence_builder(db, person, partnership)
    return summary_messages.brief(t, await summarise(context, db, round_, t), say)


async def _round_cancelled(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    partnership = await db.get(Partnership, delivery.partnership)
    return messages.cancelled(t, partnership.name, partnership.next_round_at)


async def _round_postponed(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """Tell when the next round opens. None if it is not postponed any more: what ended the postponement was
    told with its date."""
    partnership = await db.get(Partnership, delivery.partnership)
    planned, opens = partnership.postponed_from_at, partnership.next_round_at
    return messages.postponed(t, partnership.name, planned, opens) if planned and opens else None


async def _schedule_stopped(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    partnership = await db.get(Partnership, delivery.partnership)
    return None if partnership.next_round_at else messages.schedule_stopped(t, partnership.name)


async def _too_few_members(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """Say why a scheduled round was not opened. None if a round is open by now."""
    roster = await permissions.load_roster(db, delivery.partnership)
    removed = removal_lines(t, roster)
    return None if roster.partnership.round else messages.too_few_members(t, roster.partnership, removed)


async def _actions(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """Ask whether the open actions were done. None if all have been settled by now."""
    partnership = await db.get(Partnership, delivery.partnership)
    round_ = await db.get(Round, delivery.subject)
    open_actions = await actions.to_ask(db, partnership, round_)
    if not open_actions:
        return None
    roster = await permissions.load_roster(db, partnership.id)
    card = action_messages.asked(t, roster, round_.id, open_actions)
    return _reply_to_summary(delivery, round_, card)


async def _alert(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """Report what stood out when the round closed. None if it is not known any more.

    The gravest alert of a round says how sure it is, and asks the round's question, for all of them."""
    alert = await db.get(Alert, delivery.subject)
    round_ = await db.get(Round, alert.round)
    published, title = await load_published(context, db, round_), theme_title(context.bank, alert.theme, t)
    told = told_in_channels(published.signals, await db.find(Alert, round=round_.id))
    for signal in new_alerts(published.signals):
        if (signal.kind, signal.theme) != (alert.kind, alert.theme):
            continue
        if signal.kind.for_coordinators:
            return alert_messages.for_coordinators(t, alert.id, title, signal)
        first = next((change for change in told if change.change), None)
        sure = signal_text.how_sure_in_brief(t, signal) if signal == first else ""
        point = alert.point if alert.point == published.talking_point else ""
        texts = {known.id: known.text.in_language(t.code) for known in context.talking_points}
        point, response = texts.get(point, ""), alert.response
        card = alert_messages.alert(t, alert.id, title, signal, sure=sure, point=point, response=response)
        return _reply_to_summary(delivery, round_, card)
    return None


async def _alert_taken_up(
    context: AppContext, db: Transaction, delivery: Delivery, t: Translator
) -> Card | None:
    """Show everybody where an alert stands how it was taken up."""
    card = await _alert(context, db, delivery, t)
    return replace(card, replaces=card.thread_key, reply_to="") if card else None


def _reply_to_summary(delivery: Delivery, round_: Round, card: Card) -> Card:
    """Return the card; in a channel it is a reply to the summary of its round."""
    return card if delivery.member else replace(card, reply_to=summary_messages.thread_key(round_.id))


COMPOSERS: Mapping[DeliveryKind, RoundComposer] = {
    DeliveryKind.CHECK_IN: _check_in,
    DeliveryKind.ANNOUNCEMENT: _announcement,
    DeliveryKind.ANNOUNCEMENT_OVER: _announcement_over,
    DeliveryKind.REMINDER: _reminder,
    DeliveryKind.QUESTION_MOVED: _question_moved,
    DeliveryKind.SUMMARY: _summary,
    DeliveryKind.ROUND_CANCELLED: _round_cancelled,
    DeliveryKind.ROUND_POSTPONED: _round_postponed,
    DeliveryKind.SCHEDULE_STOPPED: _schedule_stopped,
    DeliveryKind.TOO_FEW_MEMBERS: _too_few_members,
    DeliveryKind.ALERT: _alert,
    DeliveryKind.ALERT_TAKEN_UP: _alert_taken_up,
    DeliveryKind.ACTIONS: _actions,
}

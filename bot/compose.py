"""The card of a delivery, made at the moment it leaves; None where it is not needed, or not allowed, any
more."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.core.cards import Card
from bot.core.context import AppContext
from bot.core.deliveries import Delivery
from bot.core.email import is_mailbox_address
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
from bot.partners import access, actions, mailings, notices
from bot.rounds import alerting, answers, asking, outcomes, reminding, steps
from bot.rounds.answers import Vault
from bot.rounds.history import past
from bot.rounds.holding import Asked
from bot.talk.phrases import actions as action_words
from bot.talk.phrases import alerts, summary
from bot.talk.phrases import rounds as phrases

CALLED_OFF = "called-off"
TO_COORDINATORS = {"alert", "set-aside"}  # where they go to a person
PERSONAL = notices.KINDS | mailings.KINDS  # which see for themselves whom they are for

Composer = Callable[[AppContext, Transaction, Delivery, Translator], Awaitable[Card | None]]


async def compose(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """For a member: only while they are in, in their language. For a channel: only while it is the
    partnership's. Once a partnership has ended, only that its round was called off. Raises SendFailed where
    somebody who should have it cannot be written to there any more."""
    if delivery.kind in PERSONAL:
        wanted = not is_mailbox_address(delivery.to) or await mailings.takes(db, delivery)
        return await PERSONAL[delivery.kind](db, context, delivery) if wanted else None
    partnership = await db.get(Partnership, delivery.partnership)
    if partnership.ended_at and delivery.kind != CALLED_OFF:
        return None
    if (listener := await _listener(db, delivery, partnership)) is None:
        return None
    card = await KINDS[delivery.kind](context, db, delivery, context.translator(listener))
    if card and isinstance(listener, Person) and listener.home != delivery.to:
        raise SendFailed("no longer their address", failure=FailureReason.UNREACHABLE, permanent=True)
    return card


async def _listener(
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
    return phrases.invited(
        t, partnership.name, round_, asking.put(context.bank, t, round_, invitation.id, "1")
    )


async def _remind(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    if (found := await _invited(context, db, delivery)) is None:
        return None
    invitation, round_ = found
    unlocked = await answers.unlock(context, round_)
    if unlocked is None or not await _is_wanted(context, db, unlocked, invitation):
        return None
    partnership = await db.get(Partnership, round_.partnership)
    return phrases.reminded(t, partnership.name, round_)


async def _is_wanted(context: AppContext, db: Transaction, unlocked: Vault, invitation: Invitation) -> bool:
    """Whether a reply is missing on the day of a usual reminder, or on one that was wished for. Whoever
    only left the comment open has replied."""
    done = await answers.replied(db, unlocked, invitation.member)
    if done.issuperset(unlocked.round.questions):
        return False
    member = await db.get(Member, invitation.member)
    today = local_date(context.clock.now(), (await db.get(Person, member.person)).zone)
    region = (await db.get(Organisation, member.organisation)).region
    most = (await db.get(Partnership, member.partnership)).reminders
    asked_on = [each.on for each in await db.find(Asked, invitation=invitation.id)]
    if asked_on and reminding.is_usual(today, max(asked_on), region, most):
        return True
    return steps.LATER in done and await answers.wished(db, unlocked, invitation.member, today)


async def _invited(
    context: AppContext, db: Transaction, delivery: Delivery
) -> tuple[Invitation, Round] | None:
    """The invitation that a delivery is about, and its round, while both stand and the person does not
    pause."""
    for invitation in await db.find(Invitation, id=delivery.subject):
        member = await db.get(Member, invitation.member)
        if reminding.pauses(await db.get(Person, member.person), context.clock.now()):
            return None
        for round_ in await db.find(Round, id=invitation.round, state=RoundState.OPEN):
            return invitation, round_
    return None


async def _summary(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    outcome = await outcomes.outcome(context, db, await db.get(Round, delivery.subject), t)
    if not delivery.member:
        return summary.card(t, outcome, parser.format_command)
    person = await db.get(Person, (await db.get(Member, delivery.member)).person)
    partnership = await db.get(Partnership, delivery.partnership)
    return summary.brief(t, outcome, await access.saying(db, person, partnership))


async def _called_off(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    return phrases.called_off(t, (await db.get(Partnership, delivery.partnership)).name)


async def _set_aside(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    partnership = await db.get(Partnership, delivery.partnership)
    return None if partnership.next_round_at else phrases.set_aside(t, partnership.name)


async def _actions(_: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """None where all have been answered by now."""
    partnership, round_ = (
        await db.get(Partnership, delivery.partnership),
        await db.get(Round, delivery.subject),
    )
    asked = await actions.to_ask(db, partnership, round_)
    roster = await access.roster(db, partnership.id)
    return _below(delivery, round_, action_words.asked(t, roster, round_.id, asked)) if asked else None


async def _alert(context: AppContext, db: Transaction, delivery: Delivery, t: Translator) -> Card | None:
    """None where, after a rebase, nothing stands out any more."""
    alert = await db.get(Alert, delivery.subject)
    round_ = await db.get(Round, alert.round)
    for signal in await alerting.standing_out(db, round_, await past(db, round_)):
        if (signal.kind, signal.theme) == (alert.kind, alert.theme):
            point = next(
                (each.text.in_language(t.code) for each in context.talking_points if each.id == alert.point),
                "",
            )
            title = outcomes.title(context.bank, alert.theme, t)
            return _below(delivery, round_, alerts.alert(t, alert.id, title, signal, point))
    return None


def _below(delivery: Delivery, round_: Round, card: Card) -> Card:
    """In a channel it follows the summary of its round."""
    return card if delivery.member else replace(card, reply_to=summary.matter(round_.id))


KINDS: dict[str, Composer] = {
    "ask": _ask,
    "remind": _remind,
    "summary": _summary,
    CALLED_OFF: _called_off,
    "set-aside": _set_aside,
    "alert": _alert,
    "actions": _actions,
}

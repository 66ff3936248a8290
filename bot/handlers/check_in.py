"""Handlers for a check-in: one question at a time, and no card shows what somebody chose."""

from dataclasses import dataclass
from datetime import datetime

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Person
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.handlers.request import InvitationRequest, Request
from bot.language import commands as c
from bot.membership import permissions
from bot.messages import check_in as messages
from bot.messages import general
from bot.questions.bank import QuestionBank
from bot.rounds import answers
from bot.rounds.answers import InvitationContext, UnlockedRound


@dataclass(frozen=True, slots=True)
class CheckInView:
    """A view of the question that comes next for somebody, or of the one at the token `at` again."""

    invitation: str
    at: str = ""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> Card:
        """Return the question, or the thanks after the last one. Raises Refusal."""
        t = context.translator(viewer)
        invited = await answers.find_invitation(db, viewer, self.invitation, t)
        answers.require_open(invited.round, context.clock.now(), t)
        _, which = answers.split_token(self.at)
        if answers.question_at(invited.round, which):
            return messages.step_again_card(
                context.bank, t, invited.partnership.name, invited.round, invited.invitation.id, which
            )
        unlocked = await answers.require_unlocked(context, invited.round, t)
        _, card = await next_card(context.bank, db, t, unlocked, invited)
        return card


async def give_answer(request: InvitationRequest, command: c.GiveAnswer) -> Card:
    value = command.value.casefold().replace("’", "'")
    value = answers.CANT_SAY if value == "can't say" else value
    if value not in {*answers.POINTS, answers.CANT_SAY}:
        raise Refusal(request.t("Your answer was not saved. Type a number from 1 to 5, or can't say."))
    reference = _reference(request, command.token)
    if reference == answers.COMMENT:
        raise Refusal(
            request.t("Your comment was not saved, because a comment is words. Type check-in to write one.")
        )
    return await _save(request, reference, value)


async def skip_question(request: InvitationRequest, command: c.SkipQuestion) -> Card:
    """Skip a question or the comment. A comment that was written before is kept."""
    reference = _reference(request, command.token)
    if reference != answers.COMMENT:
        return await _save(request, reference, answers.SKIPPED)
    unlocked = await answers.require_unlocked(request.context, request.invited.round, request.t)
    await answers.save_if_new(request.db, unlocked, request.invited.member.id, reference, answers.SKIPPED)
    return await _next_card(request, unlocked)


async def delete_comment(request: InvitationRequest, _: c.DeleteComment) -> Card:
    return await _save(request, answers.COMMENT, answers.SKIPPED)


async def write_comment(request: InvitationRequest, command: c.WriteComment) -> Card:
    if not request.invited.round.takes_comments:
        raise Refusal(
            request.t(
                "Your comment was not saved. So few people are asked that it would show who wrote it."
                " Raise it at your next meeting instead."
            )
        )
    if len(command.words) > messages.COMMENT_LENGTH:
        most, n = messages.COMMENT_LENGTH, len(command.words)
        raise Refusal(
            request.t(
                "Your comment was not saved. It has {n} characters, and the limit is {most}."
                " Shorten it and send it again.",
                most=most,
                n=n,
            )
        )
    return await _save(request, answers.COMMENT, command.words)


async def change_answer(request: InvitationRequest, command: c.ChangeAnswer) -> Card:
    """Show a question, or the comment, again. The answer stays until another one replaces it."""
    _reference(request, command.token)
    _, step = answers.split_token(command.token)
    invited = request.invited
    return messages.step_again_card(
        request.context.bank, request.t, invited.partnership.name, invited.round, invited.invitation.id, step
    )


async def start_check_in(request: Request, _command: c.StartCheckIn) -> Card:
    """Show the next question, of the round that closes first over all partnerships. If every question is
    answered, show the thanks, with which answers can be changed."""
    question, thanks = await _next_question(request, request.require_speaker())
    if question:
        return question
    planned = [
        partnership.next_round_at
        for _, partnership in await permissions.memberships_of(request.db, request.require_speaker())
        if partnership.next_round_at
    ]
    return thanks or messages.nothing_waits(request.t, min(planned, default=None))


async def refuse_typed_answer(request: Request, _: c.TypeAnswer) -> Card:
    """Show the question that waits, with its buttons. What was typed is neither saved nor repeated: others
    may read it in a copy of the chat."""
    question, _thanks = await _next_question(request, request.speaker) if request.speaker else (None, None)
    if question:
        return messages.typed_answer_refused(request.t, question)
    return general.not_understood(request.t, "", await permissions.highest_rank(request.db, request.speaker))


async def _next_question(request: Request, speaker: Person) -> tuple[Card | None, Card | None]:
    """Return the next step, of the round that closes first over all partnerships; None if no step is left.
    Then return the thanks of the last round, or None if no round is open for the speaker."""
    thanks = None
    for invited in await answers.open_invitations(request.db, speaker):
        unlocked = await answers.require_unlocked(request.context, invited.round, request.t)
        step, card = await next_card(request.context.bank, request.db, request.t, unlocked, invited)
        if step:
            return card, None
        thanks = card
    return None, thanks


async def remind_later(request: Request, _: c.RemindMeLater) -> Card:
    """Send the speaker the reminder of the next working day too. Like every reminder it is sent only if a
    reply is missing. The request is sealed like an answer, for it hints at one."""
    waiting = await answers.open_invitations(request.db, request.require_speaker())
    if not waiting:
        return messages.nothing_waits(request.t, None)
    moments = [await _request_reminder(request, invited.invitation.id) for invited in waiting]
    if due := min(filter(None, moments), default=None):
        return messages.later(request.t, due)
    when = request.t.moment(waiting[0].round.closes_at)
    raise Refusal(
        request.t(
            "There are no more reminders in this round. You can answer until it closes on {when}.", when=when
        )
    )


async def _request_reminder(request: Request, invitation_id: str) -> datetime | None:
    """Request the reminder of the next working day. Returns when it is sent, or None if the round has none
    left."""
    speaker = request.require_speaker()
    locked = await answers.lock_invitation(request.db, invitation_id)
    invited = answers.require_invited(locked, speaker, request.t)
    answers.require_open(invited.round, request.now, request.t)
    reminders = await request.db.find(
        Delivery, kind=DeliveryKind.REMINDER, subject=invitation_id, state=DeliveryState.WAITING
    )
    today = local_date(request.now, speaker.zone)
    days = {local_date(reminder.due_at, speaker.zone): reminder.due_at for reminder in reminders}
    if not (tomorrow := min((day for day in days if day > today), default=None)):
        return None
    unlocked = await answers.require_unlocked(request.context, invited.round, request.t)
    await answers.save(request.db, unlocked, invited.member.id, answers.LATER, tomorrow.isoformat())
    return days[tomorrow]


async def _save(request: InvitationRequest, reference: str, words: str) -> Card:
    """Seal an answer or a comment, and show what comes next."""
    unlocked = await answers.require_unlocked(request.context, request.invited.round, request.t)
    await answers.save(request.db, unlocked, request.invited.member.id, reference, words)
    return await _next_card(request, unlocked)


async def _next_card(request: InvitationRequest, unlocked: UnlockedRound) -> Card:
    _, card = await next_card(request.context.bank, request.db, request.t, unlocked, request.invited)
    return card


def _reference(request: InvitationRequest, token: str) -> str:
    """Return the question, or the comment, that a token stands for. Raises Refusal."""
    _, step = answers.split_token(token)
    if reference := answers.question_at(request.invited.round, step):
        return reference
    raise Refusal(
        request.t(
            "This round has no such question, so nothing was saved. Type check-in to see your next question."
        )
    )


async def next_card(
    bank: QuestionBank, db: Transaction, t: Translator, unlocked: UnlockedRound, invited: InvitationContext
) -> tuple[str | None, Card]:
    """Return the next step of a check-in and its card; None and the thanks if all is answered."""
    answered = await answers.answered_questions(db, unlocked, invited.member.id)
    step, name = answers.next_step(invited.round, answered), invited.partnership.name
    return step, messages.step_card(bank, t, name, invited.round, invited.invitation.id, step)

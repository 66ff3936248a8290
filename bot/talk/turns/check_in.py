"""A member answers: one question at a time, never told back what they chose."""

from datetime import datetime

from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import Refusal
from bot.core.models import Invitation
from bot.core.timezones import local_date
from bot.language import commands as c
from bot.partners import access
from bot.rounds import answers, asking, steps
from bot.talk.phrases import check_in as phrases
from bot.talk.turn import Asked, Turn


async def answer(turn: Asked, command: c.GiveAnswer) -> Card:
    value = command.value.casefold().replace("’", "'")
    value = steps.CANT_SAY if value == "can't say" else value
    if value not in {*steps.POINTS, steps.CANT_SAY}:
        raise Refusal(turn.t("That was not taken: an answer is a number from 1 to 5, or can't say."))
    reference = _reference(turn, command.token)
    if reference == steps.COMMENT:
        raise Refusal(turn.t("That was not taken: a comment is words. Say check-in to write one."))
    return await _keep(turn, reference, value)


async def skip(turn: Asked, command: c.SkipQuestion) -> Card:
    return await _keep(turn, _reference(turn, command.token), steps.SKIPPED)


async def comment(turn: Asked, command: c.WriteComment) -> Card:
    if len(command.words) > phrases.COMMENT_LENGTH:
        most, n = phrases.COMMENT_LENGTH, len(command.words)
        raise Refusal(
            turn.t(
                "That was not taken: a comment has at most {most} characters, and this has {n}.",
                most=most,
                n=n,
            )
        )
    return await _keep(turn, steps.COMMENT, command.words)


async def change(turn: Asked, command: c.ChangeAnswer) -> Card:
    """Put a question again. What was answered stays until another answer takes its place."""
    _reference(turn, command.token)
    _, which = steps.split_token(command.token)
    return asking.put(turn.context.bank, turn.t, turn.round, turn.invitation.id, which)


async def check_in(turn: Turn, _command: c.StartCheckIn) -> Card:
    """What waits: in the round that closes first, over all partnerships; where nothing does, a way to
    change."""
    shown = None
    for _, invitation, round_ in await asking.waiting(turn.db, turn.known()):
        unlocked = await answers.vault_for(turn.context, round_, turn.t)
        which, shown = await asking.following(turn.context.bank, turn.db, turn.t, unlocked, invitation)
        if which:
            return shown
    planned = [
        each.next_round_at for _, each in await access.places(turn.db, turn.known()) if each.next_round_at
    ]
    return shown or phrases.nothing_waits(turn.t, min(planned, default=None))


async def later(turn: Turn, _: c.RemindMeLater) -> Card:
    """The reminder of the next working day is the speaker's too. Like every other it is sent only where a
    reply is missing; that it was wished for is sealed like an answer, which it hints at."""
    waiting = await asking.waiting(turn.db, turn.known())
    if not waiting:
        return phrases.nothing_waits(turn.t, None)
    moments = [await _wish(turn, invitation) for _, invitation, _ in waiting]
    if due := min(filter(None, moments), default=None):
        return phrases.later(turn.t, due)
    when = turn.t.moment(waiting[0][2].closes_at)
    raise Refusal(
        turn.t(
            "I will not remind you again: the round closes on {when}. You can answer until then.", when=when
        )
    )


async def _wish(turn: Turn, invitation: Invitation) -> datetime | None:
    """When the next working day's reminder leaves, which is wished for from now on; None where the round
    has none left."""
    speaker = turn.known()
    member, _, round_ = await answers.asked(turn.db, speaker, invitation.id, turn.now, turn.t)
    owed = await turn.db.find(Delivery, kind="remind", subject=invitation.id, state=DeliveryState.WAITING)
    today = local_date(turn.now, speaker.zone)
    days = {local_date(each.due_at, speaker.zone): each.due_at for each in owed}
    if not (tomorrow := min((day for day in days if day > today), default=None)):
        return None
    unlocked = await answers.vault_for(turn.context, round_, turn.t)
    await answers.take(turn.db, unlocked, member.id, steps.LATER, tomorrow.isoformat())
    return days[tomorrow]


async def _keep(turn: Asked, reference: str, words: str) -> Card:
    """Seal it, and put what comes next."""
    unlocked = await answers.vault_for(turn.context, turn.round, turn.t)
    await answers.take(turn.db, unlocked, turn.member.id, reference, words)
    _, card = await asking.following(turn.context.bank, turn.db, turn.t, unlocked, turn.invitation)
    return card


def _reference(turn: Asked, token: str) -> str:
    """The question, or the comment, that a token stands for."""
    _, which = steps.split_token(token)
    if reference := steps.question_at(turn.round, which):
        return reference
    raise Refusal(
        turn.t("That was not taken: this round has no such question. Say check-in to see what waits for you.")
    )


ANYBODY = {c.StartCheckIn: check_in, c.RemindMeLater: later}
ASKED = {c.GiveAnswer: answer, c.SkipQuestion: skip, c.WriteComment: comment, c.ChangeAnswer: change}

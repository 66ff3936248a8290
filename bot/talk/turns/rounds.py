"""Coordinators ask, look ahead, close and call off; everybody sees how a round stands."""

from bot.core.cards import Card, Part
from bot.core.errors import Refusal
from bot.core.models import Invitation, Role, Round, RoundState
from bot.language import commands as c
from bot.language import dates
from bot.language.parser import format_command
from bot.partners import access, undelivered
from bot.questions import rotation, rules
from bot.questions.bank import OWN_QUESTION, Question
from bot.rounds import closing, rounds, standing
from bot.talk.phrases import rounds as phrases
from bot.talk.phrases import undelivered as words
from bot.talk.turn import Inside


async def ask(turn: Inside, command: c.AskTheme) -> Card:
    questions = tuple(each.ref for each in _of_theme(turn, command.what))
    return await _open(turn, questions, "", command.time)


async def ask_own(turn: Inside, command: c.AskOwnQuestion) -> Card:
    return await _open(turn, (OWN_QUESTION,), rules.validate_own_question(command.own, turn.t), command.time)


async def preview(turn: Inside, command: c.PreviewQuestions) -> Card:
    """The next scheduled round's questions, or a theme's."""
    if command.what:
        chosen = _of_theme(turn, command.what)
        ask_now = format_command(c.AskTheme(command.what)) if _coordinates(turn) else ""
        title = turn.t("What “ask {what}” would ask", what=command.what)
    else:
        packs = (turn.partnership.pack,) if turn.partnership.pack else ()
        chosen, ask_now = rotation.scheduled(turn.context.bank, turn.partnership.rounds + 1, packs), ""
        title = turn.t("What the next round asks")
    questions = [(turn.context.bank.as_asked(each.ref), "; ".join(each.sources)) for each in chosen]
    return phrases.preview(turn.t, title, questions, ask_now)


async def status(turn: Inside, _: c.ShowStatus) -> Card:
    troubles = await _troubles(turn) if _coordinates(turn) else []
    if not turn.partnership.round:
        return phrases.nothing_open(turn.t, turn.partnership.next_round_at, troubles)
    round_ = await turn.db.get(Round, turn.partnership.round)
    if round_.state is not RoundState.OPEN:
        return phrases.closing(turn.t)
    found = await standing.of(turn.context, turn.db, turn.partnership, round_)
    return phrases.status(turn.t, found, _coordinates(turn), troubles)


async def retry(turn: Inside, _: c.RetryDeliveries) -> Card:
    failed = await undelivered.of(turn.db, turn.partnership, turn.now)
    left = await undelivered.again(turn.db, failed, turn.now)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    return words.retried(turn.t, len(failed.given_up) - len(left), failed.told(left), say)


async def close(turn: Inside, _: c.CloseRound) -> Card:
    round_ = await _open_round(turn)
    closing.may_close(round_, turn.now, turn.t)
    await closing.refuse(turn.db, round_)
    return phrases.closing(turn.t)


async def cancel(turn: Inside, _: c.CancelRound) -> Card:
    await closing.call_off(turn.context, turn.db, await _open_round(turn), turn.now)
    return phrases.called_off(turn.t, turn.partnership.name)


async def _open(turn: Inside, questions: tuple[str, ...], own: str, time: str) -> Card:
    try:
        lasting = dates.parse_duration(time, turn.t.code) if time else None
    except ValueError:
        raise Refusal(
            turn.t(
                "Nothing was asked: I did not understand “for {time}”. Say for example: for 2 days.",
                time=time,
            )
        ) from None
    round_ = await rounds.ask(
        turn.context, turn.db, turn.partnership, questions, own, lasting, turn.now, turn.t
    )
    return phrases.opened(turn.t, round_, await turn.db.count(Invitation, round=round_.id))


async def _open_round(turn: Inside) -> Round:
    if not turn.partnership.round:
        raise Refusal(
            turn.t("Nothing was done: no round is open. Say status to see when the next one opens.")
        )
    round_ = await turn.db.get(Round, turn.partnership.round)
    if round_.state is not RoundState.OPEN:
        raise Refusal(
            turn.t("Nothing was done: the round is closed already, and its summary comes in a moment.")
        )
    return round_


async def _troubles(turn: Inside) -> list[Part]:
    failed = await undelivered.of(turn.db, turn.partnership, turn.now)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    return words.troubles(turn.t, failed.told(failed.given_up), failed.told(failed.waiting), say)


def _coordinates(turn: Inside) -> bool:
    return turn.member.role is Role.COORDINATOR


def _of_theme(turn: Inside, what: str) -> tuple[Question, ...]:
    if theme := turn.context.bank.find_theme(what):
        return rotation.ad_hoc(theme)
    names = turn.t.join([each.id for each in turn.context.bank.themes])
    raise Refusal(
        turn.t(
            "I know no theme “{what}”. I know {names}. Put your own question in quotation marks.",
            what=what,
            names=names,
        )
    )


INSIDE = {
    c.AskTheme: ask,
    c.AskOwnQuestion: ask_own,
    c.PreviewQuestions: preview,
    c.ShowStatus: status,
    c.CloseRound: close,
    c.CancelRound: cancel,
    c.RetryDeliveries: retry,
}

"""All that may be said of a closed round, gathered from what is stored."""

from collections.abc import Sequence
from datetime import date

from bot.analysis.signals import closed_at, compared_with, newest_stretch, select_alerts
from bot.analysis.talking_points import PACK_PATTERNS, choose_for_pack
from bot.core.cards import Chart
from bot.core.context import AppContext
from bot.core.followups import Alert, Rebase
from bot.core.i18n import Translator
from bot.core.models import (
    Comment,
    Invitation,
    Member,
    MembershipStatus,
    Partnership,
    QuestionResult,
    Round,
    RoundKind,
)
from bot.core.ports import Transaction
from bot.partners import access, actions
from bot.questions.bank import QuestionBank
from bot.reports import result_text
from bot.reports.signal_text import calm, headline
from bot.rounds import pictures
from bot.rounds.alerting import standing_out
from bot.rounds.history import Past, before, last, past
from bot.talk.phrases import actions as action_words
from bot.talk.phrases import summary
from bot.talk.phrases.summary import Outcome

Line = tuple[Past, Sequence[Rebase]]  # of one core theme


async def outcome(context: AppContext, db: Transaction, round_: Round, t: Translator) -> Outcome:
    partnership = await db.get(Partnership, round_.partnership)
    readings = tuple(await db.find(QuestionResult, round=round_.id))
    upto = await past(db, round_)
    rebases = await db.find(Rebase, partnership=round_.partnership)
    titles = {each.theme: title(context.bank, each.theme, t) for each in readings}
    lines = _by_theme(upto, rebases)
    stands_out, talking_point = await _standing_out(context, db, round_, readings, upto, t)
    did, to_do = await _loop(db, round_, upto, t)
    return Outcome(
        round=round_,
        partnership=partnership.name,
        readings=tuple(sorted(readings, key=lambda each: round_.questions.index(each.question))),
        before=before(upto, round_),
        titles=titles,
        texts={
            each: context.bank.as_asked(each, round_.own).text.in_language(t.code)
            for each in round_.questions
        },
        comments=tuple(each.words for each in await db.find(Comment, round=round_.id)),
        stands_out=stands_out,
        talking_point=talking_point,
        chart=await _chart(context, db, round_, readings, upto, t),
        next_round_at=partnership.next_round_at,
        did=did,
        to_do=to_do,
        last=last(upto, round_),
        calm=calm(t, {title(context.bank, theme, t): newest_stretch(*own) for theme, own in lines.items()}),
        roster=await _roster(db, round_, [*lines.values()], t),
    )


def title(bank: QuestionBank, theme: str, t: Translator) -> str:
    found = bank.find_theme(theme)
    return found.title.in_language(t.code) if found else t("Your question")


def _by_theme(upto: Past, rebases: Sequence[Rebase]) -> dict[str, Line]:
    """The rounds of each core theme, and its rebases."""
    return {
        theme: (
            [(round_, reading) for round_, reading in upto if reading.theme == theme],
            [rebase for rebase in rebases if rebase.theme == theme],
        )
        for theme in dict.fromkeys(reading.theme for _, reading in upto)
    }


async def _standing_out(
    context: AppContext,
    db: Transaction,
    round_: Round,
    readings: Sequence[QuestionResult],
    upto: Past,
    t: Translator,
) -> tuple[tuple[str, ...], str]:
    """What is beyond chance, or lies low, and one talking point: that of the gravest alert that this round
    raised, else of the pack that lies low."""
    found = [
        each for each in select_alerts(await standing_out(db, round_, upto)) if not each.kind.for_coordinators
    ]
    said = [headline(t, title(context.bank, each.theme, t), each) for each in found]
    raised = {(each.kind, each.theme): each.point for each in await db.find(Alert, round=round_.id)}
    known = {each.id: each for each in context.talking_points}
    points = [known[id] for each in found if (id := raised.get((each.kind, each.theme))) in known]
    for theme in {
        each.theme: each for each in readings if each.theme in PACK_PATTERNS and result_text.is_low(each)
    }:
        named = title(context.bank, theme, t)
        said.append(t("{theme}: the score lies below the middle of the scale", theme=named))
        point = choose_for_pack(context.talking_points, theme, await _lows(db, round_, theme))
        points += [point] if point else []
    return tuple(said), points[0].text.in_language(t.code) if points else ""


async def _lows(db: Transaction, round_: Round, theme: str) -> list[date]:
    """The days on which a theme lay low, up to this round's."""
    low = [
        each.round
        for each in await db.find(QuestionResult, partnership=round_.partnership, theme=theme)
        if result_text.is_low(each)
    ]
    moments = [closed_at(each) for each in await db.find(Round, id=low)]
    return [at.date() for at in sorted(moments) if at <= closed_at(round_)]


async def _chart(
    context: AppContext,
    db: Transaction,
    round_: Round,
    readings: Sequence[QuestionResult],
    upto: Past,
    t: Translator,
) -> Chart | None:
    """The trend; of an ad hoc round, which has none, how people answered."""
    if round_.kind is RoundKind.AD_HOC:
        return pictures.answers(context, round_, readings, t)
    return await pictures.trend(context, db, round_, upto, t)


async def _roster(db: Transaction, round_: Round, lines: Sequence[Line], t: Translator) -> str:
    """How many came and went since the round that this one is compared with. Of those who are paused, or were
    forgotten, nothing is said."""
    compared = [found for line in lines if (found := compared_with(*line))]
    if not compared:
        return ""
    since = min(compared, key=closed_at)
    then, now = [{each.member for each in await db.find(Invitation, round=at.id)} for at in (since, round_)]
    moved = {each.id: each for each in await db.find(Member, id=[*(then ^ now)])}
    joined = sum(each in moved and moved[each].since_at > since.opened_at for each in now - then)
    left = sum(each in moved and moved[each].standing is MembershipStatus.LEFT for each in then - now)
    return summary.came_and_went(t, since.number, joined, left)


async def _loop(
    db: Transaction, round_: Round, upto: Past, t: Translator
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the partnership did of what it said, since the round before this, and what it still wants to."""
    if round_.kind is not RoundKind.SCHEDULED:
        return (), ()
    earlier = last(upto, round_)
    after = closed_at(earlier) if earlier else None
    answered, waiting = await actions.between(db, round_.partnership, after, closed_at(round_))
    if not answered and not waiting:
        return (), ()
    roster = await access.roster(db, round_.partnership)
    return (
        tuple(action_words.outcome(t, each) for each in answered),
        tuple(action_words.line(t, roster, each) for each in waiting),
    )

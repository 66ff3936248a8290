"""What came of closed rounds, for whoever may see it: every member, from the moment a round is published."""

from collections.abc import Sequence

from bot.analysis.disclosure import POWER_THEME
from bot.core.cards import Button, Card
from bot.core.context import AppContext
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Comment, Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.language import commands as c
from bot.language.periods import Period
from bot.partners.roster import Say
from bot.questions.bank import OWN_QUESTION, Theme, ThemeKind
from bot.rounds import chosen, pictures
from bot.rounds.history import past
from bot.rounds.outcomes import outcome, title
from bot.talk.phrases import looking_back, summary
from bot.talk.phrases.looking_back import Told

RECENT = 60  # closed rounds looked through for the latest that asked about a theme


async def latest(
    context: AppContext, db: Transaction, partnership: Partnership, t: Translator, say: Say
) -> Card:
    """The summary of the round that was closed last."""
    for round_ in await _closed(db, partnership, 1):
        return await of_round(context, db, round_, t, say)
    return summary.nothing_yet(t, partnership.name, partnership.next_round_at)


async def in_full(
    context: AppContext, db: Transaction, partnership: Partnership, t: Translator, say: Say
) -> Card:
    """The same for a page, which has room for every picture of it."""
    for round_ in await _closed(db, partnership, 1):
        told = await outcome(context, db, round_, t)
        more = [
            pictures.answers(context, round_, told.readings, t),
            pictures.gap(context, round_, await past(db, round_), t),
        ]
        return summary.card(t, told, say, [each for each in more if each and each != told.chart])
    return summary.nothing_yet(t, partnership.name, partnership.next_round_at)


async def comments(db: Transaction, partnership: Partnership, period: Period | None, t: Translator) -> Card:
    """What people wrote in the round that was closed last, or in all of a period. Raises Refusal."""
    rounds = await chosen.closed(db, partnership, period, _any, t)
    if not rounds:
        return summary.nothing_yet(t, partnership.name, partnership.next_round_at)
    of = rounds if period else rounds[-1:]
    written = await db.find(Comment, round=[each.id for each in of])  # in the order of ids, which say nothing
    return summary.comments(t, tuple(each.words for each in written))


async def of_theme(
    context: AppContext, db: Transaction, partnership: Partnership, theme: Theme, t: Translator, say: Say
) -> Card:
    """What the latest round that asked about a theme says of it."""
    for round_ in await _closed(db, partnership, RECENT):
        if asks_about(context, round_, theme):
            return await theme_of_round(context, db, round_, theme, t, say)
    return summary.nothing_of(t, theme.title.in_language(t.code))


async def over(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: Theme | None,
    period: Period,
    over_time: str,
    t: Translator,
    say: Say,
) -> Card:
    """What the rounds of a period say, of one theme or of all. Where it is a single round, all of it. Raises
    Refusal."""
    fits = _any if theme is None else lambda round_: asks_about(context, round_, theme)
    rounds = await chosen.closed(db, partnership, period, fits, t)
    if len(rounds) == 1 and theme:
        return await theme_of_round(context, db, rounds[0], theme, t, say)
    if len(rounds) == 1:
        return await of_round(context, db, rounds[0], t, say)
    readings = await db.find(QuestionResult, round=[each.id for each in rounds])
    told = [_told(context, each, readings, theme, t) for each in rounds]
    return looking_back.over(t, partnership.name, told, theme.id if theme else "", over_time, say)


def _told(
    context: AppContext, round_: Round, readings: Sequence[QuestionResult], theme: Theme | None, t: Translator
) -> Told:
    """Of one theme every question, of a whole scheduled round the anchors."""
    shown = [
        each
        for question in round_.questions
        for each in readings
        if (each.round, each.question) == (round_.id, question)
        and (each.theme == theme.id if theme else each.anchor or round_.kind is RoundKind.AD_HOC)
    ]
    return Told(round_, [(_named(context, round_, each, t), each) for each in shown])


def _named(context: AppContext, round_: Round, reading: QuestionResult, t: Translator) -> str:
    if reading.anchor:
        return title(context.bank, reading.theme, t)
    return context.bank.as_asked(reading.question, round_.own).text.in_language(t.code)


def _any(_: Round) -> bool:
    return True


def known(context: AppContext, word: str, t: Translator) -> Theme:
    """Raises Refusal for a theme that is not there."""
    if theme := context.bank.find_theme(word):
        return theme
    names = t.join([each.title.in_language(t.code) for each in context.bank.themes])
    raise Refusal(t("There is no theme “{word}”. The themes are {names}.", word=word, names=names))


def asks_about(context: AppContext, round_: Round, theme: Theme) -> bool:
    return any(
        each != OWN_QUESTION and context.bank.question(each).theme == theme.id for each in round_.questions
    )


async def of_round(context: AppContext, db: Transaction, round_: Round, t: Translator, say: Say) -> Card:
    return summary.card(t, await outcome(context, db, round_, t), say)


async def theme_of_round(
    context: AppContext, db: Transaction, round_: Round, theme: Theme, t: Translator, say: Say
) -> Card:
    told = await outcome(context, db, round_, t)
    drawn = [pictures.answers(context, round_, told.readings, t, theme.id)]
    if theme.id == POWER_THEME:
        drawn.append(pictures.gap(context, round_, await past(db, round_), t))
    core = theme.kind is ThemeKind.CORE
    ways = [Button(t("How it goes over time"), say(c.ShowTrends(theme.id)))] if core else []
    return summary.detail(t, told, theme.id, [each for each in drawn if each], ways)


async def _closed(db: Transaction, partnership: Partnership, most: int) -> list[Round]:
    return await db.latest(Round, "closed_at", most, partnership=partnership.id, state=RoundState.CLOSED)

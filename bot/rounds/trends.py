"""The trend of the core themes: the picture, and beside it the numbers."""

from bot.core.cards import Card
from bot.core.context import AppContext
from bot.core.i18n import Translator
from bot.core.models import Partnership, Round, RoundKind
from bot.core.ports import Transaction
from bot.language.periods import Period
from bot.partners import notes
from bot.questions.bank import ThemeKind
from bot.rounds import chosen, pictures
from bot.rounds.history import Past, past
from bot.talk.phrases import looking_back
from bot.talk.phrases.looking_back import MOST, Told

LATEST = 6  # rounds whose numbers are told where no time is named


async def card(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: str,
    period: Period | None,
    t: Translator,
) -> Card:
    """Of one core theme, or of all where `theme` is empty; of all time, or of a period. Raises Refusal."""
    rounds = await chosen.closed(db, partnership, period, _is_scheduled, t)
    if not rounds:
        return looking_back.trends(t, partnership.name, None, (), ())
    upto = await past(db, rounds[-1])
    first = rounds[0].number if period else 0
    drawn = await pictures.trend(context, db, rounds[-1], upto, t, theme, first)
    last = max(point.on for panel in drawn.panels for point in panel.points) if drawn else None
    newest = period is None
    since = [each for each in await notes.notes(db, partnership.id) if newest and last and each.on > last]
    told = [_told(context, each, upto, theme, t) for each in rounds[-MOST if period else -LATEST :]]
    return looking_back.trends(t, partnership.name, drawn, told, since)


def _is_scheduled(round_: Round) -> bool:
    return round_.kind is RoundKind.SCHEDULED


def _told(context: AppContext, round_: Round, upto: Past, theme: str, t: Translator) -> Told:
    """The anchors of the core themes, or of one."""
    themes = [each for each in context.bank.of_kind(ThemeKind.CORE) if theme in ("", each.id)]
    readings = [reading for each, reading in upto if each.id == round_.id]
    return Told(
        round_,
        [(of.title.in_language(t.code), each) for of in themes for each in readings if each.theme == of.id],
    )

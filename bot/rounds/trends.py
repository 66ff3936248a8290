"""The trend of the core themes: the picture, and beside it the numbers."""

from bot.model import Partnership, Round, RoundKind
from bot.partners import notes
from bot.ports import Records
from bot.rounds import chosen, pictures
from bot.rounds.history import Past, past
from bot.rounds.questions import ThemeKind
from bot.talk.card import Card
from bot.talk.periods import Period
from bot.talk.phrases import looking_back
from bot.talk.phrases.looking_back import MOST, Told
from bot.talk.tongue import Tongue
from bot.world import World

LATEST = 6  # rounds whose numbers are told where no time is named


async def card(
    world: World, db: Records, partnership: Partnership, theme: str, period: Period | None, t: Tongue
) -> Card:
    """Of one core theme, or of all where `theme` is empty; of all time, or of a period. Raises Refusal."""
    rounds = await chosen.closed(db, partnership, period, _is_scheduled, t)
    if not rounds:
        return looking_back.trends(t, partnership.name, None, (), ())
    upto = await past(db, rounds[-1])
    first = rounds[0].number if period else 0
    drawn = await pictures.trend(world, db, rounds[-1], upto, t, theme, first)
    last = max(point.on for panel in drawn.panels for point in panel.points) if drawn else None
    newest = period is None
    since = [each for each in await notes.notes(db, partnership.id) if newest and last and each.on > last]
    told = [_told(world, each, upto, theme, t) for each in rounds[-MOST if period else -LATEST :]]
    return looking_back.trends(t, partnership.name, drawn, told, since)


def _is_scheduled(round_: Round) -> bool:
    return round_.kind is RoundKind.SCHEDULED


def _told(world: World, round_: Round, upto: Past, theme: str, t: Tongue) -> Told:
    """The anchors of the core themes, or of one."""
    themes = [each for each in world.bank.of(ThemeKind.CORE) if theme in ("", each.id)]
    readings = [reading for each, reading in upto if each.id == round_.id]
    return Told(
        round_,
        [(of.title.into(t.code), each) for of in themes for each in readings if each.theme == of.id],
    )

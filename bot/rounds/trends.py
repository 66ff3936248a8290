"""The trend of the core themes, up to a closed round: the picture, and beside it the numbers."""

from collections.abc import Sequence

from bot.insights import words
from bot.model import Partnership, Round, RoundKind, RoundState
from bot.partners import notes
from bot.ports import Records
from bot.rounds import pictures
from bot.rounds.history import Past, past
from bot.rounds.questions import ThemeKind
from bot.talk.card import Card
from bot.talk.phrases import notes as phrases
from bot.talk.tongue import Tongue
from bot.world import World

LATEST = 6  # rounds whose numbers are told


async def card(world: World, db: Records, partnership: Partnership, theme: str, t: Tongue) -> Card:
    """Of one core theme, or of all where `theme` is empty."""
    closed = await db.latest(
        Round,
        "closed_at",
        1,
        partnership=partnership.id,
        state=RoundState.CLOSED,
        kind=RoundKind.SCHEDULED,
    )
    if not closed:
        return phrases.trends(t, partnership.name, None, (), ())
    upto = await past(db, closed[0])
    drawn = await pictures.trend(world, db, closed[0], upto, t, theme)
    last = max(point.on for panel in drawn.panels for point in panel.points) if drawn else None
    since = [each for each in await notes.notes(db, partnership.id) if last and each.on > last]
    rows = _rows(world, upto, t, theme)
    return phrases.trends(t, partnership.name, drawn, rows, since)


def _rows(world: World, upto: Past, t: Tongue, theme: str) -> Sequence[tuple[str, str]]:
    """The last rounds, the newest first."""
    rounds = list({each.id: each for each, _ in reversed(upto)}.values())[:LATEST]
    themes = [each for each in world.bank.of(ThemeKind.CORE) if theme in ("", each.id)]
    return [
        (
            t(
                "Round {number}, {day}",
                number=round_.number,
                day=t.full_day(round_.closed_at or round_.closes_at),
            ),
            " · ".join(
                f"{of.title.into(t.code)} {words.score(t, reading) or t('not shown')}"
                for of in themes
                for each, reading in upto
                if (each.id, reading.theme) == (round_.id, of.id)
            ),
        )
        for round_ in rounds
    ]

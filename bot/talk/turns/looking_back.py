"""What came of closed rounds, and how it goes over time: of the newest round, or of a time that is named."""

from bot.core.cards import Card
from bot.core.timezones import local_date
from bot.language import commands as c
from bot.language import periods
from bot.language.periods import Period
from bot.partners import access
from bot.questions.bank import ThemeKind
from bot.rounds import results, trends
from bot.rounds.results import known
from bot.talk.turn import Inside
from bot.talk.turns.notes import core

Time = tuple[str, str]  # what was typed after "for", and after "since"


async def show_results(turn: Inside, command: c.ShowResults) -> Card:
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    what, time = _parted(turn, command.what, command.period, command.since)
    theme = known(turn.context, what, turn.t) if what else None
    if period := _period(turn, *time):
        core = theme is None or theme.kind is ThemeKind.CORE
        over_time = say(c.ShowTrends(theme.id if theme else "", *time)) if core else ""
        return await results.over(
            turn.context, turn.db, turn.partnership, theme, period, over_time, turn.t, say
        )
    if theme:
        return await results.of_theme(turn.context, turn.db, turn.partnership, theme, turn.t, say)
    return await results.latest(turn.context, turn.db, turn.partnership, turn.t, say)


async def comments(turn: Inside, command: c.ShowComments) -> Card:
    return await results.comments(turn.db, turn.partnership, _period(turn, command.period, ""), turn.t)


async def show_trends(turn: Inside, command: c.ShowTrends) -> Card:
    what, time = _parted(turn, command.theme, command.period, command.since)
    theme = core(turn, what).id if what else ""
    return await trends.card(turn.context, turn.db, turn.partnership, theme, _period(turn, *time), turn.t)


def _parted(turn: Inside, what: str, period: str, since: str) -> tuple[str, Time]:
    """The theme and the time. `results for trust` names no time."""
    if period and not what and turn.context.bank.find_theme(period):
        return period, ("", since)
    return what, (period, since)


def _period(turn: Inside, period: str, since: str) -> Period | None:
    today = local_date(turn.now, turn.speaker.zone)
    said = f"{period} since {since}".strip() if since else period
    return periods.parse_period(said, today, turn.t)


INSIDE = {c.ShowResults: show_results, c.ShowComments: comments, c.ShowTrends: show_trends}

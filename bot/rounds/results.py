"""What came of closed rounds, gathered for whoever may see it: every member, from the moment a round is
published."""

from collections.abc import Sequence

from bot.errors import Refusal
from bot.insights.trend import History, trend
from bot.model import Comment, Partnership, Reading, Round, RoundKind, RoundState
from bot.ports import Records
from bot.rounds.questions import OWN, Bank, ThemeKind
from bot.talk.card import Card, Chart
from bot.talk.phrases import summary
from bot.talk.phrases.summary import Outcome
from bot.talk.tongue import Tongue
from bot.world import World

RECENT = 60  # closed rounds looked through for the latest that asked about a theme


async def latest(world: World, db: Records, partnership: Partnership, t: Tongue) -> Card:
    """The summary of the round that was closed last."""
    closed = await db.latest(Round, "closed_at", 1, partnership=partnership.id, state=RoundState.CLOSED)
    if not closed:
        return summary.nothing_yet(t, partnership.name, partnership.next_round_at)
    return await of_round(world, db, closed[0], t)


async def of_theme(world: World, db: Records, partnership: Partnership, word: str, t: Tongue) -> Card:
    """What the latest round that asked about a theme says of it. Raises Refusal for a theme that is not
    there."""
    theme = world.bank.theme(word)
    if theme is None:
        names = t.listed([each.title.into(t.code) for each in world.bank.themes])
        raise Refusal(t("There is no theme “{word}”. The themes are {names}.", word=word, names=names))
    for round_ in await db.latest(
        Round, "closed_at", RECENT, partnership=partnership.id, state=RoundState.CLOSED
    ):
        if any(each != OWN and world.bank.question(each).theme == theme.id for each in round_.questions):
            return summary.detail(t, await outcome(world, db, round_, t), theme.id)
    return summary.nothing_of(t, theme.title.into(t.code))


async def of_round(world: World, db: Records, round_: Round, t: Tongue) -> Card:
    return summary.card(t, await outcome(world, db, round_, t))


async def outcome(world: World, db: Records, round_: Round, t: Tongue) -> Outcome:
    partnership = await db.get(Partnership, round_.partnership)
    readings = tuple(await db.find(Reading, round=round_.id))
    past = await _past(db, round_) if round_.kind is RoundKind.SCHEDULED else []
    written = await db.find(Comment, round=round_.id)
    return Outcome(
        round=round_,
        partnership=partnership.name,
        readings=tuple(sorted(readings, key=lambda each: round_.questions.index(each.question))),
        before=_before(past, round_),
        titles={each.theme: title(world.bank, each.theme, t) for each in readings},
        texts={each: world.bank.asked(each, round_.own).text.into(t.code) for each in round_.questions},
        comments=tuple(each.words for each in written),
        chart=_chart(world.bank, round_, past, t),
        next_round_at=partnership.next_round_at,
    )


async def chart(world: World, db: Records, round_: Round, t: Tongue) -> Chart | None:
    """The trend up to a round, as its summary shows it."""
    return _chart(world.bank, round_, await _past(db, round_), t)


Past = Sequence[tuple[Round, Reading]]


async def _past(db: Records, round_: Round) -> list[tuple[Round, Reading]]:
    """The anchors' readings of all scheduled rounds up to this one, oldest first: what trends are made of."""
    rounds = await db.find(
        Round, partnership=round_.partnership, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    upto = {each.id: each for each in rounds if each.number <= round_.number}
    readings = await db.find(Reading, partnership=round_.partnership, anchor=True)
    found = [(upto[each.round], each) for each in readings if each.round in upto]
    return sorted(found, key=lambda pair: pair[0].number)


def _before(past: Past, round_: Round) -> dict[str, Reading]:
    """The anchors' readings of the scheduled round before this one, by question."""
    earlier = [(each, reading) for each, reading in past if each.number < round_.number]
    newest = max((each.number for each, _ in earlier), default=0)
    return {reading.question: reading for each, reading in earlier if each.number == newest}


def _chart(bank: Bank, round_: Round, past: Past, t: Tongue) -> Chart | None:
    histories = [
        History(
            theme.title.into(t.code),
            tuple(
                (each.closed_at or each.closes_at, reading)
                for each, reading in past
                if reading.theme == theme.id
            ),
        )
        for theme in bank.of(ThemeKind.CORE)
    ]
    return trend(t, round_.id, histories)


def title(bank: Bank, theme: str, t: Tongue) -> str:
    found = bank.theme(theme)
    return found.title.into(t.code) if found else t("Your question")

"""What came of closed rounds, gathered for whoever may see it: every member, from the moment a round is
published."""

from bot.doings import Alert
from bot.errors import Refusal
from bot.insights.signal_words import headline
from bot.insights.signals import alerts
from bot.model import Comment, Partnership, Reading, Round, RoundKind, RoundState
from bot.partners import access, actions
from bot.ports import Records
from bot.rounds import trends
from bot.rounds.alerting import standing_out
from bot.rounds.history import Past, before, past
from bot.rounds.questions import OWN, Bank
from bot.talk.card import Card, Chart
from bot.talk.phrases import actions as action_words
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


async def comments(world: World, db: Records, partnership: Partnership, t: Tongue) -> Card:
    """What people wrote in the round that was closed last."""
    closed = await db.latest(Round, "closed_at", 1, partnership=partnership.id, state=RoundState.CLOSED)
    if not closed:
        return summary.nothing_yet(t, partnership.name, partnership.next_round_at)
    return summary.comments(t, await outcome(world, db, closed[0], t))


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
    upto = await past(db, round_)
    written = await db.find(Comment, round=round_.id)
    found = [each for each in alerts(await standing_out(db, round_, upto)) if not each.kind.for_coordinators]
    did, to_do = await _loop(db, round_, upto, t)
    titles = {each.theme: title(world.bank, each.theme, t) for each in readings}
    return Outcome(
        round=round_,
        partnership=partnership.name,
        readings=tuple(sorted(readings, key=lambda each: round_.questions.index(each.question))),
        before=before(upto, round_),
        titles=titles,
        texts={each: world.bank.asked(each, round_.own).text.into(t.code) for each in round_.questions},
        comments=tuple(each.words for each in written),
        stands_out=tuple(headline(t, titles.get(each.theme, ""), each) for each in found),
        talking_point=await _talking_point(world, db, round_, t),
        chart=await trends.chart(world, db, round_, upto, t),
        did=did,
        to_do=to_do,
        next_round_at=partnership.next_round_at,
    )


async def _talking_point(world: World, db: Records, round_: Round, t: Tongue) -> str:
    """The one of the gravest alert that this round raised."""
    used = {each.point for each in await db.find(Alert, round=round_.id)}
    return next((each.text.into(t.code) for each in world.talking_points if each.id in used), "")


async def _loop(db: Records, round_: Round, upto: Past, t: Tongue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the partnership did of what it said, since the round before this, and what it still wants to."""
    if round_.kind is not RoundKind.SCHEDULED:
        return (), ()
    earlier = [each.closed_at for each, _ in upto if each.number < round_.number and each.closed_at]
    until = round_.closed_at or round_.closes_at
    answered, waiting = await actions.between(db, round_.partnership, max(earlier, default=None), until)
    if not answered and not waiting:
        return (), ()
    roster = await access.roster(db, round_.partnership)
    return (
        tuple(action_words.outcome(t, each) for each in answered),
        tuple(action_words.line(t, roster, each) for each in waiting),
    )


async def chart(world: World, db: Records, round_: Round, t: Tongue, theme: str = "") -> Chart | None:
    """The trend up to a round, as its summary shows it; or of one core theme."""
    return await trends.chart(world, db, round_, await past(db, round_), t, theme)


def title(bank: Bank, theme: str, t: Tongue) -> str:
    found = bank.theme(theme)
    return found.title.into(t.code) if found else t("Your question")

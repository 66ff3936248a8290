"""Words for every member on who asked an ad hoc round, and what was asked before it."""

from bot.analysis.published import PublishedContent
from bot.context import AppContext
from bot.core.i18n import Translator
from bot.core.models import Member, Organisation, Partnership, Person, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.membership.roster import Roster, id_or_token

ROUNDS_NAMED = 3  # the latest ad hoc rounds before one with an own question
NAMED_STATES = (RoundState.OPEN, RoundState.CLOSING, RoundState.CLOSED)


async def who_asked(
    context: AppContext,
    db: Transaction,
    round_: Round,
    t: Translator,
    published: PublishedContent | None = None,
) -> tuple[str, ...]:
    """Return `Asked by Maya Jones (Riverside).` and, for an own question, what the last ad hoc rounds asked;
    nothing for a scheduled round. Erased people are not named. A closed round names its asker as it was
    published."""
    asker = _published_asker(round_, published) if published else await _asker(db, round_)
    lines = [t("Asked by {member}.", member=asker)] if asker else []
    if round_.own and (before := await _rounds_before(db, round_)):
        rounds = "; ".join(_asked_text(context, earlier, t) for earlier in before)
        lines.append(t("Asked before: {rounds}.", rounds=rounds))
    return tuple(lines)


def _published_asker(round_: Round, published: PublishedContent) -> str:
    name = published.names.get(round_.asked_by)
    return f"{name} ({published.asked_for})" if name else ""


async def _asker(db: Transaction, round_: Round) -> str:
    for member in await db.find(Member, partnership=round_.partnership) if round_.asked_by else ():
        if id_or_token(member) == round_.asked_by:
            person = await db.get(Person, member.person)
            organisation = await db.get(Organisation, member.organisation)
            partnership = await db.get(Partnership, round_.partnership)
            return Roster(partnership, (organisation,), (member,), {person.id: person}).label(member)
    return ""


async def _rounds_before(db: Transaction, round_: Round) -> list[Round]:
    """Return the latest ad hoc rounds that opened before this one, the newest first."""
    rounds = await db.find(Round, partnership=round_.partnership, kind=RoundKind.AD_HOC, state=NAMED_STATES)
    before = [earlier for earlier in rounds if earlier.opened_at < round_.opened_at]
    return sorted(before, key=lambda earlier: earlier.opened_at, reverse=True)[:ROUNDS_NAMED]


def _asked_text(context: AppContext, round_: Round, t: Translator) -> str:
    """Return `“How fair was the budget?” (3 March 2026)`, or the theme and the day."""
    day = t.full_day(round_.opened_at)
    if round_.own:
        return t("“{question}” ({day})", question=round_.own, day=day)
    asked = context.bank.question(round_.questions[0])
    theme = next(theme for theme in context.bank.themes if theme.id == asked.theme)
    return t("{theme} ({day})", theme=theme.title.in_language(t.code), day=day)

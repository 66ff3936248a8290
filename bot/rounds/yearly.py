"""The yearly look: the long packs of the question bank, each asked in an ad hoc round within a year."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.models import Partnership, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.questions.bank import OWN_QUESTION, QuestionBank, Theme, ThemeKind
from bot.rounds.question_spacing import COUNTED_STATES


@dataclass(frozen=True, slots=True)
class YearlyLook:
    """The yearly look of a calendar year. `rounds` are the newest round of each long pack that opened within
    it, by the id of the pack, in the order of the packs."""

    year: int
    rounds: Mapping[str, Round]


async def closed_looks(db: Transaction, bank: QuestionBank, partnership: Partnership) -> Sequence[YearlyLook]:
    """Return the looks of which a part has closed, the newest first, with their closed rounds."""
    return await _looks(db, bank, partnership, (RoundState.CLOSED,))


async def packs_to_ask(
    db: Transaction, bank: QuestionBank, partnership: Partnership, year: int
) -> Sequence[Theme]:
    """Return the long packs that no round of a year asks or has asked."""
    looks = await _looks(db, bank, partnership, COUNTED_STATES)
    asked = next((look.rounds for look in looks if look.year == year), {})
    return [pack for pack in bank.of_kind(ThemeKind.LONG_PACK) if pack.id not in asked]


async def _looks(
    db: Transaction, bank: QuestionBank, partnership: Partnership, states: Collection[RoundState]
) -> Sequence[YearlyLook]:
    rounds = await db.find(Round, partnership=partnership.id, kind=RoundKind.AD_HOC, state=[*states])
    years: defaultdict[int, dict[str, Round]] = defaultdict(dict)
    for round_ in sorted(rounds, key=lambda round_: round_.opened_at):
        if pack := pack_of(bank, round_):
            years[local_date(round_.opened_at, partnership.zone).year][pack] = round_
    packs = [pack.id for pack in bank.of_kind(ThemeKind.LONG_PACK)]
    return [
        YearlyLook(year, {pack: asked[pack] for pack in packs if pack in asked})
        for year, asked in sorted(years.items(), reverse=True)
    ]


def pack_of(bank: QuestionBank, round_: Round) -> str:
    """Return the id of the long pack that a round asks, or an empty text if it asks none."""
    theme = "" if round_.questions[0] == OWN_QUESTION else bank.question(round_.questions[0]).theme
    return theme if theme in {pack.id for pack in bank.of_kind(ThemeKind.LONG_PACK)} else ""

"""The rounds of a partnership, as pages of the hub name and list them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from bot.analysis import baseline
from bot.analysis.signals import closed_at
from bot.core.errors import NotFound
from bot.core.i18n import Translator
from bot.core.models import Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.handlers.hub.access import HubPart, HubRequest
from bot.questions.bank import OWN_QUESTION, QuestionBank
from bot.reports.dataset.result_rows import round_reference
from bot.reports.titles import theme_title

A_YEAR = 26  # rounds of a year of fortnights


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list. `address` is what stands for it in the address of its page. `replies` and `invited`
    are 0 unless it has closed, and `ended_at` is None while it is open."""

    address: str
    title: str
    kind: RoundKind
    state: RoundState
    opened_at: datetime
    ended_at: datetime | None = None
    replies: int = 0
    invited: int = 0

    @property
    def percent(self) -> int:
        """The share of those invited who replied, in percent, rounded down: it never looks larger."""
        return 100 * self.replies // self.invited if self.invited else 0

    @property
    def is_indicative(self) -> bool:
        """True if so few replied that the results are indicative only."""
        return baseline.is_indicative(self.replies, self.invited)


async def find_round(db: Transaction, partnership: str, address: str) -> Round:
    """Return the round of a partnership by the last part of its address, as `round_reference` returns it.
    Raises NotFound."""
    if address.isascii() and address.isdecimal() and len(address) < 6 and str(int(address)) == address:
        round_ = await db.first(Round, partnership=partnership, kind=RoundKind.SCHEDULED, number=int(address))
    else:
        round_ = await db.first(Round, partnership=partnership, kind=RoundKind.AD_HOC, id=address)
    if round_ is None:
        raise NotFound
    return round_


def round_title(t: Translator, bank: QuestionBank, round_: Round) -> str:
    """Return `Round 12`, or what an extra round asked about."""
    if round_.kind is RoundKind.SCHEDULED:
        return t("Round {number}", number=round_.number)
    if round_.questions[0] == OWN_QUESTION:
        return t("Extra round: {subject}", subject=round_.own)
    theme = bank.question(round_.questions[0]).theme
    return t("Extra round: {subject}", subject=theme_title(bank, theme, t))


def round_line(t: Translator, bank: QuestionBank, round_: Round) -> RoundLine:
    """Return a round as a list shows it. Of one that has not closed nothing tells who replied."""
    line = RoundLine(
        round_reference(round_), round_title(t, bank, round_), round_.kind, round_.state, round_.opened_at
    )
    if round_.state is RoundState.CLOSED:
        return replace(line, ended_at=closed_at(round_), replies=round_.replies, invited=round_.invited)
    return replace(line, ended_at=round_.closed_at)


async def load_rounds(request: HubRequest) -> list[Round]:
    """Return all rounds of a partnership, newest first."""
    rounds = await request.db.find(Round, partnership=request.reader.partnership.id)
    return sorted(rounds, key=lambda round_: (round_.opened_at, round_.id), reverse=True)


async def load_rates(request: HubRequest) -> tuple[RoundLine, ...]:
    """Return the newest closed scheduled rounds, for the response rate, oldest first."""
    t, bank = request.reader.t, request.context.bank
    closed = await newest_closed(request, A_YEAR, RoundKind.SCHEDULED)
    return tuple(round_line(t, bank, round_) for round_ in reversed(closed))


async def newest_closed(request: HubRequest, most: int, *kinds: RoundKind) -> list[Round]:
    """Return at most `most` closed rounds of these kinds, or of all, newest first."""
    return await request.db.latest(
        Round,
        "closed_at",
        most,
        partnership=request.reader.partnership.id,
        kind=kinds or tuple(RoundKind),
        state=RoundState.CLOSED,
    )


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """All rounds of a partnership, newest first."""

    rounds: tuple[RoundLine, ...]


@dataclass(frozen=True, slots=True)
class RoundsView:
    """The list of rounds."""

    part: ClassVar[HubPart] = HubPart.ROUNDS

    async def load(self, request: HubRequest) -> RoundsPage:
        t, bank = request.reader.t, request.context.bank
        return RoundsPage(tuple(round_line(t, bank, round_) for round_ in await load_rounds(request)))

"""Shared outcomes: which a partnership has, and the values that members have entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from bot.analysis.outcome_process import NewestValue
from bot.core import sanitise
from bot.core.errors import Refusal, Stale
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership
from bot.core.outcomes import MAX_OUTCOMES, BetterDirection, OutcomeValue, SharedOutcome
from bot.core.ports import Ids, Transaction

MAX_UNIT_LENGTH = 30
MAX_SOURCE_LENGTH = 200
MAX_ENTRIES = 1_000  # of an outcome, corrections included: one a week for almost twenty years
QUOTATION_MARKS = frozenset('"“”„')  # which end a name in a sentence


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """An outcome as a coordinator describes it. `entered_by` is as in `SharedOutcome`."""

    name: str
    unit: str = ""
    better: BetterDirection = BetterDirection.NEITHER
    source: str = ""
    entered_by: str = ""


class NewEntry(NamedTuple):
    """A value to enter for a local date; without a value, the one that is there is taken back."""

    on: date
    value: float | None


@dataclass(frozen=True)
class OutcomeHistory:
    """An outcome with its entries up to some moment, oldest first."""

    outcome: SharedOutcome
    entries: tuple[OutcomeValue, ...]

    @cached_property
    def by_date(self) -> dict[date, list[OutcomeValue]]:
        """The entries for each date, oldest first."""
        by_date: dict[date, list[OutcomeValue]] = {}
        for entry in self.entries:
            by_date.setdefault(entry.on, []).append(entry)
        return dict(sorted(by_date.items()))

    @cached_property
    def values(self) -> list[tuple[date, float]]:
        """The values that hold, by date: for each date the newest entry counts."""
        newest = [(on, entries[-1].value) for on, entries in self.by_date.items()]
        return [(on, value) for on, value in newest if value is not None]

    @property
    def newest(self) -> NewestValue | None:
        if not self.values:
            return None
        (on, value), before = self.values[-1], self.values[-2:-1]
        return NewestValue(self.outcome.name, self.outcome.unit, on, value, before[0][1] if before else None)

    def value_on(self, on: date) -> float | None:
        return dict(self.values).get(on)


async def find_outcomes(db: Transaction, *partnerships: str) -> list[SharedOutcome]:
    """Return the outcomes of these partnerships, in the order in which they were added."""
    return _by_age(await db.find(SharedOutcome, partnership=partnerships, removed_at=None))


async def load_histories(
    db: Transaction, partnership: str, until: datetime | None = None
) -> list[OutcomeHistory]:
    """Return the outcomes of a partnership with their entries; as they were at the moment `until`, or as they
    are."""
    found = await db.find(SharedOutcome, partnership=partnership)
    outcomes = [outcome for outcome in _by_age(found) if _is_there(outcome, until)]
    entries = await db.find(OutcomeValue, outcome=[outcome.id for outcome in outcomes])
    kept = sorted(
        (entry for entry in entries if until is None or entry.entered_at <= until),
        key=lambda entry: entry.number,
    )
    return [
        OutcomeHistory(outcome, tuple(entry for entry in kept if entry.outcome == outcome.id))
        for outcome in outcomes
    ]


async def newest_values(db: Transaction, partnership: str, until: datetime) -> tuple[NewestValue, ...]:
    """Return the newest value of each outcome that had one at a moment, with what was entered by then."""
    histories = await load_histories(db, partnership, until)
    return tuple(history.newest for history in histories if history.newest)


async def add(
    db: Transaction, ids: Ids, partnership: Partnership, draft: OutcomeDraft, now: datetime, t: Translator
) -> SharedOutcome:
    """Add an outcome to a partnership. Raises Refusal."""
    await db.get_for_update(Partnership, partnership.id)  # two may be added at the same moment
    others = await find_outcomes(db, partnership.id)
    name = validate_name(draft.name, others, t)
    unit, source = validate_unit(draft.unit, t), validate_source(draft.source, t)
    if len(others) >= MAX_OUTCOMES:
        raise Refusal(
            t(
                "A partnership can have up to {most} outcomes. Remove one first.",
                most=MAX_OUTCOMES,
            ),
            ((t("Show the outcomes"), "outcomes"),),
        )
    outcome = SharedOutcome(
        ids.new(), partnership.id, name, unit, draft.better, source, draft.entered_by, now
    )
    await db.add(outcome)
    return outcome


def validate_name(text: str, others: Sequence[SharedOutcome], t: Translator) -> str:
    """Return a name that is unlike those of `others`. Raises Refusal."""
    name = sanitise.validate_name(text, t)
    if QUOTATION_MARKS & set(name):
        raise Refusal(
            t(
                "The name of an outcome cannot have quotation marks in it. Type for example: outcome add "
                '"Rough sleepers" in people better down'
            )
        )
    if any(sanitise.fold(other.name) == sanitise.fold(name) for other in others):
        raise Refusal(t("You already have an outcome called “{name}”. Choose another name.", name=name))
    return name


def validate_unit(text: str, t: Translator) -> str:
    """Return a unit, which may be empty. Raises Refusal."""
    return sanitise.validate_text(text, t, MAX_UNIT_LENGTH) if text else ""


def validate_source(text: str, t: Translator) -> str:
    """Return a source, which may be empty. Raises Refusal."""
    return sanitise.validate_text(text, t, MAX_SOURCE_LENGTH) if text else ""


async def enter(
    db: Transaction,
    ids: Ids,
    outcome: SharedOutcome,
    author: Member,
    entries: Sequence[NewEntry],
    now: datetime,
    t: Translator,
) -> None:
    """Enter values of an outcome. Raises Refusal, and Stale if the outcome was removed meanwhile."""
    locked = await db.get_for_update(SharedOutcome, outcome.id)
    if locked.removed_at:
        raise Stale
    newest = await db.latest(OutcomeValue, "number", 1, outcome=outcome.id)
    last_number = newest[0].number if newest else 0
    if last_number + len(entries) > MAX_ENTRIES:
        raise Refusal(
            t(
                (
                    "An outcome can have up to {most} values, and corrections count too. Add a new outcome "
                    "to go on."
                ),
                most=MAX_ENTRIES,
            )
        )
    await db.add(
        *(
            OutcomeValue(ids.new(), outcome.id, number, entry.on, entry.value, now, author.id)
            for number, entry in enumerate(entries, last_number + 1)
        )
    )


def _is_there(outcome: SharedOutcome, until: datetime | None) -> bool:
    """Return True if the partnership had an outcome at a moment, or has it now if `until` is None."""
    if until is None:
        return outcome.removed_at is None
    return outcome.added_at <= until and (outcome.removed_at is None or outcome.removed_at > until)


def _by_age(outcomes: Sequence[SharedOutcome]) -> list[SharedOutcome]:
    return sorted(outcomes, key=lambda outcome: (outcome.added_at, sanitise.fold(outcome.name)))

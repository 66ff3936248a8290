"""Signals: what stands out in the newest scheduled round. An alert is a signal worth a message. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from bot.analysis.baseline import BaselineSegment, same_question, split_at_rebases
from bot.analysis.changes import Change
from bot.analysis.false_alarms import FalseAlarmRate, false_alarm_rates
from bot.core.followups import Rebase
from bot.core.models import QuestionResult, Round

MUTED_ROUNDS = 3  # rounds after an alert in which it is not repeated
MUTED_ROUNDS_UNEVEN = 6  # a gap between the same people hardly changes from round to round
SETTLED_ROUNDS = 7  # rounds in which a theme stood out, after which its new level looks like the usual one

ResultHistory = Sequence[tuple[Round, QuestionResult]]  # of the closed scheduled rounds, oldest first


class SignalKind(StrEnum):
    """The kinds of signals, gravest first. The last four are for coordinators alone. A split view is a state:
    `SPLIT` is the round in which it comes, `SPLIT_ENDED` the one in which it goes."""

    DOWN = "down"
    UNEVEN = "uneven"
    SPLIT = "split"
    FEW = "few"
    UP = "up"
    SPLIT_ENDED = "split ended"
    UNSURE = "unsure"
    MONTHLY = "monthly"
    REBASE = "rebase"
    NEW_LEVEL = "new level"

    @property
    def for_coordinators(self) -> bool:
        return self in {
            SignalKind.UNSURE,
            SignalKind.MONTHLY,
            SignalKind.REBASE,
            SignalKind.NEW_LEVEL,
        }

    @property
    def suggests_baseline(self) -> bool:
        return self in {SignalKind.REBASE, SignalKind.NEW_LEVEL}

    @property
    def is_state(self) -> bool:
        """True if the summary says it and no message does."""
        return self in {SignalKind.SPLIT, SignalKind.SPLIT_ENDED}

    @property
    def is_change(self) -> bool:
        return self in {SignalKind.DOWN, SignalKind.UP}


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal. `theme` is empty if it is about the partnership as a whole. `number` is that of the newest
    round; it began with round `since`, which closed at `since_at`. Only a theme that went up or down has a
    `change` and `false_alarm_rates`."""

    kind: SignalKind
    theme: str
    number: int
    since: int
    since_at: datetime
    change: Change | None = None
    false_alarm_rates: tuple[FalseAlarmRate, ...] = ()

    @property
    def size(self) -> int:
        """The size of the change, as `size_of` returns it; 0 without a change."""
        return self.change.size if self.change else 0

    @property
    def is_confirmed(self) -> bool:
        """False if it is a change that may well be chance and is looked at again."""
        return self.change is None or self.change.confirmed


@dataclass(frozen=True, slots=True)
class SentAlert:
    """An alert that was sent in round `number`; `acknowledged` if a member took it up."""

    kind: SignalKind
    theme: str
    number: int
    size: int = 0
    acknowledged: bool = False


def signals_of_round(
    past: ResultHistory,
    rebases: Sequence[Rebase] = (),
    joined: Sequence[datetime] = (),
    others: Sequence[QuestionResult] = (),
) -> tuple[Signal, ...]:
    """Return the signals of the newest round, gravest first. `past` holds the results of the anchors of all
    core themes, `others` the newest round's other results; `joined` are the moments at which present members
    joined."""
    if not past:
        return ()
    newest = past[-1][0]
    anchors = [reading for round_, reading in past if round_.id == newest.id]
    signals = [*_few_replies([*{round_.id: round_ for round_, _ in past}.values()])]
    for theme in dict.fromkeys(reading.theme for reading in anchors):
        own = [(round_, reading) for round_, reading in past if reading.theme == theme]
        signals += signals_of_theme(own, [rebase for rebase in rebases if rebase.theme == theme], joined)
    unsure = dict.fromkeys(reading.theme for reading in (*anchors, *others) if reading.unsure)
    signals += [_signal(SignalKind.UNSURE, theme, newest, newest) for theme in unsure]
    return tuple(sorted(signals, key=severity))


def severity(signal: Signal) -> tuple[int, float, str]:
    """Return a sort key: the gravest signal has the lowest, and no two of a round have the same."""
    difference = abs(signal.change.difference) if signal.change else 0.0
    return [*SignalKind].index(signal.kind), -difference, signal.theme


def new_alerts(signals: Sequence[Signal], sent: Sequence[SentAlert] = ()) -> tuple[Signal, ...]:
    """Return the signals that are worth a message and were not sent lately, in the order given."""
    return tuple(
        signal
        for signal in signals
        if signal.is_confirmed
        and not signal.kind.is_state
        and not any(_mutes(alert, signal) for alert in sent)
    )


def _mutes(before: SentAlert, signal: Signal) -> bool:
    """Return True if a signal was sent in the last rounds, or if it goes on, is no worse, and was taken up or
    needs no second message."""
    if (before.kind, before.theme) != (signal.kind, signal.theme) or before.number >= signal.number:
        return False
    muted_rounds = MUTED_ROUNDS_UNEVEN if signal.kind is SignalKind.UNEVEN else MUTED_ROUNDS
    goes_on = signal.since <= before.number and signal.size <= before.size
    is_enough = before.acknowledged or signal.kind is SignalKind.NEW_LEVEL
    return signal.number - before.number <= muted_rounds or (is_enough and goes_on)


def signals_of_theme(
    own: ResultHistory, rebases: Sequence[Rebase] = (), joined: Sequence[datetime] = ()
) -> Iterator[Signal]:
    """Yield the signals of one theme in its newest round. All arguments are of this theme alone."""
    own, stretch = same_question(own), newest_stretch(own, rebases)
    newest, reading = own[-1]
    if change := stretch.change:
        begun, _ = own[stretch.counting[-change.run]]
        kind = SignalKind.UP if change.direction > 0 else SignalKind.DOWN
        rates = false_alarm_rates(reading.invited, change.centre, firm=change.firm)
        yield _signal(kind, reading.theme, newest, begun, change, rates)
    if reading.uneven:
        yield _signal(SignalKind.UNEVEN, reading.theme, newest, _uneven_since(own))
    yield from _split_view(own)
    if change and change.stood_out >= SETTLED_ROUNDS:
        yield _signal(SignalKind.NEW_LEVEL, reading.theme, newest, begun)
    elif _has_many_new_members(own, stretch, joined):
        yield _signal(SignalKind.REBASE, reading.theme, newest, newest)


def compared_with(own: ResultHistory, rebases: Sequence[Rebase] = ()) -> Round | None:
    """Return the round since which new and former members are counted: the last that frozen limits come from,
    else the first of the baseline. None if no round counts yet."""
    own, stretch = same_question(own), newest_stretch(own, rebases)
    if not stretch.counting:
        return None
    return own[stretch.counting[0] if stretch.frozen is None else stretch.frozen][0]


def newest_stretch(own: ResultHistory, rebases: Sequence[Rebase] = ()) -> BaselineSegment:
    """Return the baseline of the newest round of one theme."""
    return split_at_rebases(
        [(closed_at(round_), reading) for round_, reading in same_question(own)], rebases
    )[-1]


def _uneven_since(own: ResultHistory) -> Round:
    """Return the first of the rounds up to the newest that are all uneven. Rounds that do not tell are
    skipped."""
    telling = [(round_, reading.uneven) for round_, reading in reversed(own) if reading.uneven is not None]
    *_, (first, _) = takewhile(lambda pair: pair[1], telling)
    return first


def _split_view(own: ResultHistory) -> Iterator[Signal]:
    """Yield a signal if a split view has come or gone since the last round that tells."""
    newest, reading = own[-1]
    if reading.split is None:
        return
    before = next((earlier.split for _, earlier in reversed(own[:-1]) if earlier.split is not None), False)
    if reading.split != before:
        kind = SignalKind.SPLIT if reading.split else SignalKind.SPLIT_ENDED
        yield _signal(kind, reading.theme, newest, newest)


def _has_many_new_members(own: ResultHistory, stretch: BaselineSegment, joined: Sequence[datetime]) -> bool:
    """Return True if over a quarter of the members joined after the rounds that the limits come from."""
    if stretch.frozen is None:
        return False
    frozen_at = closed_at(own[stretch.frozen][0])
    return 4 * sum(at > frozen_at for at in joined) > len(joined)


def _few_replies(rounds: Sequence[Round]) -> Iterator[Signal]:
    """Yield signals if under half replied in the last two rounds or more."""
    few = [*takewhile(lambda round_: 2 * round_.replies < round_.invited, reversed(rounds))]
    if len(few) >= 2:
        yield _signal(SignalKind.FEW, "", rounds[-1], few[-1])
        yield _signal(SignalKind.MONTHLY, "", rounds[-1], few[-1])


def _signal(
    kind: SignalKind,
    theme: str,
    newest: Round,
    begun: Round,
    change: Change | None = None,
    rates: tuple[FalseAlarmRate, ...] = (),
) -> Signal:
    return Signal(kind, theme, newest.number, begun.number, closed_at(begun), change, rates)


def closed_at(round_: Round) -> datetime:
    """Return when a round closed, or is to close if it is closing just now."""
    return round_.closed_at or round_.closes_at

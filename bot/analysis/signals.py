"""What stands out in the newest scheduled round, and what of it is worth a message. Pure.

A signal is what stands out; an alert is a signal worth a message.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from bot.analysis.baseline import BaselineSegment, same_question, split_at_rebases
from bot.analysis.changes import Change, find_change, size_of
from bot.analysis.false_alarms import FalseAlarmRate, false_alarm_rate
from bot.core.followups import Rebase
from bot.core.models import QuestionResult, Round

MUTED_ROUNDS = 3  # rounds after an alert in which it is not repeated

ResultHistory = Sequence[tuple[Round, QuestionResult]]  # of the closed scheduled rounds, oldest first


class SignalKind(StrEnum):
    """What can stand out, gravest first. The last three are for coordinators alone."""

    DOWN = "down"
    UNEVEN = "uneven"
    SPLIT = "split"
    FEW = "few"
    UP = "up"
    UNSURE = "unsure"
    MONTHLY = "monthly"
    REBASE = "rebase"

    @property
    def for_coordinators(self) -> bool:
        return self in {SignalKind.UNSURE, SignalKind.MONTHLY, SignalKind.REBASE}


@dataclass(frozen=True, slots=True)
class Signal:
    """`theme` is empty where it is about the partnership as a whole. `number` is that of the newest round;
    what it tells of began with round `since`, which closed at `since_at`. Only a theme that went up or down
    has a `move`, and a `rate` of false alarms."""

    kind: SignalKind
    theme: str
    number: int
    since: int
    since_at: datetime
    change: Change | None = None
    false_alarm_rate: FalseAlarmRate | None = None

    @property
    def size(self) -> int:
        """How far it moved, as `words.size` has it."""
        return size_of(self.change.difference) if self.change else 0


@dataclass(frozen=True, slots=True)
class SentAlert:
    """An alert that went out with round `number`; `acknowledged` where somebody took it up."""

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
    """All that stands out in the newest round, gravest first. `past` holds the anchors of all core themes,
    `others` what the newest round measured beside them; `joined` says when each present member came in."""
    if not past:
        return ()
    newest = past[-1][0]
    anchors = [reading for round_, reading in past if round_.id == newest.id]
    found = [*_replies([*{round_.id: round_ for round_, _ in past}.values()])]
    for theme in dict.fromkeys(reading.theme for reading in anchors):
        own = [(round_, reading) for round_, reading in past if reading.theme == theme]
        found += signals_of_theme(own, [rebase for rebase in rebases if rebase.theme == theme], joined)
    unsure = dict.fromkeys(reading.theme for reading in (*anchors, *others) if reading.unsure)
    found += [_signal(SignalKind.UNSURE, theme, newest, newest) for theme in unsure]
    return tuple(sorted(found, key=severity))


def severity(signal: Signal) -> tuple[int, float, str]:
    """The gravest signal has the least; no two of a round have the same."""
    moved = abs(signal.change.difference) if signal.change else 0.0
    return [*SignalKind].index(signal.kind), -moved, signal.theme


def worth_a_message(found: Sequence[Signal]) -> tuple[Signal, ...]:
    """Those worth a message, in the order given."""
    return tuple(signal for signal in found if signal.change is None or signal.change.is_large)


def new_alerts(found: Sequence[Signal], posted: Sequence[SentAlert] = ()) -> tuple[Signal, ...]:
    """Those worth a message that were not said lately, in the order given."""
    return tuple(
        signal for signal in worth_a_message(found) if not any(_mutes(each, signal) for each in posted)
    )


def _mutes(before: SentAlert, signal: Signal) -> bool:
    """Whether this was said in the last three rounds, or was taken up, goes on and is no worse."""
    if (before.kind, before.theme) != (signal.kind, signal.theme) or before.number >= signal.number:
        return False
    goes_on = signal.since <= before.number and signal.size <= before.size
    return signal.number - before.number <= MUTED_ROUNDS or (before.acknowledged and goes_on)


def signals_of_theme(
    own: ResultHistory, rebases: Sequence[Rebase] = (), joined: Sequence[datetime] = ()
) -> Iterator[Signal]:
    """What stands out in one theme's newest round. All that is given is of this theme alone."""
    own, stretch = same_question(own), newest_stretch(own, rebases)
    newest, reading = own[-1]
    if moved := find_change(stretch, [reading for _, reading in own]):
        begun, _ = own[stretch.counting[-moved.run]]
        kind = SignalKind.UP if moved.direction > 0 else SignalKind.DOWN
        yield _signal(
            kind, reading.theme, newest, begun, moved, false_alarm_rate(reading.invited, firm=moved.firm)
        )
    flags: dict[SignalKind, Callable[[QuestionResult], bool | None]] = {
        SignalKind.UNEVEN: lambda each: each.uneven,
        SignalKind.SPLIT: lambda each: each.split,
    }
    for kind, flag in flags.items():
        if flag(reading):
            yield _signal(kind, reading.theme, newest, _since(own, flag))
    if _strangers(own, stretch, joined):
        yield _signal(SignalKind.REBASE, reading.theme, newest, newest)


def compared_with(own: ResultHistory, rebases: Sequence[Rebase] = ()) -> Round | None:
    """The round that members are counted from who came and went: the last that frozen limits rest on, else
    the first of the baseline. None where no round counts yet."""
    own, stretch = same_question(own), newest_stretch(own, rebases)
    if not stretch.counting:
        return None
    return own[stretch.counting[0] if stretch.frozen is None else stretch.frozen][0]


def newest_stretch(own: ResultHistory, rebases: Sequence[Rebase] = ()) -> BaselineSegment:
    """What the newest round of one theme is held against."""
    return split_at_rebases(
        [(closed_at(round_), reading) for round_, reading in same_question(own)], rebases
    )[-1]


def _since(own: ResultHistory, flag: Callable[[QuestionResult], bool | None]) -> Round:
    """The first round of those up to the newest that all have the flag. Rounds that cannot tell are passed
    over."""
    telling = [(round_, flag(reading)) for round_, reading in reversed(own) if flag(reading) is not None]
    *_, (first, _) = takewhile(lambda pair: pair[1], telling)
    return first


def _strangers(own: ResultHistory, stretch: BaselineSegment, joined: Sequence[datetime]) -> bool:
    """Whether over a quarter of the members came in after the rounds that the limits rest on."""
    if stretch.frozen is None:
        return False
    frozen_at = closed_at(own[stretch.frozen][0])
    return 4 * sum(at > frozen_at for at in joined) > len(joined)


def _replies(rounds: Sequence[Round]) -> Iterator[Signal]:
    """Two rounds or more, to the newest, in which under half replied."""
    few = [*takewhile(lambda each: 2 * each.replies < each.invited, reversed(rounds))]
    if len(few) >= 2:
        yield _signal(SignalKind.FEW, "", rounds[-1], few[-1])
        yield _signal(SignalKind.MONTHLY, "", rounds[-1], few[-1])


def _signal(
    kind: SignalKind,
    theme: str,
    newest: Round,
    begun: Round,
    move: Change | None = None,
    rate: FalseAlarmRate | None = None,
) -> Signal:
    return Signal(kind, theme, newest.number, begun.number, closed_at(begun), move, rate)


def closed_at(round_: Round) -> datetime:
    """When a round closed, or is to close where it is closing just now."""
    return round_.closed_at or round_.closes_at

"""Signals in words: an invitation to talk, never a verdict. Pure.

The signals are worth a message, and titles of themes are in the reader's language.
"""

from collections.abc import Mapping

from bot.analysis.changes import MIN_BASELINE_ROUNDS, Change, SpcRule, size_of
from bot.analysis.published import CountedRounds
from bot.analysis.signals import Signal, SignalKind
from bot.core.i18n import Translator


def headline(t: Translator, title: str, signal: Signal) -> str:
    """Return a headline: `Trust has gone down clearly`."""
    if signal.change:
        return change_headline(t, title, signal.change)
    texts = {
        SignalKind.UNEVEN: t("{theme}: lead organisations and the others see this differently", theme=title),
        SignalKind.SPLIT: t("{theme}: some of us see this very differently", theme=title),
        SignalKind.FEW: t("Fewer than half of us reply"),
        SignalKind.UNSURE: t("{theme}: many could not say", theme=title),
        SignalKind.MONTHLY: t("Would once a month be better?"),
        SignalKind.REBASE: t("{theme}: many members are new", theme=title),
    }
    return texts[signal.kind]


def change_headline(t: Translator, title: str, change: Change) -> str:
    """Return `Trust has gone down clearly`, for a large change."""
    down = (
        t("{theme} has gone down slightly", theme=title),
        t("{theme} has gone down clearly", theme=title),
        t("{theme} has gone down sharply", theme=title),
    )
    up = (
        t("{theme} has gone up slightly", theme=title),
        t("{theme} has gone up clearly", theme=title),
        t("{theme} has gone up sharply", theme=title),
    )
    return (down if change.direction < 0 else up)[size_of(change.difference) - 1]


def details(t: Translator, title: str, signal: Signal) -> tuple[str, ...]:
    """Return what changed, since when, and how certain that is, a sentence each."""
    if signal.change:
        invitation = t("What it means, only you can tell. It may be worth a talk.")
        how_far, rule = _how_far(t, signal.change), _rule(t, signal.change)
        return how_far, rule, _since(t, signal), how_sure(t, signal), invitation
    texts = {
        SignalKind.UNEVEN: (
            t("The gap is wider than chance would explain."),
            _since(t, signal),
            t("If both sides felt the same, chance alone would show this in fewer than 5 of 100 rounds."),
        ),
        SignalKind.SPLIT: (
            t("At least a quarter gave low scores, at least a quarter high ones, and fewer lie between."),
            _since(t, signal),
            t("This is what people said, not a guess. Who said what, nobody can see."),
        ),
        SignalKind.FEW: (
            _since(t, signal),
            t("With so few replies nobody can tell what all of us think, so we look for no changes."),
        ),
        SignalKind.UNSURE: (t("A quarter or more could not say. Is the question clear to everybody?"),),
        SignalKind.MONTHLY: (_since(t, signal), t("To be asked once a month, say: schedule monthly")),
        SignalKind.REBASE: (
            t("Over a quarter of the members came after the rounds that this is compared with."),
            t("To compare from a new start, say: rebase {theme} on <date> because <reason>", theme=title),
        ),
    }
    return texts[signal.kind]


def how_sure(t: Translator, signal: Signal) -> str:
    """Return how often such a message is a false alarm at this group's size; empty if the signal has no such
    rate."""
    if signal.false_alarm_rate is None:
        return ""
    n = round(signal.false_alarm_rate.down if signal.kind is SignalKind.DOWN else signal.false_alarm_rate.up)
    rounds = signal.false_alarm_rate.rounds
    if n < 1:
        return t(
            "How sure is this? Quite sure. Where nothing changes, fewer than 1 in 100 partnerships of this "
            "size get such a message on one theme within {rounds} rounds.",
            rounds=rounds,
        )
    return t(
        "How sure is this? It can be chance. Where nothing changes, about {n} in 100 partnerships of this "
        "size get such a message on one theme within {rounds} rounds.",
        n=n,
        rounds=rounds,
    )


def too_early(t: Translator, counted: CountedRounds) -> str:
    """Return why no change can be found yet; empty if it can. Takes the newest baseline."""
    if not counted.newest:
        return t("Too few answered this time to tell whether anything has changed.")
    if counted.n > MIN_BASELINE_ROUNDS:
        return ""
    so_far = t.n("So far there is {n}.", "So far there are {n}.", counted.n)
    return " ".join([t("It takes four rounds with enough answers to see whether something changes."), so_far])


def calm(t: Translator, lines: Mapping[str, CountedRounds]) -> str:
    """Return the words for a round in which nothing stands out, with the themes for which it is too early to
    tell. Takes the newest baseline of each theme, by title."""
    early = {title: why for title, counted in lines.items() if (why := too_early(t, counted))}
    if len(early) == len(lines):
        return " ".join(dict.fromkeys(early.values()))
    usual = t("Nothing stands out. What moved lies within the usual ups and downs.")
    return " ".join([usual, *(f"{title}: {why}" for title, why in early.items())])


def _how_far(t: Translator, change: Change) -> str:
    far, centre, down = t.number(abs(change.difference)), t.number(change.centre), change.direction < 0
    if not change.firm:
        return (
            t("It is about {far} below the {centre} of the rounds before.", far=far, centre=centre)
            if down
            else t("It is about {far} above the {centre} of the rounds before.", far=far, centre=centre)
        )
    if change.rounds_averaged == 1:
        return (
            t("It is about {far} below its usual {centre}.", far=far, centre=centre)
            if down
            else t("It is about {far} above its usual {centre}.", far=far, centre=centre)
        )
    return (
        t("Over three rounds it is about {far} below its usual {centre}.", far=far, centre=centre)
        if down
        else t("Over three rounds it is about {far} above its usual {centre}.", far=far, centre=centre)
    )


def _rule(t: Translator, change: Change) -> str:
    one = t("It differs from the rounds before by more than their usual ups and downs.")
    outside = t("It lies outside the range where scores usually lie.")
    near = t("Two of the last three scores lie near the edge of where scores usually lie.")
    down = {
        SpcRule.ONE_ROUND: one,
        SpcRule.TWO_ROUNDS: t("Two rounds in a row are lower than all before, taken together."),
        SpcRule.OUTSIDE: outside,
        SpcRule.SEVEN_ONE_WAY: t("Seven scores in a row have gone down."),
        SpcRule.TWO_OF_THREE: near,
        SpcRule.SEVEN_ON_ONE_SIDE: t("Seven scores in a row lie below the usual."),
    }
    up = {
        SpcRule.TWO_ROUNDS: t("Two rounds in a row are higher than all before, taken together."),
        SpcRule.SEVEN_ONE_WAY: t("Seven scores in a row have gone up."),
        SpcRule.SEVEN_ON_ONE_SIDE: t("Seven scores in a row lie above the usual."),
    }
    return (down if change.direction < 0 else down | up)[change.rule]


def _since(t: Translator, signal: Signal) -> str:
    day = t.full_day(signal.since_at)
    if signal.since == signal.number:
        return t("It is new with this round.")
    return t("It began with round {number}, which closed on {day}.", number=signal.since, day=day)

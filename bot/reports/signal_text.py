"""Signals in words: an invitation to talk, never a verdict. Pure.

Titles of themes are in the reader's language.
"""

from collections import defaultdict
from collections.abc import Mapping

from bot.analysis.changes import MIN_BASELINE_ROUNDS, Change, SizedDifference, SpcRule
from bot.analysis.published import CountedRounds
from bot.analysis.signals import Signal, SignalKind
from bot.core.i18n import Translator
from bot.reports.result_text import differences, within_sentence


def headline(t: Translator, title: str, signal: Signal) -> str:
    """Return a headline: `Trust is clearly lower than usual`."""
    if signal.change:
        return _change_headline(t, title, signal.change.sized)
    texts = {
        SignalKind.UNEVEN: t("{theme}: lead organisations and the others see this differently", theme=title),
        SignalKind.SPLIT: t("{theme}: our views are now split into two groups", theme=title),
        SignalKind.SPLIT_ENDED: t("{theme}: our views are no longer split", theme=title),
        SignalKind.FEW: t("Fewer than half of us are replying"),
        SignalKind.UNSURE: t("{theme}: many people chose Can't say", theme=title),
        SignalKind.MONTHLY: t("Would once a month be better?"),
        SignalKind.REBASE: t("{theme}: many members are new", theme=title),
        SignalKind.NEW_LEVEL: t("{theme}: this may be the new usual level", theme=title),
    }
    return texts[signal.kind]


def _change_headline(t: Translator, title: str, difference: SizedDifference) -> str:
    down = (
        t("{theme} is slightly lower than usual", theme=title),
        t("{theme} is clearly lower than usual", theme=title),
        t("{theme} is sharply lower than usual", theme=title),
    )
    up = (
        t("{theme} is slightly higher than usual", theme=title),
        t("{theme} is clearly higher than usual", theme=title),
        t("{theme} is sharply higher than usual", theme=title),
    )
    if not difference.is_exact:  # the size does not hold for every value that the scores stand for
        lower, higher = (
            t("{theme} is lower than usual", theme=title),
            t("{theme} is higher than usual", theme=title),
        )
        return lower if difference.direction < 0 else higher
    return (down if difference.direction < 0 else up)[difference.size - 1]


def details(t: Translator, title: str, signal: Signal) -> tuple[str, ...]:
    """Return what changed, since when, and how certain that is, a sentence each."""
    if signal.change:
        invitation = t("Only you can tell what this means. It may be worth talking about.")
        how_far, rule = _how_far(t, signal.change), _rule(t, signal.change)
        return how_far, rule, _since(t, signal), how_sure(t, signal), invitation
    texts = {
        SignalKind.UNEVEN: (
            t("The gap is wider than chance would explain."),
            _since(t, signal),
            t("If both sides felt the same, chance alone would show this in fewer than 5 in 100 rounds."),
        ),
        SignalKind.FEW: (
            _since(t, signal),
            t("With so few replies we cannot tell what everyone thinks, so we do not look for changes."),
        ),
        SignalKind.UNSURE: (t("A quarter or more chose Can't say. Is the question clear to everyone?"),),
        SignalKind.MONTHLY: (_since(t, signal), t("To be asked once a month, type: schedule monthly")),
        SignalKind.REBASE: (
            t("More than a quarter of the members joined after the rounds we compare with."),
            _how_to_rebase(t, title),
        ),
        SignalKind.NEW_LEVEL: (
            t("It has stood out for seven rounds or more."),
            _since(t, signal),
            _how_to_rebase(t, title),
        ),
    }
    return texts[signal.kind]


def in_brief(t: Translator, title: str, signal: Signal) -> str:
    """Return what changed and since when. How certain a change is, `how_sure_in_brief` says."""
    if signal.change:
        return _far_in_brief(t, signal, signal.change)
    if signal.kind is SignalKind.UNEVEN:
        return " ".join(details(t, title, signal)[1:])
    return " ".join(details(t, title, signal))


def _far_in_brief(t: Translator, signal: Signal, change: Change) -> str:
    day = t.full_day(signal.since_at)
    values = {
        "since": t("New this round")
        if signal.since == signal.number
        else t("Since round {number} ({day})", number=signal.since, day=day),
        "about": _about(t, change),
        "centre": t.number(change.centre),
    }
    if not change.firm:
        return (
            t("{since}: {about} below {centre}, the average before.", **values)
            if change.direction < 0
            else t("{since}: {about} above {centre}, the average before.", **values)
        )
    return (
        t("{since}: {about} below its usual {centre}.", **values)
        if change.direction < 0
        else t("{since}: {about} above its usual {centre}.", **values)
    )


def _how_to_rebase(t: Translator, title: str) -> str:
    return t(
        "To start a new baseline, type for example: rebase {theme} on 3 May because many of us are new",
        theme=title,
    )


def suggestion(t: Translator, title: str, signal: Signal) -> str:
    """Return what everybody reads when coordinators are told that a new baseline may be due."""
    return t("{headline}. A coordinator can start a new baseline.", headline=headline(t, title, signal))


def how_sure(t: Translator, signal: Signal) -> str:
    """Return how often a partnership of this size gets an alert where nothing changes; empty if the signal
    has no such rates."""
    if not signal.false_alarm_rates:
        return ""
    calm, moody = [_share(t, rate.alarms) for rate in signal.false_alarm_rates]
    return t(
        "How sure is this? Even where nothing changes, {calm} in 100 partnerships of this size "
        "get an alert within {rounds} rounds. That counts any theme, up or down. Where "
        "everyone’s mood varies a little from round to round, it is {moody} in 100.",
        calm=calm,
        moody=moody,
        rounds=signal.false_alarm_rates[0].rounds,
    )


def how_sure_in_brief(t: Translator, signal: Signal) -> str:
    """Return the same in one sentence."""
    if not signal.false_alarm_rates:
        return ""
    calm, moody = [_share(t, rate.alarms) for rate in signal.false_alarm_rates]
    return t(
        "Even with no change, {calm} in 100 partnerships of this size get an alert within {rounds} rounds, "
        "{moody} if moods vary.",
        calm=calm,
        moody=moody,
        rounds=signal.false_alarm_rates[0].rounds,
    )


def _share(t: Translator, rate: float) -> str:
    return t("fewer than 1") if rate < 1 else t("about {n}", n=round(rate))


def too_early(t: Translator, counted: CountedRounds) -> str:
    """Return why no change can be found yet; empty if it can. Takes the newest baseline."""
    if not counted.newest:
        return t("Too few people gave a score this time to tell whether anything has changed.")
    if counted.n > MIN_BASELINE_ROUNDS:
        return ""
    so_far = t.n("So far there is {n}.", "So far there are {n}.", counted.n)
    return " ".join([t("It takes four rounds with enough scores to see whether anything changes."), so_far])


def usual_level(t: Translator, lines: Mapping[str, CountedRounds]) -> str:
    """Return what stands out against the usual level of each theme, what of it may be chance, and for which
    themes it is too early to tell. Takes the newest baseline of each theme, by title."""
    early = {title: why for title, counted in lines.items() if (why := too_early(t, counted))}
    if len(early) == len(lines):
        return " ".join(dict.fromkeys(early.values()))
    yardsticks: dict[str, dict[str, CountedRounds]] = defaultdict(dict)
    for title, counted in lines.items():
        if title not in early:
            yardsticks[_yardstick(t, counted)][within_sentence(title)] = counted
    sentences = [
        t("{yardstick}: {changes}.", yardstick=yardstick, changes=_against(t, held))
        for yardstick, held in yardsticks.items()
    ]
    watched = [within_sentence(title) for title, counted in lines.items() if _is_watched(counted.change)]
    if watched:
        themes = t.join(watched)
        sentences.append(
            t("The change in {themes} may be chance. We will look again next round.", themes=themes)
        )
    return " ".join([*sentences, *(f"{title}: {why}" for title, why in early.items())])


def _is_watched(change: Change | None) -> bool:
    return change is not None and not change.confirmed


def _yardstick(t: Translator, counted: CountedRounds) -> str:
    if counted.compares_with_first:
        return t("Compared with the usual level of the first {n} rounds", n=counted.compared)
    return t("Compared with the usual level of the last {n} rounds", n=counted.compared)


def _against(t: Translator, lines: Mapping[str, CountedRounds]) -> str:
    moved: dict[SizedDifference, list[str]] = defaultdict(list)
    usual = []
    for title, counted in lines.items():
        if change := counted.change:
            moved[change.sized].append(title)
        else:
            usual.append(title)
    if not moved:
        return t("nothing stands out")
    clauses = differences(t, moved)
    if usual:
        clauses.append(t("{themes} about as usual", themes=t.join(usual)))
    return "; ".join(clauses)


def _how_far(t: Translator, change: Change) -> str:
    about, centre, down = _about(t, change), t.number(change.centre), change.direction < 0
    if not change.firm:
        return (
            t("It is {about} below {centre}, the average of the rounds before.", about=about, centre=centre)
            if down
            else t(
                "It is {about} above {centre}, the average of the rounds before.", about=about, centre=centre
            )
        )
    return (
        t("It is {about} below its usual {centre}.", about=about, centre=centre)
        if down
        else t("It is {about} above its usual {centre}.", about=about, centre=centre)
    )


def _about(t: Translator, change: Change) -> str:
    far = t.number(abs(change.difference))
    return t("about {far}", far=far) if change.most == change.difference else t("at least {far}", far=far)


def _rule(t: Translator, change: Change) -> str:
    one = t("It differs from the rounds before by more than their usual ups and downs.")
    outside = t("It is outside the range where scores usually are.")
    near = t("Two of the last three scores are near the edge of where scores usually are.")
    down = {
        SpcRule.ONE_ROUND: one,
        SpcRule.TWO_ROUNDS: t("Two rounds in a row are lower than the average of all rounds before."),
        SpcRule.OUTSIDE: outside,
        SpcRule.SEVEN_ONE_WAY: t("Seven scores in a row have gone down."),
        SpcRule.TWO_OF_THREE: near,
        SpcRule.SEVEN_ON_ONE_SIDE: t("Seven scores in a row are below the usual level."),
    }
    up = {
        SpcRule.TWO_ROUNDS: t("Two rounds in a row are higher than the average of all rounds before."),
        SpcRule.SEVEN_ONE_WAY: t("Seven scores in a row have gone up."),
        SpcRule.SEVEN_ON_ONE_SIDE: t("Seven scores in a row are above the usual level."),
    }
    return (down if change.direction < 0 else down | up)[change.rule]


def _since(t: Translator, signal: Signal) -> str:
    day = t.full_day(signal.since_at)
    if signal.since == signal.number:
        return t("It is new in this round.")
    return t("It started with round {number}, which closed on {day}.", number=signal.since, day=day)

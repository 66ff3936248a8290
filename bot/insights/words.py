"""Readings in plain words. Pure.

Says only what is in a reading, and so only what the ladder allows. Where a reading does not hold something,
the words for it are empty.
"""

from bot.insights.ladder import SHAPE, withheld
from bot.insights.statistics import TOLERANCE
from bot.model import Reading
from bot.talk.tongue import Tongue

SIZES = (0.3, 0.5, 1.0)  # from here on a difference is slight, clear, sharp


def size(difference: float) -> int:
    """0 about the same, 1 slightly, 2 clearly, 3 sharply."""
    return sum(abs(difference) >= least - TOLERANCE for least in SIZES)


def few(reading: Reading) -> bool:
    """Whether under half replied, so that the round says nothing about a trend."""
    return 2 * reading.scored < reading.invited


def first_impression(reading: Reading) -> bool:
    """Whether under 60% replied."""
    return 10 * reading.scored < 6 * reading.invited


def line(t: Tongue, theme: str, reading: Reading, before: Reading | None = None) -> str:
    """`Trust 3.6 (9 of 12 answered), about the same as last time`"""
    n, invited = reading.scored, reading.invited
    if not (value := score(t, reading)):
        return t(
            "{theme}: not enough answers to show a score ({n} of {invited} answered)",
            theme=theme,
            n=n,
            invited=invited,
        )
    start = t("{theme} {score} ({n} of {invited} answered)", theme=theme, score=value, n=n, invited=invited)
    return ", ".join(part for part in (start, change(t, reading, before), indicative(t, reading)) if part)


def score(t: Tongue, reading: Reading) -> str:
    if reading.band:
        return {"low": t("1.5 or less"), "high": t("4.5 or more")}[reading.band]
    return "" if reading.mean is None else t.number(reading.mean)


def change(t: Tongue, reading: Reading, before: Reading | None) -> str:
    """How the mean moved since another reading, where both hold one."""
    if before is None or before.mean is None or reading.mean is None:
        return ""
    same = t("about the same as last time")
    higher = (
        same,
        t("slightly higher than last time"),
        t("clearly higher than last time"),
        t("sharply higher than last time"),
    )
    lower = (
        same,
        t("slightly lower than last time"),
        t("clearly lower than last time"),
        t("sharply lower than last time"),
    )
    difference = reading.mean - before.mean
    return (higher if difference > 0 else lower)[size(difference)]


def indicative(t: Tongue, reading: Reading) -> str:
    return t("only a first impression, as fewer than 6 in 10 answered") if first_impression(reading) else ""


def between(t: Tongue, reading: Reading) -> str:
    """The range, and on what it rests."""
    if reading.low is None or reading.high is None:
        return ""
    low, high = t.number(reading.low), t.number(reading.high)
    if reading.scored < SHAPE:
        return t("between {low} and {high}, whatever the silent would have said", low=low, high=high)
    return t("between {low} and {high} if the silent feel like those who replied", low=low, high=high)


def agreement(t: Tongue, reading: Reading) -> str:
    said = {
        "strong": t("People largely agree."),
        "fair": t("People agree fairly well."),
        "wide": t("Views differ widely."),
    }
    return said.get(reading.agreement, "")


def split_view(t: Tongue, reading: Reading) -> str:
    return t("Some of us see this very differently: there are two groups.") if reading.split else ""


def low_voice(t: Tongue, reading: Reading) -> str:
    """How many said that they have little or no say."""
    said = {
        "none": t("Nobody chose one of the two lowest points."),
        "some": t("Some, but under a third, chose one of the two lowest points."),
        "third": t("A third or more chose one of the two lowest points."),
    }
    return said.get(reading.low_share, "")


def power_gap(t: Tongue, reading: Reading) -> str:
    """How far apart the lead side and the others are."""
    if reading.uneven and reading.gap is None:
        return t(
            "Lead organisations and the others see this very differently: more than chance would explain."
        )
    if reading.gap is None:
        return ""
    gap = t.number(abs(reading.gap))
    if reading.uneven and reading.gap > 0:
        return t(
            "Lead organisations scored {gap} higher than the others: more than chance would explain.", gap=gap
        )
    if reading.uneven:
        return t(
            "Lead organisations scored {gap} lower than the others: more than chance would explain.", gap=gap
        )
    return t("Lead organisations and the others are {gap} apart, which may be chance.", gap=gap)


def cannot_say(t: Tongue, reading: Reading) -> str:
    return t("A quarter or more could not say. Is the question clear to everybody?") if reading.unsure else ""


def details(t: Tongue, reading: Reading) -> tuple[str, ...]:
    """All that a reading says beyond its line, a sentence each, and last why there is not more."""
    spread = between(t, reading)
    said = (
        t("The score of everybody lies {between}.", between=spread) if spread else "",
        agreement(t, reading),
        split_view(t, reading),
        power_gap(t, reading) or low_voice(t, reading),
        cannot_say(t, reading),
        withheld(t, reading),
    )
    return tuple(sentence for sentence in said if sentence)

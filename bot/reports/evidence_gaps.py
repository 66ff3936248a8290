"""What has no evidence yet, in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.analysis.evidence import EvidenceGaps, ThemeGap
from bot.core.followups import EvidencePart
from bot.core.i18n import Translator
from bot.reports.evidence_text import entries_text
from bot.reports.result_text import within_sentence
from bot.rounds.outcomes import OutcomeHistory

STALE = timedelta(days=182)  # half a year without a value


def gap_lines(
    t: Translator,
    gaps: EvidenceGaps,
    titles: Mapping[str, str],
    histories: Sequence[OutcomeHistory],
    today: date,
) -> tuple[str, ...]:
    """Return a sentence for each gap. `titles` are those of themes and packs."""
    return (*_of_entries(t, gaps, titles), *_of_outcomes(t, histories, today), *_of_packs(t, gaps, titles))


def _of_entries(t: Translator, gaps: EvidenceGaps, titles: Mapping[str, str]) -> Iterator[str]:
    if gaps.quiet:
        yield t.n(
            "Nothing was noted or done in the last {n} round.",
            "Nothing was noted or done in the last {n} rounds.",
            gaps.quiet,
        )
    for reason in ThemeGap:
        if themes := [titles[theme] for theme, gap in gaps.themes if gap is reason]:
            first, *others = themes
            names = t.join([first, *(within_sentence(title) for title in others)])
            yield f"{names}: {_theme_gap(t, reason)}"
    if gaps.too_early:
        yield t("Too early to compare: {entries}.", entries=entries_text(t, gaps.too_early))
    if gaps.too_old:
        yield t(
            "Too few rounds had closed before these to compare: {entries}.",
            entries=entries_text(t, gaps.too_old),
        )
    yield from (_blank(t, part, number) for part, number in gaps.blank.items())


def _theme_gap(t: Translator, gap: ThemeGap) -> str:
    texts = {
        ThemeGap.NO_ENTRY: t("no note or finished action to compare around."),
        ThemeGap.FEW_BEFORE: t("too few rounds had closed before any entry."),
        ThemeGap.FEW_AFTER: t("too few rounds have closed since the newest entry."),
        ThemeGap.REWORDED: t("the question was reworded, so nothing can be compared yet."),
        ThemeGap.NO_POINTS: t("no comparison has a point left."),
    }
    return texts[gap]


def _blank(t: Translator, part: EvidencePart, number: int) -> str:
    texts = {
        EvidencePart.HOW: t.n(
            "{n} entry does not tell how it is thought to work.",
            "{n} entries do not tell how they are thought to work.",
            number,
        ),
        EvidencePart.TOOK: t.n(
            "{n} entry does not tell what it took.", "{n} entries do not tell what they took.", number
        ),
        EvidencePart.FOLLOWED: t.n(
            "{n} entry does not tell what people saw afterwards.",
            "{n} entries do not tell what people saw afterwards.",
            number,
        ),
    }
    return texts[part]


def _of_outcomes(t: Translator, histories: Sequence[OutcomeHistory], today: date) -> Iterator[str]:
    if not histories:
        yield t("No shared outcome is named: nothing tells what the partnership is for in numbers.")
    for history in histories:
        if not history.values:
            yield t("{outcome} has no value yet.", outcome=history.outcome.name)
        elif today - history.values[-1][0] > STALE:
            yield t(
                "{outcome} has had no value since {day}, for more than half a year.",
                outcome=history.outcome.name,
                day=t.full_day(history.values[-1][0]),
            )


def _of_packs(t: Translator, gaps: EvidenceGaps, titles: Mapping[str, str]) -> Iterator[str]:
    if gaps.unasked:
        packs = [within_sentence(titles[pack]) for pack in gaps.unasked]
        yield t("No round has asked about {packs}.", packs=t.join(packs))

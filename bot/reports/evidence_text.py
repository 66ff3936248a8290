"""The evidence log in words. Pure.

Nothing here says that one thing caused another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.analysis.before_after import MIN_COMPARED, BeforeAfter, ComparedRound, MeanDifference
from bot.analysis.disclosure import round_to_tenth
from bot.analysis.evidence import EntryKind, EvidenceEntry, OtherChange, ThemeEvidence
from bot.analysis.evidence_strength import LostPoint
from bot.core.followups import ActionOutcome, EvidenceDetail, EvidencePart
from bot.core.i18n import N_, Translator
from bot.reports.result_text import within_sentence

PART_TITLES = {
    EvidencePart.HOW: N_("How it is thought to work"),
    EvidencePart.TOOK: N_("What it took"),
    EvidencePart.FOLLOWED: N_("What followed, in members’ words"),
}
NO_NUMBER = "–"


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A theme before and after an entry, in words: without a point there is no number. `scores` says how many
    gave a score on each side, in all rounds together."""

    theme: str
    before: str
    after: str
    difference: str
    range: str
    rounds: str
    scores: str
    finding: str
    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """The rows of an entry. `shared` are the reasons for which every theme lost a point, which its row does
    not repeat. Without rows, `shared` says why nothing is compared. `caution` is said where no other change
    was noted."""

    rows: tuple[ComparisonRow, ...]
    shared: tuple[str, ...]
    caution: str = ""


def detail_text(t: Translator, detail: EvidenceDetail | None, names: Mapping[str, str]) -> str:
    """Return the words of a part of a description with who wrote them when; or that there are none. `names`
    are those of members by their token; one that is missing has been erased, or is not shown."""
    if detail is None:
        return t("Nothing yet")
    note = author_note(t, detail, names)
    return f"{detail.words} ({note})" if detail.words else note


def author_note(t: Translator, detail: EvidenceDetail, names: Mapping[str, str]) -> str:
    """Return who wrote, corrected or removed a part of a description, and when."""
    name, day = names.get(detail.author, ""), t.full_day(detail.corrected_at or detail.said_at)
    if not detail.words:
        return t("removed by {name} on {day}", name=name, day=day) if name else t("removed on {day}", day=day)
    if detail.corrected_at:
        return (
            t("corrected by {name} on {day}", name=name, day=day)
            if name
            else t("corrected on {day}", day=day)
        )
    return t("written by {name} on {day}", name=name, day=day) if name else t("written on {day}", day=day)


def entry_label(t: Translator, entry: EvidenceEntry) -> str:
    """Return `Note 3` or `Action 2, partly done`."""
    if entry.kind is EntryKind.NOTE:
        return t("Note {n}", n=entry.number)
    if entry.did is ActionOutcome.PARTLY:
        return t("Action {n}, partly done", n=entry.number)
    return t("Action {n}, done", n=entry.number)


def entries_text(t: Translator, entries: Sequence[EvidenceEntry]) -> str:
    """Return `note 3, note 2 and action 4`."""
    return t.join([_short_label(t, entry.kind, entry.number) for entry in entries])


def comparison_table(t: Translator, entry: EvidenceEntry, titles: Mapping[str, str]) -> ComparisonTable:
    """Return what was measured around an entry. `titles` are those of themes."""
    rows = [comparison_row(t, titles[evidence.compared.theme], evidence, titles) for evidence in entry.themes]
    if not rows:
        return ComparisonTable((), (t("No round has closed yet."),))
    shared = tuple(reason for reason in rows[0].reasons if all(reason in row.reasons for row in rows))
    if shared and not any(evidence.compared.difference for evidence in entry.themes):
        return ComparisonTable((), shared)
    own = (
        replace(row, reasons=tuple(reason for reason in row.reasons if reason not in shared)) for row in rows
    )
    is_noted = any(evidence.others for evidence in entry.themes)
    caution = t("No other change was noted in the same time, but there may have been some.")
    return ComparisonTable(tuple(own), shared, "" if is_noted else caution)


def missing_text(t: Translator, entry: EvidenceEntry) -> str:
    """Return the parts of the description that nobody has written, in one line; empty if there are none."""
    parts = [within_sentence(t(PART_TITLES[part])) for part in entry.missing_parts if part not in entry.parts]
    return t("Not described yet: {parts}.", parts=t.join(parts)) if parts else ""


def comparison_row(
    t: Translator, title: str, evidence: ThemeEvidence, titles: Mapping[str, str]
) -> ComparisonRow:
    """Return the row of a theme. `titles` are those of themes, for new baselines."""
    compared, strength = evidence.compared, evidence.strength
    reasons = tuple(reason_text(t, lost, evidence, titles) for lost in strength.lost)
    rounds = t("{n} before, {m} after", n=len(compared.before), m=len(compared.after))
    scores = ", ".join(_scores(t, side) for side in (compared.before, compared.after) if side) or NO_NUMBER
    if not strength.points or compared.difference is None:
        finding = (
            t("Too little to compare") if compared.difference is None else t("Too weak to show a number")
        )
        numbers = (NO_NUMBER,) * 4
        return ComparisonRow(title, *numbers, rounds, scores, finding, 0, reasons)
    difference = compared.difference
    return ComparisonRow(
        title,
        _mean(t, compared.before),
        _mean(t, compared.after),
        _span(t, signed(t, difference.least), signed(t, difference.most)),
        t("{low} to {high}", low=signed(t, difference.low), high=signed(t, difference.high)),
        rounds,
        scores,
        finding_text(t, difference),
        strength.points,
        reasons,
    )


def finding_text(t: Translator, difference: MeanDifference) -> str:
    """Return what holds for all values of a difference."""
    if (sized := difference.sized) is None:
        return t("No clear difference: zero lies in the range")
    exact = {
        -3: t("Sharply lower after"),
        -2: t("Clearly lower after"),
        -1: t("Slightly lower after"),
        0: t("About the same"),
        1: t("Slightly higher after"),
        2: t("Clearly higher after"),
        3: t("Sharply higher after"),
    }
    at_least = {
        -2: t("At least clearly lower after"),
        -1: t("At least slightly lower after"),
        1: t("At least slightly higher after"),
        2: t("At least clearly higher after"),
    }
    if sized.is_exact:
        return exact[sized.direction * sized.size]
    if not sized.size:
        return (
            t("Lower after, at least a little")
            if sized.direction < 0
            else t("Higher after, at least a little")
        )
    return at_least[sized.direction * sized.size]


def reason_text(t: Translator, lost: LostPoint, evidence: ThemeEvidence, titles: Mapping[str, str]) -> str:
    """Return why a point was lost."""
    numbers = sorted({*evidence.compared.few_replies, *evidence.compared.skipped})
    rounds = t.join([t("round {number}", number=number) for number in numbers])
    what = t.join([change_text(t, change, titles) for change in evidence.others])
    texts = {
        LostPoint.NOT_COMPARED: _why_not_compared(t, evidence.compared),
        LostPoint.FEW_ROUNDS: t("There are fewer than five rounds on each side."),
        LostPoint.FEW_REPLIES: t("In {rounds}, fewer than 60% gave a score.", rounds=rounds),
        LostPoint.OTHER_CHANGES: t("Other changes in the same time: {what}.", what=what),
        LostPoint.REWORDED: t("The question was reworded, so there are fewer rounds to compare."),
    }
    return texts[lost]


def change_text(t: Translator, change: OtherChange, titles: Mapping[str, str]) -> str:
    """Return `note 3`, `action 2` or `a new baseline for trust`."""
    if change.kind is EntryKind.BASELINE:
        theme = within_sentence(titles.get(change.theme, change.theme))
        return t("a new baseline for {theme}", theme=theme)
    return _short_label(t, change.kind, change.number)


def signed(t: Translator, value: float) -> str:
    """Return a difference with its sign: `+0.4`, `-0.2`, `0.0`."""
    rounded = round_to_tenth(value)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{t.number(abs(rounded))}"


def _why_not_compared(t: Translator, compared: BeforeAfter) -> str:
    if compared.is_reworded:
        return t("The question was reworded, and only results of the same wording are compared.")
    if len(compared.after) < MIN_COMPARED:
        return t("Fewer than three rounds that count have closed since.")
    return t("Fewer than three rounds that count had closed before.")


def _short_label(t: Translator, kind: EntryKind, number: int) -> str:
    return t("note {n}", n=number) if kind is EntryKind.NOTE else t("action {n}", n=number)


def _mean(t: Translator, rounds: Sequence[ComparedRound]) -> str:
    low = sum(round_.low for round_ in rounds) / len(rounds)
    high = sum(round_.high for round_ in rounds) / len(rounds)
    return _span(t, *(t.number(round_to_tenth(mean)) for mean in (low, high)))


def _span(t: Translator, low: str, high: str) -> str:
    return low if low == high else t("{low} to {high}", low=low, high=high)


def _scores(t: Translator, rounds: Sequence[ComparedRound]) -> str:
    scored, invited = sum(round_.scored for round_ in rounds), sum(round_.invited for round_ in rounds)
    return t("{n} of {invited}", n=scored, invited=invited)

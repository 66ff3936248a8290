"""Choose the questions of a round. Pure: they follow from the number of the scheduled round alone."""

from collections.abc import Sequence

from bot.questions.bank import Question, QuestionBank, QuestionKind, Theme, ThemeKind


def scheduled(bank: QuestionBank, number: int, packs: Sequence[str] = ()) -> tuple[Question, ...]:
    """Return the five questions of scheduled round `number` (from 1), in the order asked: the anchors, one
    rotating core question, one from a pack. Rounds take the core themes in turn, so that all nine rotating
    questions come once in nine rounds; and likewise `packs` (ids, in the partnership's order), or all short
    packs."""
    core = bank.of_kind(ThemeKind.CORE)
    return (
        *(anchor for theme in core for anchor in theme.of_kind(QuestionKind.ANCHOR)),
        _in_turn([theme.of_kind(QuestionKind.ROTATING) for theme in core], number),
        _in_turn([pack.questions for pack in _chosen(bank, packs)], number),
    )


def ad_hoc(theme: Theme) -> tuple[Question, ...]:
    """Return all questions of a theme, its anchor first: four for a core theme, three for a pack, more for a
    long pack."""
    return tuple(sorted(theme.questions, key=lambda question: question.kind is not QuestionKind.ANCHOR))


def _chosen(bank: QuestionBank, packs: Sequence[str]) -> Sequence[Theme]:
    """Return the chosen packs, or all short ones. A pack that the bank no longer has is left out, so that the
    round can open."""
    available = {theme.id: theme for theme in bank.themes if theme.kind is not ThemeKind.CORE}
    return [available[pack] for pack in packs if pack in available] or bank.of_kind(ThemeKind.PACK)


def _in_turn(groups: Sequence[Sequence[Question]], number: int) -> Question:
    """Return the question for a round: one of each group in turn, then the next of each."""
    laps, position = divmod(number - 1, len(groups))
    return groups[position][laps % len(groups[position])]

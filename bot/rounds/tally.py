"""Counts the answers of a round into the results that may be shown. Pure.

The answers are destroyed right after."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.analysis import disclosure
from bot.analysis.disclosure import AnswerCounts
from bot.core.models import QuestionResult, Round
from bot.questions.bank import OWN_QUESTION, QuestionBank, QuestionKind
from bot.rounds.answers import CANT_SAY, COMMENT, LATER, POINTS, SKIPPED


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """All answers of a round, by pseudonym, then by question. `leads` are the pseudonyms of members on the
    lead or statutory side; `invited` counts the members who were asked."""

    answers: Mapping[bytes, Mapping[str, str]]
    leads: frozenset[bytes]
    invited: int


def question_results(
    round_: Round, answers: RoundAnswers, bank: QuestionBank, threshold: int
) -> list[QuestionResult]:
    """Return one result a question, in the order asked."""
    has_both_sides = bool(answers.leads) and len(answers.leads) < answers.invited
    return [
        disclosure.disclose_question(
            f"{round_.id}.{position}",
            round_,
            theme_of(question, bank),
            question,
            question != OWN_QUESTION and bank.question(question).kind is QuestionKind.ANCHOR,
            count_answers(answers, question),
            threshold,
            count_answers(answers, question, answers.leads) if has_both_sides else None,
        )
        for position, question in enumerate(round_.questions, start=1)
    ]


def theme_of(question: str, bank: QuestionBank) -> str:
    return OWN_QUESTION if question == OWN_QUESTION else bank.question(question).theme


def count_answers(
    answers: RoundAnswers, question: str, among: frozenset[bytes] | None = None
) -> AnswerCounts:
    """Return how many chose each point, among all or among the pseudonyms in `among`."""
    chosen = Counter(
        by_question.get(question, SKIPPED)
        for pseudonym, by_question in answers.answers.items()
        if among is None or pseudonym in among
    )
    return AnswerCounts(
        tuple(chosen[point] for point in POINTS), chosen[CANT_SAY], answers.invited, count_replies(answers)
    )


def publishable_comments(answers: RoundAnswers, threshold: int) -> list[str]:
    """Return the comments, or none where disclosure control does not allow them to be shown."""
    comments = [
        by_question[COMMENT]
        for by_question in answers.answers.values()
        if by_question.get(COMMENT, SKIPPED) != SKIPPED
    ]
    allowed = disclosure.comments_allowed(count_replies(answers), len(comments), threshold)
    return comments if allowed else []


def count_replies(answers: RoundAnswers) -> int:
    """Return how many members responded to at least one question: with a point, with Can't say, or by
    skipping it, as members do whom a question does not concern."""
    return sum(not by_question.keys() <= {COMMENT, LATER} for by_question in answers.answers.values())


def group_by_pseudonym(unsealed: Sequence[tuple[bytes, str, str]]) -> dict[bytes, dict[str, str]]:
    """Group (pseudonym, question, answer) by pseudonym, then by question."""
    grouped: defaultdict[bytes, dict[str, str]] = defaultdict(dict)
    for pseudonym, question, answer in unsealed:
        grouped[pseudonym][question] = answer
    return dict(grouped)

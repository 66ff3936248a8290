"""From what was answered to what may be shown of it. Pure: what comes in is destroyed right after."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.analysis import disclosure
from bot.analysis.disclosure import AnswerCounts
from bot.core.models import QuestionResult, Round
from bot.questions.bank import OWN_QUESTION, QuestionBank, QuestionKind
from bot.rounds.answers import CANT_SAY, COMMENT, POINTS, SKIPPED


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """Everything that was answered in a round: per pseudonym, what was said to each question. `leads` are
    the pseudonyms of the lead or statutory side."""

    answers: Mapping[bytes, Mapping[str, str]]
    leads: frozenset[bytes]
    invited: int


def question_results(
    round_: Round, said: RoundAnswers, bank: QuestionBank, threshold: int
) -> list[QuestionResult]:
    """One reading a question, in the order asked."""
    sides = bool(said.leads) and len(said.leads) < said.invited
    return [
        disclosure.disclose_question(
            f"{round_.id}.{position}",
            round_,
            theme_of(question, bank),
            question,
            question != OWN_QUESTION and bank.question(question).kind is QuestionKind.ANCHOR,
            count_answers(said, question),
            threshold,
            count_answers(said, question, said.leads) if sides else None,
        )
        for position, question in enumerate(round_.questions, start=1)
    ]


def theme_of(question: str, bank: QuestionBank) -> str:
    return OWN_QUESTION if question == OWN_QUESTION else bank.question(question).theme


def count_answers(said: RoundAnswers, question: str, among: frozenset[bytes] | None = None) -> AnswerCounts:
    """How many chose each point, of all or of those with the pseudonyms in `among`."""
    chosen = Counter(
        answers.get(question, SKIPPED)
        for pseudonym, answers in said.answers.items()
        if among is None or pseudonym in among
    )
    return AnswerCounts(tuple(chosen[point] for point in POINTS), chosen[CANT_SAY], said.invited)


def publishable_comments(said: RoundAnswers, threshold: int) -> list[str]:
    """What was written, where the ladder allows it to be shown at all."""
    written = [
        answers[COMMENT] for answers in said.answers.values() if answers.get(COMMENT, SKIPPED) != SKIPPED
    ]
    return written if disclosure.comments_allowed(count_replies(said), len(written), threshold) else []


def count_replies(said: RoundAnswers) -> int:
    """How many gave at least one scored answer."""
    return sum(
        any(words in POINTS for question, words in answers.items() if question != COMMENT)
        for answers in said.answers.values()
    )


def group_by_pseudonym(unsealed: Sequence[tuple[bytes, str, str]]) -> dict[bytes, dict[str, str]]:
    """From (pseudonym, question, words) to what each pseudonym said."""
    found: defaultdict[bytes, dict[str, str]] = defaultdict(dict)
    for pseudonym, question, words in unsealed:
        found[pseudonym][question] = words
    return dict(found)

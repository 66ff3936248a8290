"""Decides what the made-up people think in each round and how they answer a card. Pure, given randomness.

The numbers are those of docs/method.md 4: a person's level is N(3.7, 0.7), an occasion adds N(0, 0.5),
about 80% reply. A story is added. Trust falls when the council moves the shared office without asking, and
is earned back; the purpose gets clearer; those who are no statutory body have less of a say, and a little
more once the chair rotates.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.cards import Buttons, Card, TextBox
from bot.core.models import Round, RoundKind
from bot.demo.partnership import DemoMember, DemoOutcome, DemoPartnership
from bot.language.commands import Command, GiveAnswer, SkipQuestion
from bot.language.parser import parse


class RandomSource(Protocol):
    """The part of the standard library's `random.Random` that is used."""

    def random(self) -> float: ...

    def gauss(self, mu: float, sigma: float, /) -> float: ...


@dataclass(frozen=True, slots=True)
class Opinion:
    """A person's answers in one check-in, by topic, None where they cannot say; and their comment. The topics
    of a scheduled round are themes, those of another are its questions."""

    answers: Mapping[str, int | None]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PlannedReply:
    """A reply that a member makes at a moment, if the round is still open and they are still a member."""

    moment: datetime
    member: DemoMember
    opinion: Opinion


OFFICE_MOVED = {12: -0.5, 13: -0.9, 14: -1.1, 15: -0.8, 16: -0.4, 17: -0.2}  # points of trust, by round
PURPOSE_CLEAR = 30  # the round after which the purpose gets no clearer
CHAIR_ROTATES = 20
HOLIDAYS = {9: 0.45}  # the share of usual replies, by round
UNSURE = 0.03  # of all answers are Can't say

# Points by which the answers to questions of a yearly look differ from a person's level, for members of lead
# or statutory bodies and for the others.
YEARLY_SHIFTS: Mapping[str, tuple[float, float]] = {
    "passing-the-test.plan": (0.3, 0),
    "passing-the-test.money": (-0.8, -1),
    "passing-the-test.witness": (-1.4, -1.3),
    "passing-the-test.outcomes": (0.1, 0.2),
    "passing-the-test.why": (0.3, 0.5),
    "passing-the-test.select": (-0.5, -0.6),
    "passing-the-test.details": (0.5, 0.2),
    "passing-the-test.hold": (-0.3, -0.5),
    "passing-the-test.authority": (-0.9, -1.3),
    "passing-the-test.persuade": (0.6, 0.3),
    "passing-the-test.control": (0.3, -1.7),
    "passing-the-test.space": (0, -0.6),
    "passing-the-test.blame": (0.5, 0.5),
    "eight-considerations.approach": (0.9, 1.0),
    "eight-considerations.clarity": (0.2, 0.3),
    "eight-considerations.manage": (0.6, 0.4),
    "eight-considerations.reflect": (-0.2, -0.6),
    "eight-considerations.figures": (-1.1, -1.4),
    "eight-considerations.decide": (0.2, -1.2),
    "eight-considerations.equals": (0.2, -0.9),
    "eight-considerations.tailored": (0.5, 0.6),
}
NEW_PURPOSE = 16  # the round after which all agreed on one; before, aims were less clear
AIMS_UNCLEAR = {"eight-considerations.clarity": -1.0, "eight-considerations.roles": -0.5}

YEARLY_COMMENTS: Mapping[str, str] = {
    "Imran Malik": "We ask families a lot. I am not sure that we tell them what came of it.",
    "Sunita Rao": "We each count something else. One page of figures would help us all.",
    "Ruth Cohen": "The new purpose helps me to explain at work why we do this.",
    "Zofia Nowak": "Decisions are made before the meeting, and we hear of them there.",
}

COMMENTS: Mapping[int, Mapping[str, str]] = {
    14: {
        "Grace Thompson": "We heard about the office move from a poster. That hurt.",
        "Pat Doherty": "If we are partners, ask us before, not after.",
        "Tom Ashworth": "We got this wrong and should say so.",
    },
    22: {
        "Owen Pritchard": "The shared front desk is working. Families have noticed.",
        "Zofia Nowak": "Meetings at half past five would let our volunteers come.",
        "Sunita Rao": "One page of notes instead of twelve, please.",
    },
    24: {
        "Imran Malik": "Having the meeting at the Net Loft made a difference to who spoke.",
        "Helen Brooks": "I would like us to hear from a young person every time.",
        "Ruth Cohen": "We are better at saying what we cannot do. Keep that.",
    },
    26: {
        "Pat Doherty": "The rotating chair helps. Now rotate who writes the agenda too.",
        "Aisha Rahman": "We agreed the waiting list plan in one meeting. Two years ago that took five.",
        "Bronwen Hughes": "Mae’n braf cael siarad Cymraeg â theuluoedd. Diolch am drefnu hynny.",
        "Callum Reid": "Could we see the budget papers a week before, not the night before?",
    },
    27: {
        "Tom Ashworth": "I left the last meeting knowing exactly what to do next.",
        "Grace Thompson": "Small charities still hear about money last.",
        "Joanna Kowalska": "The school nurses would like to join. Can we ask them?",
        "Daniel Mensah": "Thank you to whoever brought the biscuits.",
    },
}


def plan_replies(
    plan: DemoPartnership,
    round_: Round,
    number: int,
    topics: tuple[str, ...],
    seeded: Callable[[str], RandomSource],
) -> list[PlannedReply]:
    """Return the replies to a round in the order of time. `number` is that of the newest scheduled round, and
    `topics` what people have an opinion on. `seeded` makes a random source of a seed, so that every run tells
    the same story."""
    return sorted(_replies(plan, round_, number, topics, seeded), key=lambda reply: reply.moment)


def _replies(
    plan: DemoPartnership,
    round_: Round,
    number: int,
    topics: tuple[str, ...],
    seeded: Callable[[str], RandomSource],
) -> Iterator[PlannedReply]:
    duration = round_.closes_at - round_.opened_at
    is_scheduled = round_.kind is RoundKind.SCHEDULED
    comments = COMMENTS.get(number, {}) if is_scheduled else YEARLY_COMMENTS
    for member in plan.members:
        lasting = seeded(member.name)
        level, diligence = lasting.gauss(3.7, 0.7), min(0.98, max(0.5, lasting.gauss(0.82, 0.12)))
        occasion = seeded(f"{member.name} {number}" if is_scheduled else f"{member.name} after {number}")
        comment = comments.get(member.name, "")
        if occasion.random() < diligence * HOLIDAYS.get(number, 1) or comment:
            moment = round_.opened_at + duration * (0.02 + 0.97 * occasion.random() ** 2)  # most reply early
            shifts = {topic: shift(topic, number, member.name in plan.leading) for topic in topics}
            answers = {topic: _answer(occasion, level + shifts[topic]) for topic in topics}
            yield PlannedReply(moment, member, Opinion(answers, comment))


def shift(topic: str, number: int, leading: bool) -> float:
    """Return by how many points the story moves the answers on a topic in round `number`, for members of lead
    or statutory bodies (`leading`) or for the others."""
    match topic.partition(".")[0]:
        case "trust":
            return 0.2 + OFFICE_MOVED.get(number, 0)
        case "purpose":
            return -0.6 + 0.04 * min(number, PURPOSE_CLEAR)
        case "power":
            return -0.1 if leading else -1.4 + 0.1 * min(max(0, number - CHAIR_ROTATES), 5)
    for_leading, for_others = YEARLY_SHIFTS.get(topic, (0, 0))
    earlier = AIMS_UNCLEAR.get(topic, 0) if number <= NEW_PURPOSE else 0
    return (for_leading if leading else for_others) + earlier


def _answer(randomness: RandomSource, level: float) -> int | None:
    score = round(level + randomness.gauss(0, 0.5))
    return None if randomness.random() < UNSURE else min(5, max(1, score))


def outcome_value(outcome: DemoOutcome, number: int, seeded: Callable[[str], RandomSource]) -> str:
    """Return the value of a shared outcome at the close of round `number`, as it is typed."""
    level = outcome.level + (outcome.step if outcome.moves_at and number >= outcome.moves_at else 0)
    value = seeded(f"{outcome.name} {number}").gauss(level, outcome.spread)
    return f"{value:.{outcome.decimals}f}"


def choose_reply(card: Card, opinion: Opinion, topics: Mapping[str, str]) -> str | None:
    """Return the sentence that somebody of this opinion presses or types on a card, or None if the card asks
    nothing. `topics` holds the topics of the questions by their words."""
    if card.title in topics:
        if point := opinion.answers[topics[card.title]]:
            scale = next(part for part in card.parts if isinstance(part, Buttons) and part.scale)
            return scale.options[point - 1].says
        return sentences_for(card, GiveAnswer)[-1]  # Can't say comes last
    for box in card.parts:
        if isinstance(box, TextBox):
            return (
                f"{box.says} {opinion.comment}" if opinion.comment else sentences_for(card, SkipQuestion)[0]
            )
    return None


def sentences_for(card: Card, command: type[Command]) -> list[str]:
    """Return the sentences of the buttons of a card that mean this command."""
    options = [option.says for part in card.parts if isinstance(part, Buttons) for option in part.options]
    return [says for says in options if (parsed := parse(says)) and isinstance(parsed.command, command)]

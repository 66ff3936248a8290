"""What the made-up people think, round by round, and how they answer a card. Pure, given chance.

The numbers are those of SCIENCE.md 4: a person's level is N(3.7, 0.7), an occasion adds N(0, 0.5), about 80%
reply. On top lies a story. Trust falls when the council moves the shared office without asking, and is earned
back; what the partnership is for gets clearer; those who are no statutory body have less of a say, and a
little more once the chair rotates.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.cards import Buttons, Card, TextBox
from bot.core.models import Round
from bot.demo.partnership import DemoMember, DemoPartnership
from bot.language.commands import Command, GiveAnswer, SkipQuestion
from bot.language.parser import parse


class RandomSource(Protocol):
    """As the standard library's `random.Random`."""

    def random(self) -> float: ...

    def gauss(self, mu: float, sigma: float, /) -> float: ...


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody brings to one check-in: an answer to each theme, None where they cannot say."""

    answers: Mapping[str, int | None]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PlannedReply:
    """Somebody will reply to a round at this moment, if the round is still open and they are still there."""

    moment: datetime
    player: DemoMember
    mind: Opinion


OFFICE_MOVED = {12: -0.5, 13: -0.9, 14: -1.1, 15: -0.8, 16: -0.4, 17: -0.2}  # what it does to trust, by round
CLEAR = 30  # the round from which on the purpose is no longer getting clearer
CHAIR_ROTATES = 20
AWAY = {9: 0.45}  # the holidays: this share of those who would reply does
UNSURE = 0.03  # of all answers are Can't say

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


def replies(
    cast: DemoPartnership, round_: Round, themes: tuple[str, ...], chance: Callable[[str], RandomSource]
) -> list[PlannedReply]:
    """Everybody's reply to a round, in the order of time. `chance` makes the same of the same words, so that
    every run tells the same story."""
    return sorted(_replies(cast, round_, themes, chance), key=lambda reply: reply.moment)


def _replies(
    cast: DemoPartnership, round_: Round, themes: tuple[str, ...], chance: Callable[[str], RandomSource]
) -> Iterator[PlannedReply]:
    lasting = round_.closes_at - round_.opened_at
    for player in cast.players:
        always = chance(player.name)
        level, diligence = always.gauss(3.7, 0.7), min(0.98, max(0.5, always.gauss(0.82, 0.12)))
        now = chance(f"{player.name} {round_.number}")
        comment = COMMENTS.get(round_.number, {}).get(player.name, "")
        if now.random() < diligence * AWAY.get(round_.number, 1) or comment:
            moment = round_.opened_at + lasting * (0.02 + 0.97 * now.random() ** 2)  # most reply early
            leans = {theme: lean(theme, round_.number, player.name in cast.leading) for theme in themes}
            answers = {theme: _answer(now, level + leans[theme]) for theme in themes}
            yield PlannedReply(moment, player, Opinion(answers, comment))


def lean(theme: str, number: int, leading: bool) -> float:
    """How far the story moves the answers to a theme in round `number`, in points. `leading`: of those on the
    lead or statutory side."""
    match theme:
        case "trust":
            return 0.2 + OFFICE_MOVED.get(number, 0)
        case "purpose":
            return -0.6 + 0.04 * min(number, CLEAR)
        case "power":
            return -0.1 if leading else -1.4 + 0.1 * min(max(0, number - CHAIR_ROTATES), 5)
    return 0


def _answer(chance: RandomSource, level: float) -> int | None:
    said = round(level + chance.gauss(0, 0.5))
    return None if chance.random() < UNSURE else min(5, max(1, said))


def reply(card: Card, mind: Opinion, themes: Mapping[str, str]) -> str | None:
    """The button that somebody of this mind presses on a card, or what they write in its box; None where it
    asks nothing of them. `themes` are those of the questions, by the words in which they are put."""
    if card.title in themes:
        points = said_by(card, GiveAnswer)  # five, then Can't say
        return points[(mind.answers[themes[card.title]] or len(points)) - 1]
    for box in card.parts:
        if isinstance(box, TextBox):
            return f"{box.says} {mind.comment}" if mind.comment else said_by(card, SkipQuestion)[0]
    return None


def said_by(card: Card, command: type[Command]) -> list[str]:
    """What those of a card's buttons say that mean this command."""
    options = [option.says for part in card.parts if isinstance(part, Buttons) for option in part.options]
    return [says for says in options if (spoken := parse(says)) and isinstance(spoken.command, command)]

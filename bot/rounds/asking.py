"""What is put to a member in an open round: which rounds wait for them, and which question comes next."""

from bot.core.cards import Card
from bot.core.i18n import Translator
from bot.core.models import Invitation, Round
from bot.core.ports import Transaction
from bot.messages import check_in as messages
from bot.questions.bank import QuestionBank
from bot.rounds import answers
from bot.rounds.answers import UnlockedRound


async def next_card(
    bank: QuestionBank, db: Transaction, t: Translator, unlocked: UnlockedRound, invitation: Invitation
) -> tuple[str | None, Card]:
    """What comes next for whoever was invited, and the card that puts it; None and the thanks where all is
    answered."""
    which = answers.next_step(
        unlocked.round, await answers.answered_questions(db, unlocked, invitation.member)
    )
    return which, step_card(bank, t, unlocked.round, invitation.id, which)


def step_card(bank: QuestionBank, t: Translator, round_: Round, invitation: str, which: str | None) -> Card:
    """The card for one step of a check-in."""
    about, questions = f"ask:{round_.id}", [bank.as_asked(each, round_.own) for each in round_.questions]
    texts = tuple(each.text.in_language(t.code) for each in questions)
    if which is None:
        return messages.thanks(t, invitation, texts, round_.closes_at, about)
    if which == answers.COMMENT:
        return messages.comment(t, invitation, about)
    frame = questions[int(which) - 1].frame
    scale = tuple(words.in_language(t.code) for words in (frame, *bank.scale.points, bank.scale.cant_say))
    return messages.question(t, invitation, int(which), texts, scale, about)

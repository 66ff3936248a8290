"""What is put to a member in an open round: which rounds wait for them, and which question comes next."""

from bot.core.cards import Card
from bot.core.i18n import Translator
from bot.core.models import Invitation, Member, MembershipStatus, Partnership, Person, Round, RoundState
from bot.core.ports import Transaction
from bot.questions.bank import QuestionBank
from bot.rounds import answers, steps
from bot.rounds.answers import Vault
from bot.talk.phrases import check_in as phrases

Waiting = tuple[Member, Invitation, Round]


async def waiting(db: Transaction, person: Person) -> list[Waiting]:
    """The open rounds that somebody was invited to, the one that closes first first, whether or not they
    replied."""
    members = {
        each.partnership: each
        for each in await db.find(Member, person=person.id, standing=MembershipStatus.ACTIVE)
    }
    partnerships = await db.find(Partnership, id=list(members))
    rounds = await db.find(
        Round, id=[each.round for each in partnerships if each.round], state=RoundState.OPEN
    )
    found = []
    for round_ in sorted(rounds, key=lambda each: each.closes_at):
        member = members[round_.partnership]
        found += [
            (member, each, round_) for each in await db.find(Invitation, round=round_.id, member=member.id)
        ]
    return found


async def following(
    bank: QuestionBank, db: Transaction, t: Translator, unlocked: Vault, invitation: Invitation
) -> tuple[str | None, Card]:
    """What comes next for whoever was invited, and the card that puts it; None and the thanks where all is
    answered."""
    which = steps.next_step(unlocked.round, await answers.replied(db, unlocked, invitation.member))
    return which, put(bank, t, unlocked.round, invitation.id, which)


def put(bank: QuestionBank, t: Translator, round_: Round, invitation: str, which: str | None) -> Card:
    """The card for one step of a check-in."""
    about, questions = f"ask:{round_.id}", [bank.as_asked(each, round_.own) for each in round_.questions]
    texts = tuple(each.text.in_language(t.code) for each in questions)
    if which is None:
        return phrases.thanks(t, invitation, texts, round_.closes_at, about)
    if which == steps.COMMENT:
        return phrases.comment(t, invitation, about)
    frame = questions[int(which) - 1].frame
    scale = tuple(words.in_language(t.code) for words in (frame, *bank.scale.points, bank.scale.cant_say))
    return phrases.question(t, invitation, int(which), texts, scale, about)

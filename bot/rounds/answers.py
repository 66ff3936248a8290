"""The steps of a check-in, and how buttons name them.

Taking answers: sealed, under a pseudonym, one member at a time, while the round is open.

Nothing here keeps who replied. Whoever needs to know (the next question, a reminder at the moment it
leaves) makes the pseudonym anew from the round's key and looks; after the close there is no key to make it
from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.context import AppContext
from bot.core.errors import NotFound, Refusal
from bot.core.i18n import Translator
from bot.core.models import (
    Answer,
    Invitation,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Round,
    RoundState,
)
from bot.core.ports import Crypto, Transaction

COMMENT = "comment"  # stands where a question's reference stands
LATER = "later"  # so does this: the day on which somebody wishes to be reminded
SKIPPED = "-"
CANT_SAY = "?"
POINTS = ("1", "2", "3", "4", "5")


def split_token(token: str) -> tuple[str, str]:
    """`k7f2.3` is the third question of invitation k7f2; `k7f2.comment` its comment; `k7f2` the invitation
    alone."""
    invitation, _, which = token.partition(".")
    return invitation, which


def next_step(round_: Round, done: set[str]) -> str | None:
    """Which part of a token comes next: a position from 1, `comment`, or None when all is done. Pure."""
    for position, question in enumerate(round_.questions, start=1):
        if question not in done:
            return str(position)
    return None if COMMENT in done else COMMENT


def question_at(round_: Round, which: str) -> str | None:
    """The reference that a token's second part stands for. Pure."""
    places = {str(position): question for position, question in enumerate(round_.questions, start=1)}
    return COMMENT if which == COMMENT else places.get(which)


@dataclass(frozen=True, slots=True)
class UnlockedRound:
    """An open round whose key is at hand: what one member said lies behind their pseudonym."""

    round: Round
    key: bytes
    crypto: Crypto

    def pseudonym(self, member: str) -> bytes:
        return self.crypto.pseudonym(self.key, self.round.id, member)

    def unseal(self, answer: Answer) -> str:
        return self.crypto.unseal(self.key, answer)


class OpenInvitation(NamedTuple):
    """An invitation to an open round, with the member who was invited."""

    member: Member
    invitation: Invitation
    round: Round


async def lock_for_answer(
    db: Transaction, speaker: Person, invitation_id: str, now: datetime, t: Translator
) -> OpenInvitation:
    """Return the speaker's invitation and its open round, locked for saving an answer.

    Until this transaction ends nobody can close the round, or take the member out of it. Raises Refusal
    where the invitation is not the speaker's or the round is not open."""
    try:
        invitation = await db.get_for_share(Invitation, invitation_id)
    except NotFound:
        raise _not_invited(t) from None
    round_ = await db.get_for_share(Round, invitation.round)
    member = await _require_invited(db, speaker, invitation, t)
    require_open(round_, now, t)
    return OpenInvitation(member, invitation, round_)


async def find_invitation(
    db: Transaction, speaker: Person, invitation_id: str, t: Translator
) -> tuple[Member, Invitation]:
    """Return the speaker's invitation without locking it. Raises Refusal where it is not theirs."""
    if invitation := await db.first(Invitation, id=invitation_id):
        return await _require_invited(db, speaker, invitation, t), invitation
    raise _not_invited(t)


async def _require_invited(db: Transaction, speaker: Person, invitation: Invitation, t: Translator) -> Member:
    member = await db.get(Member, invitation.member)
    if member.person == speaker.id and member.standing is MembershipStatus.ACTIVE:
        return member
    raise _not_invited(t)


def _not_invited(t: Translator) -> Refusal:
    return Refusal(
        t("That was not taken: this question was not put to you. Say check-in to see what waits for you.")
    )


def require_open(round_: Round, now: datetime, t: Translator) -> None:
    """Raises Refusal where no answer is taken any more."""
    if round_.state is RoundState.CANCELLED:
        raise Refusal(
            t("That was not taken: the round was called off. What was answered has been destroyed.")
        )
    if round_.state is not RoundState.OPEN or now >= round_.closes_at:
        raise Refusal(t("That was not taken: the round has closed. Say results to see what came of it."))


async def unlock(context: AppContext, round_: Round) -> UnlockedRound | None:
    """None when the key is gone, as after a restore: such a round can only be called off."""
    key = await context.keys.get(round_.id)
    return UnlockedRound(round_, key, context.crypto) if key else None


async def require_unlocked(context: AppContext, round_: Round, t: Translator) -> UnlockedRound:
    """As `unlock`, for somebody who answers. Raises Refusal where the key is gone."""
    if unlocked := await unlock(context, round_):
        return unlocked
    raise Refusal(t("That was not taken: the key of this round is lost, so the round will be called off."))


async def save(db: Transaction, unlocked: UnlockedRound, member: str, question: str, words: str) -> None:
    """Keep an answer, in the place of an earlier one to the same question."""
    place = (unlocked.round.id, unlocked.pseudonym(member), question)
    await db.upsert(Answer(*place, unlocked.crypto.seal(unlocked.key, place, words)))


async def answered_questions(db: Transaction, unlocked: UnlockedRound, member: str) -> set[str]:
    """The questions, and perhaps `comment`, that a member has answered or skipped."""
    found = await db.find(Answer, round=unlocked.round.id, pseudonym=unlocked.pseudonym(member))
    return {answer.question for answer in found}


async def wants_reminder(db: Transaction, unlocked: UnlockedRound, member: str, day: date) -> bool:
    """Whether a member said later, and this is the day they wish to be reminded on."""
    found = await db.find(
        Answer, round=unlocked.round.id, pseudonym=unlocked.pseudonym(member), question=LATER
    )
    return any(unlocked.unseal(each) == day.isoformat() for each in found)


async def open_round_of(db: Transaction, partnership: Partnership, members: Iterable[Member]) -> Round | None:
    """The round that is not over yet in which any of these were asked. Nobody but they themselves may take
    their answers out of it: a coordinator who took out all but one could read that one's."""
    asked = [each.id for each in members]
    for round_ in await db.find(Round, id=partnership.round):
        if await db.count(Invitation, round=round_.id, member=asked):
            return round_
    return None


async def withdraw(context: AppContext, db: Transaction, member: Member) -> None:
    """Delete the invitation and the answers of a member who leaves while a round is open.

    It takes the invitation before the round, as `lock_for_answer` does, and so waits for an answer of this
    member that is being saved. Raises Stale."""
    partnership = await db.get(Partnership, member.partnership)
    if not partnership.round:
        return
    await db.remove(Invitation, round=partnership.round, member=member.id)
    round_ = await db.get_for_update(Round, partnership.round)  # not while its answers are being counted
    if unlocked := await unlock(context, round_):
        await db.remove(Answer, round=round_.id, pseudonym=unlocked.pseudonym(member.id))


async def open_invitations(db: Transaction, person: Person) -> list[OpenInvitation]:
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
            OpenInvitation(member, each, round_)
            for each in await db.find(Invitation, round=round_.id, member=member.id)
        ]
    return found

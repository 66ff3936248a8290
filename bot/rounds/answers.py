"""Answers of a check-in: the tokens that name its steps, and saving answers sealed under a pseudonym.

Nothing here stores who replied. What needs to know it (the next question, a reminder when it is sent)
derives the member's pseudonym from the round's key and looks for their answers. After the close the key is
gone, and nobody can.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.context import AppContext
from bot.core.errors import Refusal
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

THREAD_PREFIX = "ask:"  # of the thread key of all that asks about one round
COMMENT = "comment"  # takes the place of a question's reference
LATER = "later"  # does so too, for the day on which a member wants a reminder
SKIPPED = "-"
CANT_SAY = "?"
POINTS = ("1", "2", "3", "4", "5")


def thread_key(round_: str) -> str:
    """Return the thread key of all that asks about a round, by its id. Pure."""
    return f"{THREAD_PREFIX}{round_}"


def split_token(token: str) -> tuple[str, str]:
    """Return the invitation's id and the step. `k7f2.3` is the third question of invitation k7f2,
    `k7f2.comment` its comment, `k7f2` the invitation alone."""
    invitation_id, _, step = token.partition(".")
    return invitation_id, step


def next_step(round_: Round, done: set[str]) -> str | None:
    """Return the step that comes next: a position from 1, `comment` if comments are asked for, or None when
    all is done. Pure."""
    for position, question in enumerate(round_.questions, start=1):
        if question not in done:
            return str(position)
    return COMMENT if round_.takes_comments and COMMENT not in done else None


def question_at(round_: Round, step: str) -> str | None:
    """Return the question's reference, or `comment`, that a step stands for; None if there is none. Pure."""
    questions = {str(position): question for position, question in enumerate(round_.questions, start=1)}
    if step == COMMENT:
        return COMMENT if round_.takes_comments else None
    return questions.get(step)


@dataclass(frozen=True, slots=True)
class UnlockedRound:
    """An open round with its key, by which a member's answers can be found and read."""

    round: Round
    key: bytes
    crypto: Crypto

    def pseudonym(self, member: str) -> bytes:
        return self.crypto.pseudonym(self.key, self.round.id, member)

    def seal(self, member: str, question: str, words: str) -> Answer:
        place = (self.round.id, self.pseudonym(member), question)
        return Answer(*place, self.crypto.seal(self.key, place, words))

    def unseal(self, answer: Answer) -> str:
        return self.crypto.unseal(self.key, answer)


@dataclass(frozen=True, slots=True)
class InvitationContext:
    """An invitation and what it belongs to: all that must be known to save an answer."""

    invitation: Invitation
    round: Round
    member: Member
    person: Person
    partnership: Partnership


async def lock_invitation(db: Transaction, invitation_id: str) -> InvitationContext | None:
    """Return an invitation for saving an answer, or None if there is none with this id. Until this
    transaction ends nobody can close its round, or take its member out of it.

    Only the round is locked: PostgreSQL marks a row that is locked with the number of the transaction, and
    keeps the mark. On an invitation it would tell who replied."""
    return await db.first_joined(InvitationContext, invitation_id, share="round")


async def find_invitation(
    db: Transaction, speaker: Person, invitation_id: str, t: Translator
) -> InvitationContext:
    """Return the speaker's invitation without locking it. Raises Refusal where it is not theirs."""
    return require_invited(await db.first_joined(InvitationContext, invitation_id), speaker, t)


def require_invited(invited: InvitationContext | None, speaker: Person, t: Translator) -> InvitationContext:
    """Return an invitation that was looked for. Raises Refusal where it is not the speaker's, or there is
    none."""
    if invited and invited.person.id == speaker.id and invited.member.standing is MembershipStatus.ACTIVE:
        return invited
    raise Refusal(
        t("You cannot answer this question. Choose “Answer questions” to see what you can answer."),
        ((t("Answer questions"), "check-in"),),
    )


def require_open(round_: Round, now: datetime, t: Translator) -> None:
    """Raise Refusal where no answer is accepted any more."""
    if round_.state is RoundState.CANCELLED:
        raise Refusal(t("This round was cancelled and its answers have been deleted."))
    if round_.state is not RoundState.OPEN or now >= round_.closes_at:
        raise Refusal(
            t("This round has closed, so you cannot answer it any more."),
            ((t("See the results"), "results"),),
        )


async def unlock(context: AppContext, round_: Round) -> UnlockedRound | None:
    """Return the round with its key, or None if the key is gone, as after a restore: such a round can only be
    cancelled."""
    key = await context.keys.get(round_.id)
    return UnlockedRound(round_, key, context.crypto) if key else None


async def require_unlocked(context: AppContext, round_: Round, t: Translator) -> UnlockedRound:
    """As `unlock`, but raise Refusal where the key is gone."""
    if unlocked := await unlock(context, round_):
        return unlocked
    raise Refusal(
        t("We cannot save your answer, because the key to this round is lost. The round will be cancelled.")
    )


async def save(db: Transaction, unlocked: UnlockedRound, member: str, question: str, words: str) -> None:
    """Store an answer sealed. It replaces an earlier one to the same question."""
    await db.upsert(unlocked.seal(member, question, words))


async def save_if_new(
    db: Transaction, unlocked: UnlockedRound, member: str, question: str, words: str
) -> None:
    """Store an answer sealed, unless there is an earlier one to the same question."""
    await db.add_if_new(unlocked.seal(member, question, words))


async def answered_questions(db: Transaction, unlocked: UnlockedRound, member: str) -> set[str]:
    """Return the questions, and perhaps `comment` and `later`, that a member has answered or skipped."""
    stored = await db.find(Answer, round=unlocked.round.id, pseudonym=unlocked.pseudonym(member))
    return {answer.question for answer in stored}


async def wants_reminder(db: Transaction, unlocked: UnlockedRound, member: str, day: date) -> bool:
    """Return True if a member asked to be reminded on this day."""
    wish = await db.first(
        Answer, round=unlocked.round.id, pseudonym=unlocked.pseudonym(member), question=LATER
    )
    return wish is not None and unlocked.unseal(wish) == day.isoformat()


async def open_round_of(db: Transaction, partnership: Partnership, members: Iterable[Member]) -> Round | None:
    """Return the open round of a partnership if any of these members was invited to it, else None.

    Only they themselves may withdraw their answers from it: a coordinator who removed all members but one
    could read that one's answers."""
    round_ = await db.first(Round, id=partnership.round)
    member_ids = [member.id for member in members]
    if round_ and await db.count(Invitation, round=round_.id, member=member_ids):
        return round_
    return None


async def withdraw(context: AppContext, db: Transaction, member: Member) -> None:
    """Delete the invitation and the answers of a member who leaves while a round is open.

    It waits for an answer of this member that is being saved, and who waits in `lock_invitation` finds no
    invitation. Raises Stale."""
    partnership = await db.get(Partnership, member.partnership)
    if not partnership.round:
        return
    await db.remove(Invitation, round=partnership.round, member=member.id)
    round_ = await db.get_for_update(Round, partnership.round)  # not while its answers are being counted
    if unlocked := await unlock(context, round_):
        await db.remove(Answer, round=round_.id, pseudonym=unlocked.pseudonym(member.id))


async def open_invitations(db: Transaction, person: Person) -> list[InvitationContext]:
    """Return a person's invitations to open rounds, whether or not they replied. The round that closes first
    comes first."""
    memberships = await db.find(Member, person=person.id, standing=MembershipStatus.ACTIVE)
    member_of = {member.partnership: member for member in memberships}
    partnerships = await db.find(Partnership, id=list(member_of))
    partnership_of = {partnership.round: partnership for partnership in partnerships if partnership.round}
    rounds = await db.find(Round, id=list(partnership_of), state=RoundState.OPEN)
    open_ = []
    for round_ in sorted(rounds, key=lambda round_: round_.closes_at):
        member, partnership = member_of[round_.partnership], partnership_of[round_.id]
        if invitation := await db.first(Invitation, round=round_.id, member=member.id):
            open_.append(InvitationContext(invitation, round_, member, person, partnership))
    return open_

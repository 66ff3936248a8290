"""The check-ins that are open for somebody, and the step that each is at."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Invitation, Partnership, Round, RoundState
from bot.core.ports import Transaction
from bot.membership.permissions import Membership
from bot.messages import general
from bot.messages.check_in import step_card
from bot.questions.bank import QuestionBank
from bot.rounds import answers


class OpenCheckIn(NamedTuple):
    """The viewer's invitation to an open round, with its next step, or None if no question is left."""

    invitation: Invitation
    round: Round
    step: str | None

    def card(self, bank: QuestionBank, t: Translator, partnership: Partnership) -> Card:
        """Return the card of the next step."""
        return step_card(bank, t, partnership.name, self.round, self.invitation.id, self.step)


async def open_invitations_of_members(
    db: Transaction, memberships: Sequence[Membership]
) -> list[tuple[Invitation, Round]]:
    """Return the invitations of these members to open rounds, whether or not they replied. The round that
    closes first comes first."""
    members = {partnership.round: member.id for member, partnership in memberships if partnership.round}
    if not members:
        return []
    rounds = await db.find(Round, id=list(members), state=RoundState.OPEN)
    found = await db.find(Invitation, round=[round_.id for round_ in rounds], member=list(members.values()))
    invitations = {invitation.round: invitation for invitation in found}
    by_close = sorted(rounds, key=lambda round_: round_.closes_at)
    return [(invitations[round_.id], round_) for round_ in by_close if round_.id in invitations]


async def open_check_ins(
    context: AppContext, db: Transaction, t: Translator, memberships: Sequence[Membership]
) -> dict[str, OpenCheckIn]:
    """Return the open check-ins of these members by partnership; the one that closes first comes first.
    Raises Refusal."""
    check_ins = {}
    for invitation, round_ in await open_invitations_of_members(db, memberships):
        unlocked = await answers.require_unlocked(context, round_, t)
        done = await answers.answered_questions(db, unlocked, invitation.member)
        check_ins[round_.partnership] = OpenCheckIn(invitation, round_, answers.next_step(round_, done))
    return check_ins


async def check_ins_or_why_not(
    context: AppContext, db: Transaction, t: Translator, memberships: Sequence[Membership]
) -> tuple[dict[str, OpenCheckIn], tuple[Card, ...]]:
    """Return the open check-ins of these members; or none, and a card that says why they cannot be shown: the
    rest of a page does not depend on them."""
    try:
        return await open_check_ins(context, db, t, memberships), ()
    except Refusal as refusal:
        return {}, (general.refused(t, refusal),)

"""Those who were added are asked whether they want to be in: on their platform, or at their mailbox."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core import email, sanitise
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.email import Mailbox
from bot.core.errors import Refusal
from bot.core.events import UserSeen
from bot.core.i18n import Translator
from bot.core.models import Address, Member, MembershipStatus, Organisation, Person, Role, web_address
from bot.core.ports import Transaction
from bot.language.commands import AddMember
from bot.membership import mailboxes, notices
from bot.membership.roster import Roster, SentenceBuilder

ASK_AGAIN_AFTER = timedelta(days=1)  # before the same invitation is sent to a mailbox once more
MAX_UNANSWERED = 50  # mailboxes: what a stranger's partnership may fill with its name and purpose


@dataclass(frozen=True, slots=True)
class HandoverLink:
    """A link to hand over, which opens until then. `was_in`: they have to confirm again."""

    path: str
    until: datetime
    was_in: bool


@dataclass(frozen=True, slots=True)
class AddedMember:
    """Somebody was added. Without a way in to hand over, they are asked on their own platform; or by e-mail,
    where `by_name` is the sentence that gives a way in after all."""

    name: str
    organisation: str
    way_in: HandoverLink | None = None
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Inviter:
    """By a lead or a coordinator, to a partnership whose roster they hold."""

    context: AppContext
    db: Transaction
    roster: Roster
    actor: Member
    now: datetime
    t: Translator
    say: SentenceBuilder
    mentions: tuple[UserSeen, ...] = ()

    async def ask(self, person: Person, member: Member, where: Organisation) -> AddedMember:
        """Owe the question whether they want to be in."""
        if person.home is None:  # their workspace threw Accord out, and is back
            person = await self.db.update_if_unchanged(person, home=person.address)
        everybody = {**self.roster.people, person.id: person}
        known = Roster(self.roster.partnership, self.roster.organisations, (member,), everybody)
        await self.db.add(
            *notices.new_notices(
                self.context.ids, self.now, DeliveryKind.CONFIRM_MEMBERSHIP, known, [member], member.id
            )
        )
        return AddedMember(known.name_of(member), where.name)

    async def by_mail(self, name: str, address: str, where: Organisation) -> AddedMember:
        """Without a name they have a number until they say it: their address is nobody's to see. Raises
        Refusal."""
        called, t = sanitise.validate_name(name, self.t) if name else self._newcomer(), self.t
        by_name, ways = self._instead(called, where)
        if not self.context.sends_email:
            raise Refusal(
                t("Nobody was added: Accord sends no e-mail here. Add them by their name instead."), ways
            )
        if await mailboxes.is_opted_out(self.db, self.context.crypto, address):
            raise Refusal(
                t(
                    "Nobody was added: whoever reads there wants no e-mail from Accord. "
                    "Add them by their name instead."
                ),
                ways,
            )
        await self._not_too_many()
        person = self.person(web_address(self.context.ids.new()), called)
        box = mailboxes.new_mailbox(
            self.context.crypto, self.context.ids, person.id, address, self.actor.person
        )
        person = replace(person, home=box.address)
        member = self.invited(person, where)
        await self.db.add(person, box, member)
        return replace(await self.ask(person, member, where), by_name=by_name)

    async def by_mail_again(self, there: Member, where: Organisation) -> AddedMember:
        """Raises Refusal."""
        name, person, t = self.roster.name_of(there), self.roster.person(there), self.t
        by_name, ways = self._instead(name, where)
        if there.standing is MembershipStatus.ACTIVE:
            raise Refusal(t("Nobody was added: {name} is in already. Say members to see who is.", name=name))
        if not email.is_mailbox_address(person.home):
            raise Refusal(t("Nobody was written to: e-mail does not reach {name} any more.", name=name), ways)
        asked = await self.db.find(Delivery, kind=DeliveryKind.CONFIRM_MEMBERSHIP, subject=there.id)
        if any(each.late_at - notices.LATE_AFTER > self.now - ASK_AGAIN_AFTER for each in asked):
            raise Refusal(
                t("Nobody was written to: I sent {name} an e-mail within the last day.", name=name), ways
            )
        return replace(await self.ask(person, there, where), by_name=by_name)

    def person(self, address: Address, name: str) -> Person:
        id = address.key if address == web_address(address.key) else self.context.ids.new()
        partnership = self.roster.partnership
        return Person(id, address, address, name, partnership.zone, partnership.language)

    def invited(self, person: Person, where: Organisation) -> Member:
        place = (where.partnership, where.id, person.id)
        return Member(self.context.ids.new(), *place, Role.MEMBER, MembershipStatus.INVITED, self.now)

    def _instead(self, name: str, where: Organisation) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The sentence that gives a link to hand over, and the same as what a refusal offers."""
        by_name = self.say(AddMember(name, where.name))
        return by_name, ((self.t("Get a link to hand over"), by_name),)

    async def _not_too_many(self) -> None:
        people = [each.person for each in self.roster.present]
        if await self.db.count(Mailbox, person=people, confirmed=False) >= MAX_UNANSWERED:
            raise Refusal(
                self.t(
                    "Nobody was added: {most} who were added by e-mail have not opened it yet. Wait for some "
                    "of them, or take some out with: remove <name>",
                    most=MAX_UNANSWERED,
                )
            )

    def _newcomer(self) -> str:
        taken = {sanitise.fold(self.roster.name_of(each)) for each in self.roster.members}
        numbered = (self.t("Newcomer {n}", n=n) for n in range(1, len(taken) + 2))
        return next(each for each in numbered if sanitise.fold(each) not in taken)

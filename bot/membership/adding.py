"""Members are added by others: asked on their platform or by e-mail to confirm it, or given a way in to
Accord's own pages."""

import re
from dataclasses import replace

from bot.core import email, sanitise
from bot.core.errors import Refusal
from bot.core.i18n import language_code
from bot.core.models import Address, Member, MembershipStatus, Organisation, Person, Role, web_address
from bot.core.ports import WebMessage
from bot.core.timezones import zone_or_default
from bot.language.commands import AddMember, ApproveMember, DeclineMember
from bot.membership import joining, login_links, mailboxes, people
from bot.membership import roster as rosters
from bot.membership.invitations import AddedMember, HandoverLink, Inviter
from bot.rounds import answers

PLATFORM_ADDRESS = re.compile(r"[a-z]{2,20}:[^:\s]{1,100}:\S{1,200}")  # what adapters make of a mention


class MemberAdder(Inviter):
    """A lead or a coordinator adds somebody to a partnership whose roster they hold."""

    __slots__ = ()

    async def add(self, wanted: AddMember) -> AddedMember:
        """Raises Refusal."""
        where = rosters.find_organisation(
            self.roster, wanted.organisation, self.t, lambda other: self.say(AddMember(wanted.who, other))
        )
        self._may_add_to(where)
        again = rosters.find_already_present(
            self.roster, where, wanted.who, self.t, lambda other: self.say(AddMember(other, where.name))
        )
        if again:
            return await self._again(again, where)
        if PLATFORM_ADDRESS.fullmatch(wanted.who):
            return await self._by_address(wanted.who, where)
        if by_mail := email.parse_mailbox(wanted.who):
            return await self._by_mail(*by_mail, where)
        return await self._by_name(wanted.who, where)

    def _may_add_to(self, where: Organisation) -> None:
        if where.standing is not MembershipStatus.ACTIVE:
            raise Refusal(
                self.t("Nobody was added: {name} waits for a coordinator's approval itself.", name=where.name)
            )
        if self.actor.role is not Role.COORDINATOR and where.id != self.actor.organisation:
            raise Refusal(
                self.t(
                    "Nobody was added: a lead can do that in their own organisation only. Ask a coordinator."
                )
            )

    async def _by_address(self, who: str, where: Organisation) -> AddedMember:
        """Somebody on a platform, who is asked there."""
        address = Address.parse(who)
        person = await people.find_person(self.db, address)
        if person is None:
            if address.platform in {web_address("").platform, email.mailbox_address("").platform}:
                raise Refusal(
                    self.t("Nobody was added: I do not know whom you mean. Say their name instead.")
                )
            person = self._mentioned(address)
            await self.db.add(person)
        was = self.roster.membership_of(person)
        member = await joining.upsert_member(self.db, was, self.invited(person, where))
        return await self.ask(person, member, where)

    async def _by_mail(self, name: str, address: str, where: Organisation) -> AddedMember:
        there = await mailboxes.invited_at(self.db, self.context.crypto, self.roster, address)
        if there is None:
            return await self.by_mail(name, address, where)
        self._may_be_asked_again(there, where)
        return await self.by_mail_again(there, where)

    async def _by_name(self, who: str, where: Organisation) -> AddedMember:
        """Somebody without a platform, who is handed a way in to Accord's pages."""
        name = sanitise.validate_name(who, self.t)
        if "@" in name:
            raise Refusal(self.t("Nobody was added: this is no e-mail address. Look how it is written."))
        if ":" in name:
            raise Refusal(
                self.t("Nobody was added: I do not know whom you mean. Say their name, without a colon.")
            )
        person = self.person(web_address(self.context.ids.new()), name)
        await self.db.add(person, self.invited(person, where))
        return await self._way_in(person, where)

    async def _again(self, there: Member, where: Organisation) -> AddedMember:
        """Whoever is there already and has no platform may have lost their way in."""
        person, name, t = self.roster.person(there), self.roster.name_of(there), self.t
        self._may_be_asked_again(there, where)
        if there.standing is MembershipStatus.INVITED and not people.uses_the_web(person):
            return await self.ask(person, there, where)
        if not people.uses_the_web(person) or there.id == self.actor.id:
            raise Refusal(t("Nobody was added: {name} is in already. Say members to see who is.", name=name))
        return await self._renew(there, person, name, where)

    def _may_be_asked_again(self, there: Member, where: Organisation) -> None:
        name, t = self.roster.name_of(there), self.t
        if there.organisation != where.id:
            here = self.roster.organisation(there).name
            raise Refusal(
                t("Nobody was added: {name} is with {here}. Say first: remove <name>", name=name, here=here)
            )
        if there.standing is MembershipStatus.WAITING:
            ways = (
                (t("Approve"), self.say(ApproveMember(there.id))),
                (t("Decline"), self.say(DeclineMember(there.id))),
            )
            raise Refusal(t("Nobody was added: {name} waits for a coordinator's approval.", name=name), ways)

    async def _renew(self, there: Member, person: Person, name: str, where: Organisation) -> AddedMember:
        """A new way in takes the old ones' place. Whoever holds it could be somebody else: so it is only
        as good as an invitation, which the roster shows, and old messages go. Not while they are being
        asked: it would take their answers along, or hand them over."""
        if there.role is Role.COORDINATOR and self.actor.role is not Role.COORDINATOR:
            raise Refusal(
                self.t(
                    "Nobody was added: {name} is a coordinator, so only another one can do that.", name=name
                )
            )
        if await self.db.count(Member, person=person.id) > 1:
            raise Refusal(
                self.t(
                    "Nobody was added: the way in of {name} cannot be renewed here, for it would open "
                    "more than this partnership. Say remove {name}, then add them again.",
                    name=name,
                )
            )
        if round_ := await answers.open_round_of(self.db, self.roster.partnership, [there]):
            raise Refusal(
                self.t(
                    "Nobody was added: a round is open until {when}, and what {name} answered would go with "
                    "the old way in. Do it after that, or say cancel first.",
                    when=self.t.moment(round_.closes_at),
                    name=name,
                )
            )
        was_in = there.standing is MembershipStatus.ACTIVE
        await self.db.update_if_unchanged(there, standing=MembershipStatus.INVITED, since_at=self.now)
        await login_links.revoke(self.db, person)
        person = await mailboxes.set_home(self.db, person, person.address)
        await self.db.remove(WebMessage, to=person.address)
        return await self._way_in(person, where, was_in)

    async def _way_in(self, person: Person, where: Organisation, was_in: bool = False) -> AddedMember:
        until = self.now + login_links.VALID_FOR
        path = await login_links.create(self.db, self.context.ids, person, until)
        return AddedMember(person.name, where.name, HandoverLink(path, until, was_in))

    def _mentioned(self, address: Address) -> Person:
        """As their platform knows them, if it said."""
        person = self.person(address, "")
        for told in self.mentions:
            if told.user == address:
                zone, language = zone_or_default(told.zone, person.zone), language_code(told.language)
                name, language = sanitise.display_name(told.name), language or person.language
                return replace(person, name=name, zone=zone, language=language)
        return person

"""Members are added by others: asked on their platform to confirm it, or given a way in to Accord's own
pages."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Refusal
from bot.model import Address, Member, Organisation, Person, Role, Standing, on_the_web
from bot.partners import joining, notices, passes, people
from bot.partners import roster as rosters
from bot.partners.roster import Roster, Say
from bot.ports import Post, Records
from bot.rounds import answers
from bot.talk import names
from bot.talk.commands import Add, Approve, Decline
from bot.talk.events import Arrived
from bot.talk.phrases.membership import Added, WayIn
from bot.talk.tongue import Tongue, short
from bot.world import World
from bot.zones import zone_or

ADDRESS = re.compile(r"[a-z]{2,20}:[^:\s]{1,100}:\S{1,200}")  # what adapters make of a mention


@dataclass(frozen=True, slots=True)
class Adding:
    """A lead or a coordinator adds somebody to a partnership whose roster they hold."""

    world: World
    db: Records
    roster: Roster
    actor: Member
    now: datetime
    t: Tongue
    say: Say
    mentions: tuple[Arrived, ...] = ()

    async def add(self, wanted: Add) -> Added:
        """Raises Refusal."""
        where = rosters.organisation(
            self.roster, wanted.organisation, self.t, lambda other: self.say(Add(wanted.who, other))
        )
        self._may_add_to(where)
        again = rosters.already(
            self.roster, where, wanted.who, self.t, lambda other: self.say(Add(other, where.name))
        )
        if again:
            return await self._again(again, where)
        if ADDRESS.fullmatch(wanted.who):
            return await self._by_address(wanted.who, where)
        return await self._by_name(wanted.who, where)

    def _may_add_to(self, where: Organisation) -> None:
        if where.standing is not Standing.IN:
            raise Refusal(
                self.t("Nobody was added: {name} waits for a coordinator's approval itself.", name=where.name)
            )
        if self.actor.role is not Role.COORDINATOR and where.id != self.actor.organisation:
            raise Refusal(
                self.t(
                    "Nobody was added: a lead can do that in their own organisation only. Ask a coordinator."
                )
            )

    async def _by_address(self, who: str, where: Organisation) -> Added:
        """Somebody on a platform, who is asked there."""
        address = Address.parse(who)
        person = await people.at(self.db, address)
        if person is None:
            if address.platform == on_the_web("").platform:
                raise Refusal(
                    self.t("Nobody was added: I do not know whom you mean. Say their name instead.")
                )
            person = self._newcomer(address)
            await self.db.add(person)
        was = self.roster.place_of(person)
        member = await joining.settle(self.db, was, self._invited(person, where))
        return await self._ask(person, member, where)

    async def _by_name(self, who: str, where: Organisation) -> Added:
        """Somebody without a platform, who is handed a way in to Accord's pages."""
        name = names.name(who, self.t)
        if ":" in name:
            raise Refusal(
                self.t("Nobody was added: I do not know whom you mean. Say their name, without a colon.")
            )
        person = self._person(on_the_web(self.world.ids.new()), name)
        await self.db.add(person, self._invited(person, where))
        return await self._way_in(person, where)

    async def _again(self, there: Member, where: Organisation) -> Added:
        """Whoever is there already and has no platform may have lost their way in."""
        person, name, t = self.roster.person(there), self.roster.called(there), self.t
        if there.organisation != where.id:
            here = self.roster.organisation(there).name
            raise Refusal(
                t("Nobody was added: {name} is with {here}. Say first: remove <name>", name=name, here=here)
            )
        if there.standing is Standing.WAITING:
            ways = ((t("Approve"), self.say(Approve(there.id))), (t("Decline"), self.say(Decline(there.id))))
            raise Refusal(t("Nobody was added: {name} waits for a coordinator's approval.", name=name), ways)
        if there.standing is Standing.INVITED and not people.uses_the_web(person):
            return await self._ask(person, there, where)
        if not people.uses_the_web(person) or there.id == self.actor.id:
            raise Refusal(t("Nobody was added: {name} is in already. Say members to see who is.", name=name))
        return await self._renew(there, person, name, where)

    async def _renew(self, there: Member, person: Person, name: str, where: Organisation) -> Added:
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
        if round_ := await answers.round_of(self.db, self.roster.partnership, [there]):
            raise Refusal(
                self.t(
                    "Nobody was added: a round is open until {when}, and what {name} answered would go with "
                    "the old way in. Do it after that, or say cancel first.",
                    when=self.t.moment(round_.closes_at),
                    name=name,
                )
            )
        was_in = there.standing is Standing.IN
        await self.db.change(there, standing=Standing.INVITED, since_at=self.now)
        await passes.revoke(self.db, person)
        await self.db.remove(Post, to=person.address)
        return await self._way_in(person, where, was_in)

    async def _ask(self, person: Person, member: Member, where: Organisation) -> Added:
        """Owe the question whether they want to be in."""
        if person.home is None:  # their workspace threw Accord out, and is back
            person = await self.db.change(person, home=person.address)
        everybody = {**self.roster.people, person.id: person}
        known = Roster(self.roster.partnership, self.roster.organisations, (member,), everybody)
        await self.db.add(*notices.owe(self.world.ids, self.now, "confirm", known, [member], member.id))
        return Added(known.called(member), where.name)

    async def _way_in(self, person: Person, where: Organisation, was_in: bool = False) -> Added:
        until = self.now + passes.VALID
        path = await passes.issue(self.db, self.world.ids, person, until)
        return Added(person.name, where.name, WayIn(path, until, was_in))

    def _newcomer(self, address: Address) -> Person:
        """As their platform knows them, if it said."""
        person = self._person(address, "")
        for told in self.mentions:
            if told.who == address:
                zone, language = zone_or(told.zone, person.zone), short(told.language)
                name, language = names.called(told.name), language or person.language
                return replace(person, name=name, zone=zone, language=language)
        return person

    def _person(self, address: Address, name: str) -> Person:
        id = address.key if address == on_the_web(address.key) else self.world.ids.new()
        partnership = self.roster.partnership
        return Person(id, address, address, name, partnership.zone, partnership.language)

    def _invited(self, person: Person, where: Organisation) -> Member:
        place = (where.partnership, where.id, person.id)
        return Member(self.world.ids.new(), *place, Role.MEMBER, Standing.INVITED, self.now)

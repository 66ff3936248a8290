"""What pages may show somebody: each view knows how it is seen, through the same access rules and the same
ladder as everything that is said."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.errors import Refusal
from bot.model import Address, Partnership, Person, Role, Round, on_the_web
from bot.partners import access, waiting
from bot.partners.roster import Roster
from bot.ports import Records
from bot.rounds import answers, asking, pictures, results, steps
from bot.talk.card import Card, Chart
from bot.world import World

Sight = TypeVar("Sight", covariant=True)


class View(Protocol[Sight]):
    async def see(self, db: Records, world: World, viewer: Person, /) -> Sight:
        """What this viewer is shown. Raises Refusal where it is not theirs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership that somebody is in. `waiting` is their invitation while a round is open, whether or
    not they have replied, or empty."""

    partnership: str
    name: str
    role: str
    waiting: str


@dataclass(frozen=True, slots=True)
class Places:
    """The partnerships somebody is in, by name."""

    async def see(self, db: Records, _world: World, viewer: Person) -> tuple[Place, ...]:
        open_ = {
            round_.partnership: invitation.id for _, invitation, round_ in await asking.waiting(db, viewer)
        }
        mine = await access.places(db, viewer)
        return tuple(Place(each.id, each.name, member.role, open_.get(each.id, "")) for member, each in mine)


@dataclass(frozen=True, slots=True)
class Coordinated:
    """Everybody in the partnerships that somebody coordinates, by the partnerships' names."""

    async def see(self, db: Records, _world: World, viewer: Person) -> tuple[Roster, ...]:
        mine = await access.places(db, viewer)
        ids = [each.id for member, each in mine if member.role is Role.COORDINATOR]
        return tuple([await access.roster(db, id) for id in ids])


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for somebody, the most pressing first."""

    async def see(self, db: Records, world: World, viewer: Person) -> tuple[Card, ...]:
        t = world.tongue(viewer)
        cards = list(await waiting.cards(world, db, viewer))
        for _, invitation, round_ in await asking.waiting(db, viewer):
            vault = await answers.vault_for(world, round_, t)
            which, card = await asking.following(world.bank, db, t, vault, invitation)
            cards += [card] if which else []
        return tuple(cards)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The question that comes next for somebody, or the one at the token `at` once more."""

    invitation: str
    at: str = ""

    async def see(self, db: Records, world: World, viewer: Person) -> Card:
        t, now = world.tongue(viewer), world.clock.now()
        _, invitation = await answers.invited(db, viewer, self.invitation, t)
        round_ = await db.get(Round, invitation.round)
        answers.still_open(round_, now, t)
        _, which = steps.split_token(self.at)
        if steps.question_at(round_, which):
            return asking.put(world.bank, t, round_, invitation.id, which)
        vault = await answers.vault_for(world, round_, t)
        _, card = await asking.following(world.bank, db, t, vault, invitation)
        return card


@dataclass(frozen=True, slots=True)
class Channel:
    """A partnership's place on the web, where its summaries are posted."""

    partnership: str

    async def see(self, db: Records, world: World, viewer: Person) -> Address:
        await _member(db, world, viewer, self.partnership)
        return on_the_web(self.partnership)


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest summary of a partnership, with every picture."""

    partnership: str

    async def see(self, db: Records, world: World, viewer: Person) -> Card:
        partnership = await _member(db, world, viewer, self.partnership)
        say = await access.saying(db, viewer, partnership)
        return await results.in_full(world, db, partnership, world.tongue(viewer), say)


async def picture(db: Records, world: World, of: str, language: str) -> Chart | None:
    """The chart that `Chart.of` names, for whoever holds its signed address: no more than every summary
    shows."""
    return await pictures.named(world, db, of, world.tongue(language=language))


async def _member(db: Records, world: World, viewer: Person, id: str) -> Partnership:
    for _, partnership in await access.places(db, viewer):
        if partnership.id == id:
            return partnership
    raise Refusal(world.tongue(viewer)("That is not yours to see: you are not in this partnership."))

"""What pages may show somebody: each view knows how it is seen, through the same access rules and the same
ladder as everything that is said."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.core.cards import Card, Chart
from bot.core.context import AppContext
from bot.core.errors import Refusal
from bot.core.models import Address, Partnership, Person, Role, Round, web_address
from bot.core.ports import Transaction
from bot.partners import access, waiting
from bot.partners.roster import Roster
from bot.rounds import answers, asking, pictures, results, steps

Sight = TypeVar("Sight", covariant=True)


class View(Protocol[Sight]):
    async def see(self, db: Transaction, context: AppContext, viewer: Person, /) -> Sight:
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

    async def see(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[Place, ...]:
        open_ = {
            round_.partnership: invitation.id for _, invitation, round_ in await asking.waiting(db, viewer)
        }
        mine = await access.places(db, viewer)
        return tuple(Place(each.id, each.name, member.role, open_.get(each.id, "")) for member, each in mine)


@dataclass(frozen=True, slots=True)
class Coordinated:
    """Everybody in the partnerships that somebody coordinates, by the partnerships' names."""

    async def see(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[Roster, ...]:
        mine = await access.places(db, viewer)
        ids = [each.id for member, each in mine if member.role is Role.COORDINATOR]
        return tuple([await access.roster(db, id) for id in ids])


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for somebody, the most pressing first."""

    async def see(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, ...]:
        t = context.translator(viewer)
        cards = list(await waiting.cards(context, db, viewer))
        for _, invitation, round_ in await asking.waiting(db, viewer):
            unlocked = await answers.vault_for(context, round_, t)
            which, card = await asking.following(context.bank, db, t, unlocked, invitation)
            cards += [card] if which else []
        return tuple(cards)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The question that comes next for somebody, or the one at the token `at` once more."""

    invitation: str
    at: str = ""

    async def see(self, db: Transaction, context: AppContext, viewer: Person) -> Card:
        t, now = context.translator(viewer), context.clock.now()
        _, invitation = await answers.invited(db, viewer, self.invitation, t)
        round_ = await db.get(Round, invitation.round)
        answers.still_open(round_, now, t)
        _, which = steps.split_token(self.at)
        if steps.question_at(round_, which):
            return asking.put(context.bank, t, round_, invitation.id, which)
        unlocked = await answers.vault_for(context, round_, t)
        _, card = await asking.following(context.bank, db, t, unlocked, invitation)
        return card


@dataclass(frozen=True, slots=True)
class Channel:
    """A partnership's place on the web, where its summaries are posted."""

    partnership: str

    async def see(self, db: Transaction, context: AppContext, viewer: Person) -> Address:
        await _member(db, context, viewer, self.partnership)
        return web_address(self.partnership)


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest summary of a partnership, with every picture."""

    partnership: str

    async def see(self, db: Transaction, context: AppContext, viewer: Person) -> Card:
        partnership = await _member(db, context, viewer, self.partnership)
        say = await access.saying(db, viewer, partnership)
        return await results.in_full(context, db, partnership, context.translator(viewer), say)


async def picture(db: Transaction, context: AppContext, of: str, language: str) -> Chart | None:
    """The chart that `Chart.of` names, for whoever holds its signed address: no more than every summary
    shows."""
    return await pictures.named(context, db, of, context.translator(language=language))


async def _member(db: Transaction, context: AppContext, viewer: Person, id: str) -> Partnership:
    for _, partnership in await access.places(db, viewer):
        if partnership.id == id:
            return partnership
    raise Refusal(context.translator(viewer)("That is not yours to see: you are not in this partnership."))

"""The demo as its page shows it: the people a visitor can be, what is done, and a clock to advance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.core.models import Person, Round, RoundState
from bot.demo.simulation import Simulation
from bot.demo.story import sentences_for
from bot.language.commands import GiveAnswer
from bot.membership import login_links

A_DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the made-up people."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoProgress:
    """The progress of a visitor. `has_answered` is True if no question is waiting for the member."""

    is_member_deleted: bool
    has_answered: bool
    is_round_closed: bool


class Snapshots(Protocol):
    """The databases of the demo as they were at one moment."""

    async def save(self) -> None: ...

    async def restore(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DemoControls:
    """The actions of a visitor of the demo."""

    simulation: Simulation
    snapshots: Snapshots

    @property
    def title(self) -> str:
        return self.simulation.plan.name

    @property
    def partnership(self) -> str:
        return self.simulation.partnership

    @property
    def member(self) -> DemoPerson:
        return self._person(self.simulation.plan.visitor)

    @property
    def coordinator(self) -> DemoPerson:
        return self._person(self.simulation.plan.founder.name)

    @property
    def people(self) -> Mapping[str, Sequence[DemoPerson]]:
        """Return all people by the name of their organisation."""
        return {
            organisation.name: [self._person(member.name) for member in organisation.members]
            for organisation in self.simulation.plan.partners
        }

    async def login_path(self, person: str) -> str:
        """Return a path that signs one browser in as a person, once. From then on the simulation does not
        answer for them. Raises NotFound."""
        context = self.simulation.bot.context
        async with context.store.transaction() as db:
            path = await login_links.create(
                db, context.ids, await db.get(Person, person), context.clock.now() + A_DAY
            )
        self.simulation.not_simulated |= {
            name for name, user in self.simulation.users.items() if user.address.key == person
        }
        return path

    async def progress(self) -> DemoProgress:
        user = self.simulation.users[self.member.name]
        async with self.simulation.bot.context.store.read_only() as db:
            round_ = await db.first(Round, partnership=self.partnership, state=RoundState.OPEN)
        questions = [card for card in await user.waiting_cards() if sentences_for(card, GiveAnswer)]
        return DemoProgress(
            is_member_deleted=await user.person() is None,
            has_answered=not questions,
            is_round_closed=round_ is None,
        )

    async def mark_beginning(self) -> None:
        """Let `start_again` return to this moment, and let time pass from it."""
        self.simulation.mark_beginning()
        await self.snapshots.save()

    async def start_again(self) -> None:
        """Return to the beginning, with everything as it was then. Every browser is signed out."""
        await self.snapshots.restore()
        self.simulation.return_to_beginning()

    async def next_day(self) -> None:
        """Advance by half an hour at a time, so that everything is done when it would have been."""
        for _ in range(A_DAY // HALF_HOUR):
            self.simulation.clock.advance(HALF_HOUR)
            await self.simulation.worker.tick()

    def _person(self, name: str) -> DemoPerson:
        return DemoPerson(self.simulation.users[name].address.key, name)

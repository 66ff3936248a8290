"""The play as its page shows it: who can be played, and a clock that somebody may move on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.models import Person
from bot.demo.simulation import Simulation
from bot.membership import login_links

A_DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the made-up people. `person` is their id."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoControls:
    play: Simulation

    @property
    def title(self) -> str:
        return self.play.cast.name

    @property
    def partnership(self) -> str:
        return self.play.partnership

    @property
    def member(self) -> DemoPerson:
        return self._seat(self.play.cast.visitor)

    @property
    def coordinator(self) -> DemoPerson:
        return self._seat(self.play.cast.founder.name)

    @property
    def seats(self) -> Mapping[str, Sequence[DemoPerson]]:
        """Everybody, by organisation."""
        return {
            each.name: [self._seat(player.name) for player in each.players]
            for each in self.play.cast.partners
        }

    async def way_in(self, person: str) -> str:
        """A path that lets one browser in as somebody, once. From then on nobody else answers for them.
        Raises Missing."""
        context = self.play.bot.context
        async with context.store.transaction() as db:
            path = await login_links.create(
                db, context.ids, await db.get(Person, person), context.clock.now() + A_DAY
            )
        self.play.spared |= {name for name, actor in self.play.actors.items() if actor.at.key == person}
        return path

    async def next_day(self) -> None:
        """Half an hour at a time, so that everything is done when it would have been."""
        for _ in range(A_DAY // HALF_HOUR):
            self.play.clock.move(HALF_HOUR)
            await self.play.worker.tick()

    def _seat(self, name: str) -> DemoPerson:
        return DemoPerson(self.play.actors[name].at.key, name)

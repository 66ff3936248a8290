"""Rounds in which made-up members answer, or not, in an order that chance gives; and what was true of each,
which nobody may find out from a dump."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from bot.core.cards import Card
from bot.core.models import Invitation, Round
from bot.rounds import answers
from tests.privacy.dump import Dump
from tests.support.cast import AMIRA, ScenarioUser
from tests.support.read_cards import buttons
from tests.support.scenario import Scenario

WORDS = ("heron", "wharf", "lantern", "harbour", "kettle", "marble", "otter", "willow", "saffron", "tunnel")


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """`names` are what the product calls each member by, which a thief knows. `arrived` are the members who
    replied, in the order in which they did; `said` is each one's value and comment; `pseudonyms` is what only
    the round's key can tell."""

    round: str
    names: dict[str, tuple[str, ...]]
    arrived: tuple[str, ...]
    said: dict[str, tuple[str, str]]
    pseudonyms: dict[str, bytes]
    key: bytes

    def found_in(self, files: bytes) -> set[str]:
        """What lies in the bytes of the files: what somebody wrote, a pseudonym, the round's key."""
        wanted = {
            "comment": [words.encode() for _, words in self.said.values()],
            "pseudonym": [*self.pseudonyms.values()],
            "key": [self.key, self.key.hex().encode()],
        }
        return {kind for kind, each in wanted.items() if any(bytes_ in files for bytes_ in each)}


@dataclass(frozen=True, slots=True)
class Week:
    """`found` is what lay in the files of the two dumps, which are too large to keep."""

    truth: Truth
    open: Dump
    closed: Dump
    found: tuple[set[str], set[str]]


Take = Callable[[], Awaitable[Dump]]
Worsen = Callable[[Scenario, Truth], Awaitable[None]]
"""What a worse product would have written by the time of the dump."""


async def nothing(scenario: Scenario, truth: Truth) -> None: ...


class SimulatedRounds:
    """One question a week to everybody of the cast, whose first coordinates."""

    def __init__(
        self, scenario: Scenario, cast: Sequence[ScenarioUser], take: Take, worsen: Worsen = nothing
    ):
        self._stage, self._cast, self._take, self._worsen = scenario, cast, take, worsen
        self._chance = random.Random(7)
        self._week, self._event = count(), count()
        self._arrived: list[str] = []

    async def weeks(self, n: int, replying: int, comments: bool = True) -> list[Week]:
        await self._stage.create_partnership(*self._cast)
        return [await self._one(replying, comments) for _ in range(n)]

    async def _one(self, replying: int, comments: bool) -> Week:
        scenario = self._stage
        await scenario.says(
            AMIRA, f'ask "How fair was decision number {next(self._week)}?" for 120 hours now'
        )
        round_ = await scenario.open_round()
        await scenario.passes(hours=1)
        coming = {each: self._opinion(comments) for each in self._chance.sample(self._cast, replying)}
        early, self._arrived = [*coming][: replying // 2], []
        for actor in self._chance.sample(self._cast, len(self._cast)):
            await (self._reply(actor, *coming[actor]) if actor in early else self._dither(actor))
        await scenario.passes(days=2, hours=2)  # reminders have left
        for actor in [each for each in coming if each not in early]:
            await self._reply(actor, *coming[actor])
        truth = await self._truth(round_, {actor.member: said for actor, said in coming.items()})
        await self._worsen(scenario, truth)
        open_ = await self._take()
        await scenario.passes(days=5)
        closed = await self._take()
        await scenario.passes(days=8)  # until another own question may be asked
        found = truth.found_in(open_.files), truth.found_in(closed.files)
        return Week(truth, replace(open_, files=b""), replace(closed, files=b""), found)

    def _opinion(self, comments: bool) -> tuple[str, str]:
        return self._chance.choice("12345"), " ".join(self._chance.sample(WORDS, 5)) if comments else ""

    async def _reply(self, actor: ScenarioUser, value: str, comment: str) -> None:
        self._arrived.append(actor.member)
        await self._says(actor, value)  # typed, which is not taken
        options = buttons(await self._says(actor, "check-in"))
        option = next(each for each in options if each.says.endswith(f" {value}"))
        invitation = option.says.split()[1].partition(".")[0]
        await self._says(actor, option.says)
        await self._says(
            actor, f"comment {invitation} {comment}" if comment else f"skip {invitation}.comment"
        )

    async def _dither(self, actor: ScenarioUser) -> None:
        for sentence in self._chance.sample(["later", "status", "help", "members", "check-in"], 2):
            await self._says(actor, sentence)

    async def _says(self, actor: ScenarioUser, sentence: str) -> Card:
        """Under the id that a web page would give it: who says it, and something that nobody can guess."""
        return await self._stage.says(actor, sentence, event=f"web:{actor.person.id}:{next(self._event)}")

    async def _truth(self, round_: Round, said: dict[str, tuple[str, str]]) -> Truth:
        scenario = self._stage
        unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
        invitations = {each.member: each.id for each in await scenario.all(Invitation, round=round_.id)}
        names: dict[str, tuple[str, ...]] = {
            each.member: (each.member, each.person.id, str(each.address), invitations[each.member])
            for each in self._cast
        }
        pseudonyms = {each: unlocked.pseudonym(each) for each in said}
        return Truth(round_.id, names, tuple(self._arrived), said, pseudonyms, unlocked.key)

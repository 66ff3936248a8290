"""What was chosen in a modal, as the sentences it stands for. Pure. What was not chosen is empty."""

from dataclasses import dataclass
from typing import Any

from adapters.slack import modals
from adapters.slack.inbound import Place, metadata
from adapters.slack.payloads import Payload, text, thing, things
from bot.model import Address
from bot.talk import commands as c
from bot.talk import grammar


@dataclass(frozen=True, slots=True)
class Choices:
    """What a modal was sent with, and what it was opened with. `id` tells one sending from another."""

    view: Any
    kept: Any
    place: Place

    @property
    def modal(self) -> str:
        return text(self.view, "callback_id")

    @property
    def id(self) -> str:
        return f"{text(self.view, 'id')}:{text(self.view, 'hash')}"

    def typed(self, block: str) -> str:
        return " ".join(text(self._in(block), "value").split())

    def chosen(self, block: str) -> str:
        return text(self._in(block), "selected_option", "value")

    def time(self, block: str) -> str:
        return text(self._in(block), "selected_time")

    def people(self, block: str) -> list[str]:
        found = things(self._in(block), "selected_users")
        return [each for each in found if isinstance(each, str)]

    def _in(self, block: str) -> Any:
        values = thing(self.view, "state", "values")
        return thing(values, block, block) or thing(values, block + modals.YET, block)

    @property
    def partnership(self) -> str:
        return self.chosen(modals.WHERE) or text(self.kept, "in")


def read(payload: Payload) -> Choices | None:
    view: Any = payload.get("view")
    kept = metadata(view)
    place = Place.of(kept.get("place"))
    sent = text(view, "id") and text(payload, "user", "id")
    return Choices(view, kept, place) if place and sent else None


def added(choices: Choices) -> list[str]:
    """A sentence a person. Strangers are known by their own workspace."""
    partnership, _, organisation = choices.chosen(modals.WHERE).partition(" ")
    who = [
        Address("slack", text(choices.kept, "teams", each) or choices.place.workspace, each)
        for each in choices.people(modals.WHO)
    ]
    return [grammar.say(c.Add(str(each), f"organisation:{organisation}"), partnership) for each in who]


def scheduled(choices: Choices) -> str:
    every, day = choices.chosen(modals.EVERY), choices.chosen(modals.DAY)
    return grammar.say(c.Schedule(f"{every} {day} at {choices.time(modals.AT)}"), choices.partnership)


def asked(choices: Choices) -> str:
    """Empty where there is nothing to ask. A question in their own words counts more than a theme."""
    own, what = choices.typed(modals.OWN), choices.chosen(modals.WHAT)
    lasting = choices.chosen(modals.LASTING)
    if own:
        return grammar.say(c.AskOwn(own, lasting), choices.partnership)
    return grammar.say(c.Ask(what, lasting), choices.partnership) if what else ""


def previewed(choices: Choices) -> str:
    return grammar.say(c.Preview(choices.chosen(modals.WHAT)), choices.partnership)


def settled(choices: Choices) -> str:
    """What was previewed, and is asked now."""
    return text(choices.kept, "says") if choices.modal == modals.SURE else ""

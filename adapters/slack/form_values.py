"""What was chosen in a modal, as the sentences it stands for. Pure. What was not chosen is empty."""

from dataclasses import dataclass
from typing import Any

from adapters.slack import setup_views
from adapters.slack.inbound import ReplyTarget, metadata
from adapters.slack.payloads import Payload, text, thing, things
from bot.core.models import Address
from bot.handlers import forms

FIELDS = (forms.WHERE, forms.EVERY, forms.DAY, forms.AT, forms.WHAT, forms.OWN, forms.LASTING)


@dataclass(frozen=True, slots=True)
class ModalSubmission:
    """What a modal was sent with, and what it was opened with. `id` tells one sending from another."""

    view: Any
    kept: Any
    place: ReplyTarget

    @property
    def modal(self) -> str:
        return text(self.view, "callback_id")

    @property
    def id(self) -> str:
        return f"{text(self.view, 'id')}:{text(self.view, 'hash')}"

    @property
    def filled(self) -> dict[str, str]:
        return {id: self._filled(id) for id in FIELDS}

    def people(self, block: str) -> list[str]:
        found = things(self._in(block), "selected_users")
        return [each for each in found if isinstance(each, str)]

    def _in(self, block: str) -> Any:
        values = thing(self.view, "state", "values")
        return thing(values, block, block) or thing(values, block + setup_views.YET, block)

    def _filled(self, block: str) -> str:
        there = self._in(block)
        typed = " ".join(text(there, "value").split())
        return typed or text(there, "selected_option", "value") or text(there, "selected_time")

    @property
    def partnership(self) -> str:
        return text(self.kept, "in")


def parse_submission(payload: Payload) -> ModalSubmission | None:
    view: Any = payload.get("view")
    kept = metadata(view)
    place = ReplyTarget.of(kept.get("place"))
    sent = text(view, "id") and text(payload, "user", "id")
    return ModalSubmission(view, kept, place) if place and sent else None


def added(choices: ModalSubmission) -> list[str]:
    """Strangers are known by their own workspace."""
    who = [
        Address("slack", text(choices.kept, "teams", each) or choices.place.workspace, each)
        for each in choices.people(forms.WHO)
    ]
    return forms.to_add_commands(choices.filled, who)


def scheduled(choices: ModalSubmission) -> str:
    return forms.to_schedule_command(choices.filled, choices.partnership)


def asked(choices: ModalSubmission) -> str:
    return forms.to_ask_command(choices.filled, choices.partnership)


def previewed(choices: ModalSubmission) -> str:
    return forms.to_preview_command(choices.filled, choices.partnership)


def settled(choices: ModalSubmission) -> str:
    """What was previewed, and is asked now."""
    return text(choices.kept, "says") if choices.modal == setup_views.SURE else ""

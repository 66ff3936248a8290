"""The first page of a partnership's hub."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.cards import Card
from bot.handlers import results
from bot.handlers.hub.access import HubPart, HubRequest
from bot.language.parser import format_command
from bot.membership import permissions


@dataclass(frozen=True, slots=True)
class PartnershipPage:
    """The content of the first page: the summary of the newest round."""

    latest: Card


@dataclass(frozen=True, slots=True)
class PartnershipView:
    part: ClassVar[HubPart] = HubPart.OVERVIEW

    async def load(self, request: HubRequest) -> PartnershipPage:
        reader = request.reader
        say = (
            await permissions.sentence_builder(request.db, reader.person, reader.partnership)
            if reader.person
            else format_command
        )
        latest = await results.latest_summary_in_full(
            request.context, request.db, reader.partnership, reader.t, say
        )
        return PartnershipPage(latest)

"""Adds everyone in a team or a chat after the response: Teams drops an invoke that takes ten seconds."""

import asyncio
from dataclasses import replace

from adapters.teams.payloads import TeamsActivity
from adapters.teams.replies import TeamsReplies
from adapters.teams.tasks import TeamsTasks
from bot.core.cards import Card, SmallText
from bot.core.errors import SendFailed, Unavailable
from bot.core.events import Message
from bot.core.models import Address
from bot.delivery.owed_replies import OwedReplies
from bot.handlers.adding_people import add_people
from bot.handlers.bot import Bot, Reply
from bot.handlers.form_flow import FormFlow
from bot.handlers.forms.members import EVERYONE
from bot.handlers.forms.model import Submission
from bot.messages import adding

PORTION = 50  # people who are added within the response, or before we note how far it is


class AddingEveryone:
    """Each of the people is added in a transaction of their own. If we stop, those added so far are, and the
    form lists the others when it is opened again."""

    def __init__(self, bot: Bot, replies: TeamsReplies, owed: OwedReplies, tasks: TeamsTasks):
        self._bot, self._replies, self._owed, self._tasks = bot, replies, owed, tasks
        self._senders: set[Address] = set()

    def is_wanted(self, flow: FormFlow, submission: Submission) -> bool:
        """Return True for a form that can be acted on but not within the response."""
        is_long = submission.form == EVERYONE and len(submission.people) > PORTION
        return is_long and flow.check(submission) is None

    def start(
        self, flow: FormFlow, submission: Submission, activity: TeamsActivity, message: Message
    ) -> Card:
        """Begin to add the people, unless the sender has begun already. Return what is shown meanwhile."""
        if activity.user not in self._senders:
            self._senders.add(activity.user)
            self._tasks.start(self._add(flow, submission, activity, message))
        card = adding.under_way(flow.t, 0, len(submission.people))
        told = SmallText(flow.t("We’ll write to you privately when it is done."))
        return replace(card, parts=(*card.parts, told))

    async def _add(
        self, flow: FormFlow, submission: Submission, activity: TeamsActivity, message: Message
    ) -> None:
        people, done, refusals = submission.people, 0, list[str]()
        try:
            for start in range(0, len(people), PORTION):
                portion = replace(submission, people=people[start : start + PORTION])
                refusals += await add_people(flow.t, portion, message, self._bot.handle, first=not done)
                done += len(portion.people)
        except (asyncio.CancelledError, Unavailable):
            await self._tell(activity, message, adding.interrupted(flow.t, done - len(refusals), len(people)))
            raise
        finally:
            self._senders.discard(activity.user)
        await self._tell(activity, message, adding.added_together(flow.t, done - len(refusals), refusals))

    async def _tell(self, activity: TeamsActivity, message: Message, card: Card) -> None:
        sent = await self._replies.show_privately(activity, card)
        if isinstance(sent, SendFailed) and not sent.permanent:
            self._owed.owe(message, Reply(replace(card, private=True)))

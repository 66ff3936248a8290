"""Handlers for a partnership as a whole: start it, invite to it, say what it is for, end it."""

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.handlers.request import MemberRequest, Request
from bot.language import commands as c
from bot.membership import erasure, partnerships, people, permissions, usage_limits
from bot.membership.set_up import SetUp
from bot.membership.usage_limits import JOIN_CODES, NEW_PARTNERSHIPS, NEW_PARTNERSHIPS_OF_NETWORK
from bot.messages import partnership as messages
from bot.messages import profile as profile_messages
from bot.messages import set_up as set_up_messages


async def start_partnership(request: Request, command: c.StartPartnership) -> Card:
    return await _start(request, command.name)


async def found_partnership(request: Request, command: c.FoundPartnership) -> Card:
    return await _start(request, command.name, command.organisation)


async def _start(request: Request, name: str, organisation: str = "") -> Card:
    await _limit_new_partnerships(request)
    founder = request.speaker or await people.create(request.db, request.context.ids, request.message)
    partnership = await partnerships.start(
        request.db, request.context.ids, founder, name, organisation, request.now, request.t
    )
    say = await permissions.sentence_builder(request.db, founder, partnership)
    state = SetUp(partnership, organisation, members=1, has_asked=False)
    return set_up_messages.started(request.t, state, say)


async def _limit_new_partnerships(request: Request) -> None:
    """Raise Refusal if the sender, or their network, has started too many."""
    limits = (NEW_PARTNERSHIPS, NEW_PARTNERSHIPS_OF_NETWORK)
    for limit, source in zip(limits, usage_limits.sources_of(request.message), strict=False):
        counter = await usage_limits.count_use(request.context, request.db, limit, source, request.now)
        if counter.used > limit.most:
            raise Refusal(
                request.t(
                    (
                        "{most} partnerships have already been started from here, and more would look like a "
                        "mistake. {when}"
                    ),
                    most=limit.most,
                    when=usage_limits.when_to_go_on(request.t, counter, request.now),
                )
            )


async def invite(request: MemberRequest, _: c.InviteOrganisation) -> Card:
    sender = str(request.speaker.address)
    counter = await usage_limits.count_use(request.context, request.db, JOIN_CODES, sender, request.now)
    if counter.used > JOIN_CODES.most:
        raise Refusal(
            request.t(
                (
                    "You have already made {most} codes, and several organisations can use the same code for "
                    "two weeks. {when}"
                ),
                most=JOIN_CODES.most,
                when=usage_limits.when_to_go_on(request.t, counter, request.now),
            )
        )
    code = await partnerships.create_join_code(
        request.db, request.context.ids, request.partnership, request.now
    )
    return messages.invitation(request.t, request.partnership, code)


async def set_purpose(request: MemberRequest, command: c.SetPurpose) -> Card:
    words = sanitise.validate_text(command.text, request.t, profile_messages.MAX_PURPOSE_LENGTH)
    await request.db.update_if_unchanged(request.partnership, purpose=words)
    return profile_messages.purpose(request.t, request.partnership.name, words)


async def post_here(request: MemberRequest, _: c.PostHere) -> Card:
    if not request.message.shared:
        raise Refusal(
            request.t(
                "Only you can read this conversation. Type post here in the channel where the summaries "
                "should go."
            )
        )
    is_new = await partnerships.add_channel(
        request.db,
        request.context.ids,
        request.partnership,
        request.message.place,
        request.message.parent,
        request.message.place_name,
    )
    return messages.posting(request.t, request.partnership.name, is_new)


async def set_threshold(request: MemberRequest, command: c.SetThreshold) -> Card:
    """Set how many replies results need, or show the choice if the sentence names no number."""
    members = await partnerships.count_active_members(request.db, request.partnership)
    if command.n:
        n = await partnerships.raise_threshold(request.db, request.partnership, command.n, request.t)
        return messages.needing(request.t, n, members)
    least = await partnerships.lowest_threshold(request.db, request.partnership)
    return messages.choose_threshold(
        request.t, request.partnership.threshold, least, members, await request.sentence_builder()
    )


async def end_partnership(request: MemberRequest, command: c.EndPartnership) -> Card:
    """End the partnership, once the speaker has confirmed it by its name: nothing brings it back."""
    if not command.name:
        say = await request.sentence_builder()
        return messages.ending(request.t, request.partnership, say)
    if sanitise.fold(command.name) != sanitise.fold(request.partnership.name):
        raise Refusal(
            request.t(
                "This partnership is called {partnership}. To end it, type: end partnership {partnership}",
                partnership=request.partnership.name,
            )
        )
    await erasure.end_partnership(request.context, request.db, request.partnership, request.now)
    return messages.ended(request.t, request.partnership)

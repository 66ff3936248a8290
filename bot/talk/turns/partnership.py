"""A partnership starts, invites, says what it is, and ends."""

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.language import commands as c
from bot.partners import access, ending, partnerships, people
from bot.talk.phrases import partnership as phrases
from bot.talk.phrases import profile as profile_phrases
from bot.talk.turn import Inside, Turn
from bot.talk.turns.profile import profile


async def start_partnership(turn: Turn, command: c.StartPartnership) -> Card:
    founder = turn.speaker or await people.met(turn.db, turn.context.ids, turn.said)
    partnership, organisation = await partnerships.start(
        turn.db, turn.context.ids, founder, command.name, turn.now, turn.t
    )
    say = await access.saying(turn.db, founder, partnership)
    return phrases.started(turn.t, partnership, organisation, say)


async def invite(turn: Inside, _: c.InviteOrganisation) -> Card:
    code = await partnerships.invite(turn.db, turn.context.ids, turn.partnership, turn.now)
    return phrases.invitation(turn.t, turn.partnership, code)


async def purpose(turn: Inside, command: c.SetPurpose) -> Card:
    words = sanitise.validate_text(command.text, turn.t, profile_phrases.LONGEST_PURPOSE)
    await turn.db.update_if_unchanged(turn.partnership, purpose=words)
    return profile_phrases.purpose(turn.t, turn.partnership.name, words)


async def post_here(turn: Inside, _: c.PostHere) -> Card:
    if not turn.said.shared:
        raise Refusal(
            turn.t(
                "Nothing was changed: nobody else reads this place. Say it in the channel where the "
                "summaries should go."
            )
        )
    place = turn.said.place, turn.said.parent
    new = await partnerships.post_in(turn.db, turn.context.ids, turn.partnership, *place)
    return phrases.posting(turn.t, turn.partnership.name, new)


async def threshold(turn: Inside, command: c.SetThreshold) -> Card:
    return phrases.needing(turn.t, await partnerships.need(turn.db, turn.partnership, command.n, turn.t))


async def end_partnership(turn: Inside, command: c.EndPartnership) -> Card:
    """Asks for the name first: nothing brings a partnership back."""
    if not command.name:
        say = await access.saying(turn.db, turn.speaker, turn.partnership)
        return phrases.ending(turn.t, turn.partnership, say)
    if sanitise.fold(command.name) != sanitise.fold(turn.partnership.name):
        raise Refusal(
            turn.t(
                "Nothing was ended: this partnership is called {partnership}. Say: end partnership "
                "{partnership}",
                partnership=turn.partnership.name,
            )
        )
    await ending.end(turn.context, turn.db, turn.partnership, turn.now)
    return phrases.ended(turn.t, turn.partnership)


ANYBODY = {c.StartPartnership: start_partnership}
INSIDE = {
    c.InviteOrganisation: invite,
    c.SetPurpose: purpose,
    c.SetProfile: profile,
    c.PostHere: post_here,
    c.SetThreshold: threshold,
    c.EndPartnership: end_partnership,
}

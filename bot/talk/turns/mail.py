"""What somebody says about their own e-mail."""

from bot.core.cards import Card
from bot.core.email import parse_mailbox
from bot.core.errors import Refusal
from bot.core.models import Member, Person, web_address
from bot.language import commands as c
from bot.partners import mailboxes, mailings, people
from bot.talk.phrases import mail as phrases
from bot.talk.turn import Turn


async def email(turn: Turn, command: c.SetEmail) -> Card:
    """Show it, or switch it on or off, or give another address."""
    speaker, what = turn.known(), command.what.casefold()
    if not people.uses_the_web(speaker):
        raise Refusal(
            turn.t(
                "Nothing was changed: I write to you in your chat. E-mail is for those who use Accord’s own "
                "pages."
            )
        )
    if what == phrases.OFF:
        return await _off(turn, speaker)
    if what and not turn.context.sends_email:
        raise Refusal(turn.t("Nothing was changed: Accord sends no e-mail here. Look at your page instead."))
    if what == phrases.ON:
        return await _on(turn, speaker)
    return await (_give(turn, speaker, command.what) if what else _show(turn, speaker))


async def _show(turn: Turn, speaker: Person) -> Card:
    box = await mailboxes.current(turn.db, speaker)
    address = mailboxes.address(turn.context.crypto, box) if box else ""
    used = bool(box and speaker.home == box.address)
    return phrases.state(turn.t, address, box.silence if box else None, used)


async def _on(turn: Turn, speaker: Person) -> Card:
    box = await mailboxes.current(turn.db, speaker)
    if box is None or not box.confirmed:
        raise Refusal(turn.t("Nothing was changed: I know no address of yours. Say: email <address>"))
    await mailboxes.switch_on(turn.db, box)
    return phrases.on(turn.t)


async def _off(turn: Turn, speaker: Person) -> Card:
    await mailboxes.write_to(turn.db, speaker, web_address(speaker.id))
    await mailboxes.forget(turn.db, speaker)
    return phrases.off(turn.t)


async def _give(turn: Turn, speaker: Person, typed: str) -> Card:
    """It is used only once a link that is sent there was opened by them."""
    found = parse_mailbox(typed)
    if found is None:
        raise Refusal(
            turn.t("Nothing was changed: this is no e-mail address. Say for example: email me@example.org")
        )
    db, context = turn.db, turn.context
    used = await mailboxes.current(db, speaker)
    if used and used.confirmed and mailboxes.address(context.crypto, used) == found[1]:
        await mailboxes.switch_on(db, used)
        return phrases.on(turn.t)
    if not await db.count(Member, person=speaker.id):
        raise Refusal(turn.t("Nothing was changed: you are in no partnership that could write to you."))
    box = mailboxes.new(context.crypto, context.ids, speaker.id, found[1], speaker.id)
    await mailboxes.await_confirmation(db, box)
    if not await mailings.ask_whether_theirs(db, context.ids, box, turn.now):
        raise Refusal(turn.t("Nothing was changed: too many addresses were tried today. Try again tomorrow."))
    return phrases.asked(turn.t)


ANYBODY = {c.SetEmail: email}

"""The handler for people's own e-mail."""

from bot.core.cards import Card
from bot.core.email import Mailbox, parse_mailbox
from bot.core.errors import Refusal
from bot.core.models import Member, Person, web_address
from bot.handlers.request import Request
from bot.language import commands as c
from bot.membership import mailboxes, people
from bot.messages import email as messages
from bot.notifications.email import ask_for_confirmation


async def set_email(request: Request, command: c.SetEmail) -> Card:
    """Show the speaker's e-mail, switch it on or off, or set another address."""
    speaker, choice = request.require_speaker(), command.what.casefold()
    if not people.uses_the_web(speaker):
        raise Refusal(
            request.t("We write to you in your chat. Email is for people who use Accord in a web browser.")
        )
    if choice == messages.OFF:
        return await _switch_off(request, speaker)
    if choice and not request.context.sends_email:
        raise Refusal(request.t("Accord is not set up to send email here. Look at your own page instead."))
    if choice == messages.ON:
        return await _switch_on(request, speaker)
    return await (_set_address(request, speaker, command.what) if choice else _show(request, speaker))


async def _show(request: Request, speaker: Person) -> Card:
    box = await mailboxes.current_mailbox(request.db, speaker)
    address = mailboxes.reveal_address(request.context.crypto, box) if box else ""
    used = bool(box and speaker.home == box.address)
    return messages.state(request.t, address, box.silence if box else None, used)


async def _switch_on(request: Request, speaker: Person) -> Card:
    box = await mailboxes.current_mailbox(request.db, speaker)
    if (box is None or not box.confirmed) and await request.db.count(Mailbox, person=speaker.id):
        raise Refusal(
            request.t("You have not confirmed your email address yet. Open the link that we sent to it.")
        )
    if box is None:
        raise Refusal(
            request.t("We have no email address for you. Type yours, for example: email me@example.org")
        )
    await mailboxes.switch_on(request.db, box)
    return messages.on(request.t)


async def _switch_off(request: Request, speaker: Person) -> Card:
    await people.set_home(request.db, speaker, web_address(speaker.id))
    await mailboxes.delete_mailboxes(request.db, speaker)
    return messages.off(request.t)


async def _set_address(request: Request, speaker: Person, typed: str) -> Card:
    """Send a link to an address. The address is used once the speaker has opened the link."""
    mailbox = parse_mailbox(typed)
    if mailbox is None:
        raise Refusal(
            request.t("Type an email address in the right format, for example: email me@example.org")
        )
    _, address = mailbox
    db, context = request.db, request.context
    current = await mailboxes.current_mailbox(db, speaker)
    if current and current.confirmed and mailboxes.reveal_address(context.crypto, current) == address:
        await mailboxes.switch_on(db, current)
        return messages.on(request.t)
    if not await db.count(Member, person=speaker.id):
        raise Refusal(request.t("You do not belong to a partnership that could email you."))
    box = mailboxes.new_mailbox(context.crypto, context.ids, speaker.id, address, speaker.id)
    await mailboxes.await_confirmation(db, box)
    if not await ask_for_confirmation(db, context.ids, box, request.now):
        raise Refusal(request.t("Too many addresses were tried today. Try again tomorrow."))
    return messages.asked(request.t)

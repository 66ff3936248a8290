"""What becomes of a sentence that was typed or pressed on a page."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from adapters.text import draw
from adapters.web.session import CurrentUser, PageRequest, Site, redirect
from bot.core import email
from bot.core.cards import Card, Link
from bot.core.errors import Unavailable
from bot.core.events import Message
from bot.core.models import Address
from bot.core.ports import WebMessage
from bot.language.commands import ChangeAnswer, Command
from bot.language.parser import ParsedSentence, parse


async def handle_command(
    site: Site, page_request: PageRequest, me: CurrentUser, where: Address, back: str
) -> Response:
    """Hear it, and go to where the reply can be read: its own page, the person's chat, or the channel
    (`where`, unless that is the chat). What belongs to answers, and what was not understood, is kept nowhere:
    where it has no page of its own it is shown at once."""
    text, pressed = sentence_of_form(page_request.form)
    if not text:
        return redirect(back)
    shared = where != me.chat
    parsed = parse(text)
    sealed = parsed is not None and parsed.sentence.sealed
    # A sealed sentence may be said again, and the last one counts: an old page, gone back to, works too.
    nonce = "" if sealed else page_request.form.get("nonce", "")
    id = f"web:{me.person.id}:{nonce or site.bot.context.ids.new()}"
    said = Message(id, me.person.address, where, text, shared, pressed)
    card = (await site.bot.handle(said, parsed)).card
    if card is None:
        return redirect(back)
    if parsed is None:
        return site.reply(page_request, me, card, typed="" if pressed else text)
    if sealed:
        path = _page_of(me, parsed.command, card)
        return redirect(path) if path else site.reply(page_request, me, card)
    return await _keep(site, page_request, me, said, parsed, card, back)


def _page_of(user: CurrentUser, command: Command, reply: Card) -> str | None:
    """The page that shows what was just replied. A refusal, or a promise to remind, has none."""
    if not reply.check_in:
        return None
    at = f"?at={quote(command.token)}" if isinstance(command, ChangeAnswer) else ""
    return f"{user.path}/check-in/{quote(reply.check_in)}{at}"


async def _keep(
    site: Site,
    page_request: PageRequest,
    me: CurrentUser,
    said: Message,
    parsed: ParsedSentence,
    card: Card,
    back: str,
) -> Response:
    """Leave the reply where it belongs: what is private in the speaker's chat, the rest where it was said."""
    private = said.shared and (card.private or parsed.sentence.private)
    text = f"{me.person.name}: {said.text}" if said.shared and not private else said.text
    to = me.chat if private else said.place
    post = WebMessage(site.bot.context.ids.new(), to, card, "", page_request.now, text)
    # An e-mail address is kept sealed only.
    confides = to == me.chat and email.contains_email_address(f"{said.text}\n{draw(card)}")
    if confides or has_login_link(card) or not await _still_here(site, page_request):
        return site.reply(page_request, me, card)
    try:
        await site.inbox.post(post)
    except Unavailable:  # it was heard all the same, so the reply must be seen
        return site.reply(page_request, me, card)
    return redirect(f"{back}?answered=privately#say" if private else f"{back}#post-{post.id}")


async def _still_here(site: Site, page_request: PageRequest) -> bool:
    """Whoever asked to be forgotten leaves nothing behind, not even our reply."""
    try:
        return bool(await site.require_user(page_request))
    except HTTPException:
        return False


def has_login_link(card: Card) -> bool:
    """Whether it holds a one-time way in, of which only a hash may be kept."""
    return any(isinstance(part, Link) and part.one_time for part in card.parts)


def sentence_of_form(form: Mapping[str, str]) -> tuple[str, bool]:
    """What was said, and whether a button or a box of ours said it: its sentence, then what was typed."""
    says, words = form.get("says", ""), form.get("words", "")
    return f"{says} {words}".strip(), bool(says)

"""Handles a sentence that was typed or pressed on a page."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

from adapters.text import draw
from adapters.web.session import CurrentUser, PageRequest, Site, personal_chat, personal_path, redirect
from bot.core import email
from bot.core.cards import Card, Link, holds_secret
from bot.core.errors import Unavailable
from bot.core.events import Message
from bot.core.hub_paths import parse_hub_path
from bot.core.models import Address
from bot.core.ports import WebMessage
from bot.handlers.bot import Reply
from bot.language.commands import ChangeAnswer, TypeAnswer
from bot.language.parser import parse


async def handle_command(site: Site, page_request: PageRequest, place: Address, back: str) -> Response:
    """Handle a sentence and go to where its reply can be read: its own page, the person's chat, or the
    channel (`place`, unless that is the chat). What belongs to answers, and what was not understood, is kept
    nowhere: if it has no page of its own it is shown at once. Raises NotSignedIn."""
    identity = page_request.identity
    text, is_pressed = sentence_of_form(page_request.form)
    if not text:
        return redirect(back)
    chat, parsed = personal_chat(identity.person), parse(text, site.bot.translator())
    is_sealed = parsed is not None and parsed.sentence.sealed
    # A sealed sentence may be sent again, and the last one counts: an old page, gone back to, works too.
    nonce = "" if is_sealed else page_request.form.get("nonce", "")
    id = f"web:{identity.person}:{nonce or site.bot.ids.new()}"
    message = Message(
        id, chat, place, text, shared=place != chat, pressed=is_pressed, network=page_request.network
    )
    reply = await site.bot.handle(message, parsed, identity)
    if reply.card is None or reply.speaker is None:
        return redirect(back)
    if path := _check_in_path(identity.person, reply) or _hub_path(reply.card):
        return redirect(path)
    user = site.current_user(reply.speaker)
    if reply.card.refused or parsed is None:
        says, words = page_request.form.get("says", ""), page_request.form.get("words", "")
        # A sentence about answers is never echoed; what somebody wrote in a box of ours is given back.
        typed = "" if (is_sealed and not says) or reply.forbidden else words
        return site.card_page(page_request, user, reply.card, typed, says=says)
    if is_sealed or parsed.sentence.unrecorded:
        return site.card_page(page_request, user, reply.card)
    is_private = message.shared and (reply.card.private or parsed.sentence.private)
    return await _post_reply(site, page_request, user, message, reply.card, is_private=is_private, back=back)


def _check_in_path(person: str, reply: Reply) -> str:
    """Return the page that shows a reply about answers. A refusal, a promise to remind, or the question with
    a word why a typed answer was not taken, has none."""
    if not (reply.is_sealed and reply.parsed and reply.card and reply.card.check_in):
        return ""
    command = reply.parsed.command
    if isinstance(command, TypeAnswer):
        return ""
    at = f"?at={quote(command.token)}" if isinstance(command, ChangeAnswer) else ""
    return f"{personal_path(person)}/check-in/{quote(reply.card.check_in)}{at}"


def _hub_path(card: Card) -> str:
    """Return the page of the hub that a card links to, which somebody who is signed in may open at once."""
    links = (part for part in card.parts if isinstance(part, Link) and not part.one_time)
    return next(filter(None, (parse_hub_path(link.path) for link in links)), "")


async def _post_reply(
    site: Site,
    page_request: PageRequest,
    user: CurrentUser,
    message: Message,
    card: Card,
    *,
    is_private: bool,
    back: str,
) -> Response:
    """Keep the reply where it belongs: in the speaker's chat if it is private, else where it was said."""
    said = _shown_text(site, page_request.form)
    text = f"{user.person.name}: {said}" if said and message.shared and not is_private else said
    place = user.chat if is_private else message.place
    post = WebMessage(site.bot.ids.new(), place, card, "", page_request.now, text)
    # An e-mail address is kept sealed only.
    has_address = place == user.chat and email.contains_email_address(f"{message.text}\n{text}\n{draw(card)}")
    if not await _is_still_signed_in(site, page_request):
        return site.card_page(page_request, user, card, signed_in=False)
    if has_address or holds_secret(card):
        return site.card_page(page_request, user, card)
    try:
        await site.inbox.post(post)
    except Unavailable:  # it was handled all the same, so the reply must be seen
        return site.card_page(page_request, user, card)
    return redirect(f"{back}?answered=privately#pointer" if is_private else f"{back}#post-{post.id}")


def _shown_text(site: Site, form: Mapping[str, str]) -> str:
    """Return a sentence as it is shown to people. What was typed stands as it was. A press is the label of
    its button, since its sentence may hold ids; then what was typed into the box above it, if anything."""
    if not (says := form.get("says", "")):
        return form.get("words", "")
    label = site.button_labels.find(form.get("labels", ""), says)
    return ": ".join(filter(None, (label, form.get("words", ""))))


async def _is_still_signed_in(site: Site, page_request: PageRequest) -> bool:
    """Return False for somebody who asked to be forgotten: they leave nothing behind, not even our reply."""
    people = await site.signed_in_people(page_request)
    return page_request.identity.person in {person.id for person in people}


def sentence_of_form(form: Mapping[str, str]) -> tuple[str, bool]:
    """Return a form's sentence, and whether a button or a box of ours wrote it. What was typed into a box
    follows its sentence."""
    says, words = form.get("says", ""), form.get("words", "")
    return f"{says} {words}".strip(), bool(says)

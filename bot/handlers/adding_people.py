"""Adds the people whom a platform lists, with one sentence for each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.core.cards import Card, Text, plain
from bot.core.events import Message, UserSeen
from bot.core.i18n import Translator
from bot.handlers.bot import Reply
from bot.handlers.forms import members
from bot.handlers.forms.model import Submission
from bot.messages import adding

Handle = Callable[[Message], Awaitable[Reply]]
"""`Bot.handle`, or an adapter's own function that calls it."""


async def add_people(
    t: Translator, submission: Submission, message: Message, handle: Handle, *, first: bool = True
) -> list[str]:
    """Add the people of a submission of EVERYONE that was checked, or of a portion of it, of which the
    `first` counts as one message. Returns the reasons why some were not added."""
    refusals = []
    sentences = members.sentences_to_add(submission)
    for n, (person, sentence) in enumerate(zip(submission.people, sentences, strict=True)):
        if person.out_of_reach:
            refusals.append(adding.out_of_reach(t, person.name))
            continue
        id = f"{message.id}:{person.address}"
        seen = UserSeen(id, person.address, person.address, person.name, person.zone, person.language)
        said = replace(message, id=id, text=sentence.text, mentions=(seen,), part=n > 0 or not first)
        card = (await handle(said)).card
        if card and card.refused:
            refusals.append(refusal_reason(card))
    return refusals


def refusal_reason(card: Card) -> str:
    """Return why something was refused, as one text."""
    return " ".join(plain(part.words) for part in card.parts if isinstance(part, Text))

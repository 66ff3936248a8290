"""All that concerns somebody, for a home of their own on a platform: what waits, their partnerships,
themselves."""

from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.context import AppContext
from bot.core.i18n import Translator
from bot.core.models import BrowserSession, Member, Partnership, Person, Round, RoundState
from bot.core.ports import Transaction
from bot.partners import access, actions, mailboxes, waiting
from bot.rounds import answers, asking
from bot.talk.phrases import actions as action_words
from bot.talk.phrases import overview as phrases
from bot.talk.phrases import plain, you
from bot.talk.phrases.overview import Glance


@dataclass(frozen=True, slots=True)
class Overview:
    """A card a matter, the most pressing first."""

    async def see(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, ...]:
        t = context.translator(viewer)
        cards = [*await waiting.cards(context, db, viewer), *await _asked(context, db, t, viewer)]
        mine = await access.places(db, viewer)
        for member, partnership in mine:
            say = await access.saying(db, viewer, partnership)
            cards.append(phrases.partnership(t, await _glance(db, t, member, partnership), say))
        if not mine:
            cards.append(plain.menu(t, ()))
        browsers = await db.count(BrowserSession, person=viewer.id)
        boxes = await mailboxes.owned(db, context.crypto, viewer)
        kept = you.kept(t, viewer, await access.everywhere(db, viewer), browsers, boxes)
        return (*cards, phrases.settings(t, viewer), kept)


async def _asked(context: AppContext, db: Transaction, t: Translator, viewer: Person) -> list[Card]:
    cards = []
    for _, invitation, round_ in await asking.waiting(db, viewer):
        unlocked = await answers.vault_for(context, round_, t)
        which, _card = await asking.following(context.bank, db, t, unlocked, invitation)
        if which:
            partnership = await db.get(Partnership, round_.partnership)
            cards.append(phrases.asked(t, partnership.name, round_))
    return cards


async def _glance(db: Transaction, t: Translator, member: Member, partnership: Partnership) -> Glance:
    roster = await access.roster(db, partnership.id)
    rounds = await db.find(Round, id=partnership.round, state=RoundState.OPEN) if partnership.round else []
    open_ = await actions.open_ones(db, partnership.id)
    to_do = [action_words.line(t, roster, each) for each in open_]
    return Glance(roster, member, rounds[0] if rounds else None, to_do)

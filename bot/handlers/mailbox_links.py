"""Acts on the signed links in e-mails that are about a mailbox: no more e-mail, and whose address it is."""

from dataclasses import dataclass
from typing import Literal

from bot.context import AppContext
from bot.core.email import Mailbox, MutedReason
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Person
from bot.core.ports import Transaction
from bot.handlers.browser import signed_in_people
from bot.membership import mailboxes
from bot.notifications import email

StopState = Literal["ask", "stopped", "again"]
ConfirmState = Literal["ask", "elsewhere", "done", "gone"]


@dataclass(frozen=True, slots=True)
class StopLink:
    """The page that a link against more e-mail shows, in the language of the mailbox's owner. `is_kept`:
    the mailbox is still there, so e-mail can be switched on again. `is_member`: its owner has joined a
    partnership."""

    state: StopState
    t: Translator
    is_kept: bool
    is_member: bool


class MailboxLinks:
    """`signed` is the last part of a link's path. Every method returns None for one that we never signed."""

    def __init__(self, context: AppContext):
        self._context = context

    async def view_stop(self, signed: str) -> StopLink | None:
        if (id := self._verify(email.STOP_PURPOSE, signed)) is None:
            return None
        async with self._context.store.read_only() as db:
            box = await db.first(Mailbox, id=id)
            is_on = box is not None and box.silence is not MutedReason.OFF
            return await self._stop_link(db, "ask" if is_on else "stopped", box)

    async def stop(self, signed: str) -> StopLink | None:
        """Send no more e-mail there. Doing it again changes nothing."""
        if (id := self._verify(email.STOP_PURPOSE, signed)) is None:
            return None
        async with self._context.store.transaction() as db:
            box = await db.first(Mailbox, id=id)
            if box and box.silence is not MutedReason.OFF:
                await mailboxes.switch_off(db, box, self._context.clock.now().date())
            return await self._stop_link(db, "stopped", box)

    async def resume(self, signed: str) -> StopLink | None:
        """Send e-mail there again. Nothing need be confirmed: only the mailbox's reader has the link."""
        if (id := self._verify(email.STOP_PURPOSE, signed)) is None:
            return None
        async with self._context.store.transaction() as db:
            box = await db.first(Mailbox, id=id)
            if box and box.silence:
                await mailboxes.confirm(db, box)
            return await self._stop_link(db, "again" if box else "stopped", box)

    async def view_confirmation(self, signed: str, browser: str) -> ConfirmState | None:
        if (id := self._verify(email.CONFIRM_PURPOSE, signed)) is None:
            return None
        async with self._context.store.read_only() as db:
            return await self._confirm_state(db, await db.first(Mailbox, id=id), browser)

    async def confirm(self, signed: str, browser: str) -> ConfirmState | None:
        """Confirm an address, in a browser that is signed in for the person who gave it: the link alone may
        have reached a stranger, if the address was mistyped."""
        if (id := self._verify(email.CONFIRM_PURPOSE, signed)) is None:
            return None
        async with self._context.store.transaction() as db:
            box = await db.first(Mailbox, id=id)
            state = await self._confirm_state(db, box, browser)
            if box and state == "ask":
                await mailboxes.confirm(db, box)
                return "done"
            return state

    def _verify(self, purpose: str, signed: str) -> str | None:
        """Return the id of the mailbox that a link is about, or None."""
        return self._context.crypto.verify(purpose, signed)

    async def _stop_link(self, db: Transaction, state: StopState, box: Mailbox | None) -> StopLink:
        if box is None:
            return StopLink(state, self._context.translator(), is_kept=False, is_member=False)
        owner = await db.get(Person, box.person)
        is_member = await db.count(Member, person=owner.id, standing=MembershipStatus.ACTIVE) > 0
        return StopLink(state, self._context.translator(owner), is_kept=True, is_member=is_member)

    async def _confirm_state(self, db: Transaction, box: Mailbox | None, browser: str) -> ConfirmState:
        if box is None:
            return "gone"
        if box.confirmed:
            return "done"
        people = await signed_in_people(db, browser, self._context.clock.now())
        return "ask" if box.person in {person.id for person in people} else "elsewhere"

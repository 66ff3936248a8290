"""Signs browsers in and out of Accord's own pages."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.context import AppContext
from bot.core import retention
from bot.core.errors import AlreadyExists
from bot.core.models import Address, BrowserSession, Person, SignInMethod, hash_secret
from bot.core.ports import Transaction
from bot.handlers.request import BrowserIdentity, require_signed_in
from bot.membership import login_links, people
from bot.messages.browsers import describe_browser, ordered
from bot.notifications import email

LINK_VALID_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """The result of opening a login link in one browser.

    `person` is the id of the person that the browser is signed in for, or empty. `secret` is the browser's
    new secret if it was signed in now, else empty. `by_mail`: the link came by e-mail, so a new one can be
    sent there."""

    person: str = ""
    secret: str = ""
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A browser in which somebody is signed in, in words. `session` is the id of their session there;
    `is_here` is True if it is the browser that asks, `with_account` if they signed in with an account."""

    session: str
    description: str
    is_here: bool
    with_account: bool = False


class BrowserSessions:
    """Decides which browsers may act for which people. A `browser` is the hash of its secret, as in
    `BrowserSession`."""

    def __init__(self, context: AppContext):
        self._context = context

    async def signed_in_people(self, browser: str) -> list[Person]:
        """Return everybody that a browser may act for, by name."""
        async with self._context.store.read_only() as db:
            return await signed_in_people(db, browser, self._context.clock.now())

    async def require_person(self, identity: BrowserIdentity) -> Person:
        """Return the person that a browser may act for. Raises NotSignedIn."""
        async with self._context.store.read_only() as db:
            return await require_signed_in(db, identity, self._context.clock.now())

    async def find_person(self, *addresses: Address) -> Person | None:
        """Return the person to whom the first of these addresses that is known belongs, or None."""
        async with self._context.store.read_only() as db:
            return (await people.find_first(db, addresses))[1] if addresses else None

    async def sign_in(
        self, browser: str, person: str, method: SignInMethod = SignInMethod.LINK, device: str = ""
    ) -> str:
        """Let a browser, which is a `device` of this kind, act for a person from now on. Returns its new
        secret."""
        async with self._context.store.transaction() as db:
            return await self._sign_in(db, browser, person, method, device)

    async def preview_login_link(self, browser: str, link_secret: str) -> OpenedLink:
        """Look at a login link without spending it. Only one that came by e-mail names its person, and only
        to a browser that is signed in for them."""
        async with self._context.store.read_only() as db:
            link = await login_links.find_mailed(db, self._context.crypto, link_secret)
            if link is None:
                return OpenedLink()
            signed_in = await signed_in_people(db, browser, self._context.clock.now())
            is_signed_in = link.box.person in {person.id for person in signed_in}
            return OpenedLink(link.box.person if is_signed_in else "", by_mail=True)

    async def redeem_login_link(self, browser: str, link_secret: str, device: str = "") -> OpenedLink:
        """Spend a login link and sign the browser in. One that is spent already is only looked at."""
        context = self._context
        was_mailed = login_links.was_mailed(context.crypto, link_secret)
        method = SignInMethod.EMAIL if was_mailed else SignInMethod.LINK
        with suppress(AlreadyExists):  # pressed twice at this very moment
            async with context.store.transaction() as db:
                person = await login_links.redeem(db, context.crypto, link_secret, context.clock.now())
                if person:
                    return OpenedLink(person, await self._sign_in(db, browser, person, method, device))
        return await self.preview_login_link(browser, link_secret)

    async def send_login_link(self, link_secret: str) -> None:
        """Send a new login link to the mailbox that an old one came to, if there is such a mailbox and it had
        not too many today."""
        context = self._context
        async with context.store.transaction() as db:
            if link := await login_links.find_mailed(db, context.crypto, link_secret):
                await email.send_login_link(db, context.ids, link.box, context.clock.now())

    async def create_login_link(self, identity: BrowserIdentity) -> tuple[Person, str]:
        """Return the person, and the path of a one-time link for another device of theirs. Raises
        NotSignedIn."""
        context, now = self._context, self._context.clock.now()
        async with context.store.transaction() as db:
            person = await require_signed_in(db, identity, now)
            return person, await login_links.create(db, context.ids, person, now + LINK_VALID_FOR)

    async def list_browsers(self, identity: BrowserIdentity) -> list[SignedInBrowser]:
        """Return the browsers in which a person is signed in. Raises NotSignedIn."""
        now = self._context.clock.now()
        async with self._context.store.read_only() as db:
            person = await require_signed_in(db, identity, now)
            sessions = await sessions_of(db, person, now)
        t = self._context.translator(person)
        return [
            SignedInBrowser(
                session.id,
                describe_browser(t, person, session),
                is_here=session.browser == identity.browser,
                with_account=session.method is SignInMethod.ACCOUNT,
            )
            for session in sessions
        ]

    async def end_session(self, identity: BrowserIdentity, session: str) -> None:
        """Sign a person out of one of their browsers, by the id of the session. Raises NotSignedIn."""
        async with self._context.store.transaction() as db:
            person = await require_signed_in(db, identity, self._context.clock.now())
            await db.remove(BrowserSession, id=session, person=person.id)

    async def sign_out(self, identity: BrowserIdentity, *, everywhere: bool) -> None:
        """Sign a person out of this browser, or of every browser, in which case their unspent links are shut
        too. Raises NotSignedIn."""
        async with self._context.store.transaction() as db:
            person = await require_signed_in(db, identity, self._context.clock.now())
            if everywhere:
                await login_links.revoke(db, person)
            else:
                await db.remove(BrowserSession, person=person.id, browser=identity.browser)

    async def _sign_in(
        self, db: Transaction, browser: str, person: str, method: SignInMethod, device: str
    ) -> str:
        """Give the browser a new secret, under which it acts for the same people as before and for this one:
        somebody else may hold a copy of the old one. A session of this person there is replaced, unless it
        was made with their account, which proves more than a link."""
        ids, now = self._context.ids, self._context.clock.now()
        secret = ids.new() + ids.new()
        sessions = await db.find(BrowserSession, browser=browser)
        own = [session for session in sessions if session.person == person]
        if method is not SignInMethod.ACCOUNT:
            own = [session for session in own if not _proves_more(session, now)]
        await db.remove(BrowserSession, id=[session.id for session in own])
        kept = [session for session in sessions if session not in own]
        await db.update_all_if_unchanged(kept, browser=hash_secret(secret))
        if person not in {session.person for session in kept}:
            expires_at = session_expiry(now)
            await db.add(
                BrowserSession(ids.new(), hash_secret(secret), person, expires_at, method, device or None)
            )
        return secret


def _proves_more(session: BrowserSession, now: datetime) -> bool:
    return session.method is SignInMethod.ACCOUNT and session.expires_at > now


async def sessions_of(db: Transaction, person: Person, now: datetime) -> list[BrowserSession]:
    """Return the sessions of a person that have not ended."""
    sessions = await db.find(BrowserSession, person=person.id)
    return ordered([session for session in sessions if session.expires_at > now])


async def signed_in_people(db: Transaction, browser: str, now: datetime) -> list[Person]:
    """Return everybody that a browser may act for, by name."""
    sessions = await db.find(BrowserSession, browser=browser)
    ids = {session.person for session in sessions if session.expires_at > now}
    return sorted(await db.find(Person, id=list(ids)), key=lambda person: person.name.casefold())


def session_expiry(now: datetime) -> datetime:
    """Return the first of a month: a finer time would tell when somebody was here."""
    last = now + retention.SESSIONS
    return datetime(last.year, last.month, 1, tzinfo=UTC)

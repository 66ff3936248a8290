"""The browsers in which a person is signed in, in words. Pure."""

from collections.abc import Sequence

from bot.core.i18n import Translator
from bot.core.models import BrowserSession, Person, SignInMethod


def describe_browser(t: Translator, person: Person, session: BrowserSession) -> str:
    """Return `Chrome on Windows, by a link in an email, until 1 August 2026`."""
    return t(
        "{browser}, {how}, until {day}",
        browser=session.device or t("A browser"),
        how=_how(t, person, session.method),
        day=t.full_day(session.expires_at),
    )


def ordered(sessions: Sequence[BrowserSession]) -> list[BrowserSession]:
    """Return the sessions in an order that tells nothing about when somebody was here."""
    return sorted(sessions, key=lambda session: (session.device or "", session.expires_at, session.id))


def _how(t: Translator, person: Person, method: SignInMethod | None) -> str:
    match method:
        case SignInMethod.LINK:
            how = t("by a sign-in link")
        case SignInMethod.EMAIL:
            how = t("by a link in an email")
        case SignInMethod.FORM:
            how = t("when you started or joined a partnership")
        case SignInMethod.ACCOUNT:
            how = t("with your {platform} account", platform=person.address.platform.title())
        case _:  # before it was stored
            how = t("signed in before we noted how")
    return how

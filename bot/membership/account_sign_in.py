"""Organisations that require of their coordinators to sign in with an account of theirs, not with a link."""

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import BrowserSession, Member, Organisation, Role, SignInMethod
from bot.core.ports import Transaction


def used_account(session: BrowserSession | None) -> bool:
    """Return True for somebody who writes in a chat, which knows their account, or who signed in with it."""
    return session is None or session.method is SignInMethod.ACCOUNT


async def may_act_in_role(db: Transaction, member: Member, session: BrowserSession | None) -> bool:
    """Return False for a coordinator who signed in with a link although their organisation requires an
    account. They can do what every member can."""
    if member.role is not Role.COORDINATOR or used_account(session):
        return True
    organisation = await db.get(Organisation, member.organisation)
    return organisation.account_required_at is None


async def require_role_by_account(
    db: Transaction, member: Member, session: BrowserSession | None, t: Translator
) -> None:
    """Raise Refusal unless a member may act in their role."""
    if not await may_act_in_role(db, member, session):
        raise Refusal(
            t(
                "Your organisation asks its coordinators to sign in with an account. In your settings, "
                "choose “Sign in with your account”. Then try again."
            )
        )

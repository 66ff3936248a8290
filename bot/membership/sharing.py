"""Share links: made and stopped by leads and coordinators, listed for every member, opened by observers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import N_, Translator
from bot.core.models import Member, Partnership, hash_secret
from bot.core.ports import Ids, Transaction
from bot.core.sharing import HubShare
from bot.core.timezones import DAY, local_date
from bot.membership.roster import id_or_token

DEFAULT_DAYS, MAX_DAYS = 30, 365  # from today to the last day
MAX_VALID = 20  # links of a partnership at a time
MAX_PAST = 10  # links that do not work any more, the newest, that are listed
PARTS = {
    "overview": N_("Overview"),
    "themes": N_("Themes"),
    "rounds": N_("Rounds"),
    "timeline": N_("Timeline"),
    "outcomes": N_("Shared outcomes"),
    "evidence": N_("Evidence log"),
    "yearly": N_("Yearly look"),
}
"""The parts of the hub that can be shared, by value of `HubPart`, in the order in which they are listed."""
DEFAULT_PARTS = ("overview", "themes", "rounds", "outcomes")
"""The parts that are shared unless others are chosen: those that consist of what members wrote are not."""
_MAX_DIGITS = 6
_QUOTATION_MARKS = str.maketrans("", "", '"“”„')


@dataclass(frozen=True, slots=True)
class ShareDraft:
    """A share link as a lead asks for it. `parts` are keys of `PARTS`; `today` and `valid_until` are dates in
    the partnership's time zone."""

    name: str
    parts: tuple[str, ...]
    today: date
    valid_until: date


def is_valid(share: HubShare, partnership: Partnership, now: datetime) -> bool:
    """Return True if a share link still opens the hub of its partnership."""
    return (
        share.stopped_at is None
        and partnership.ended_at is None
        and local_date(now, partnership.zone) <= share.valid_until
    )


def without_quotation_marks(name: str) -> str:
    """Return a name without what would end it in a sentence."""
    return name.translate(_QUOTATION_MARKS).strip()


def share_path(secret: str) -> str:
    return f"/shared/{secret}"


async def add_share(
    db: Transaction, ids: Ids, member: Member, draft: ShareDraft, now: datetime, t: Translator
) -> tuple[HubShare, str]:
    """Add a share link to a member's partnership. Returns it with its secret, which is kept nowhere. Raises
    Refusal."""
    partnership = await db.get_for_update(Partnership, member.partnership)  # two may be made at a time
    shares = await find_shares(db, partnership)
    if sum(is_valid(share, partnership, now) for share in shares) >= MAX_VALID:
        raise Refusal(
            t("You already have {most} share links, which is the limit. Stop one first.", most=MAX_VALID),
            ((t("Show the share links"), "share links"),),
        )
    if not draft.today <= draft.valid_until <= draft.today + MAX_DAYS * DAY:
        raise Refusal(
            t(
                "A share link can work for up to a year. Choose a last day between {first} and {last}.",
                first=t.full_day(draft.today),
                last=t.full_day(draft.today + MAX_DAYS * DAY),
            )
        )
    secret = ids.new() + ids.new()
    share = HubShare(
        hash_secret(secret),
        partnership.id,
        shares[0].number + 1 if shares else 1,
        sanitise.validate_name(without_quotation_marks(draft.name), t),
        draft.parts,
        id_or_token(member),
        now,
        draft.valid_until,
    )
    await db.add(share)
    return share, secret


async def find_shares(db: Transaction, partnership: Partnership) -> list[HubShare]:
    """Return all share links of a partnership, the newest first."""
    shares = await db.find(HubShare, partnership=partnership.id)
    return sorted(shares, key=lambda share: share.number, reverse=True)


def split_by_validity(
    shares: Sequence[HubShare], partnership: Partnership, now: datetime
) -> tuple[list[HubShare], list[HubShare]]:
    """Return the share links that work, and the first of the others."""
    valid = [share for share in shares if is_valid(share, partnership, now)]
    return valid, [share for share in shares if share not in valid][:MAX_PAST]


def tokens_in(shares: Sequence[HubShare]) -> set[str]:
    """Return the tokens of the members who made or stopped these links."""
    return {token for share in shares for token in (share.made_by, share.stopped_by) if token}


async def require_share(
    db: Transaction, partnership: Partnership, number: str, now: datetime, t: Translator
) -> HubShare:
    """Return the share link with a number, as it was typed, if it still works. Raises Refusal."""
    parsed = int(number) if number.isdecimal() and len(number) <= _MAX_DIGITS else 0
    share = await db.first(HubShare, partnership=partnership.id, number=parsed)
    if share is None or not is_valid(share, partnership, now):
        raise Refusal(
            t("There is no working share link {n}. Look at the list to see the numbers.", n=number[:20]),
            ((t("Show the share links"), "share links"),),
        )
    return share


async def stop_share(db: Transaction, share: HubShare, member: Member, now: datetime) -> None:
    """Stop a share link for good."""
    await db.update_if_unchanged(share, stopped_at=now, stopped_by=id_or_token(member))


async def find_by_secret(db: Transaction, secret: str) -> HubShare | None:
    return await db.first(HubShare, id=hash_secret(secret))


async def count_opening(db: Transaction, secret: str) -> None:
    """Count one opening of the share link with this secret, if there is one."""
    if share := await find_by_secret(db, secret):
        share = await db.get_for_update(HubShare, share.id)
        await db.update_if_unchanged(share, opened=share.opened + 1)

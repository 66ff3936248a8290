"""Starting a partnership, its join codes and channels, and the replies its results need."""

from datetime import datetime, timedelta

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import N_, Translator
from bot.core.models import (
    Address,
    Channel,
    JoinCode,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    web_address,
)
from bot.core.ports import Ids, Transaction
from bot.membership import permissions, weekly_summaries

JOIN_CODE_VALID_FOR = timedelta(days=14)
UNNAMED = N_("First organisation")  # the name of an organisation whose founder has not given it one
MIN_THRESHOLD, MAX_THRESHOLD = 5, 20  # replies that results may be made to need


async def start(
    db: Transaction,
    ids: Ids,
    founder: Person,
    name: str,
    organisation_name: str,
    now: datetime,
    t: Translator,
) -> Partnership:
    """Start a partnership with its founder as the coordinator, in an organisation with this name. If that is
    empty they name it later.

    It has a channel on Accord's own pages from the start, so results always have somewhere to go. Raises
    Refusal."""
    name = sanitise.validate_name(name, t, least=3)
    organisation_name = sanitise.validate_name(organisation_name or t(UNNAMED), t)
    if ":" in name:
        raise Refusal(t("The name of a partnership cannot have a colon. Choose another name."))
    memberships = await permissions.memberships_of(db, founder)
    if sanitise.fold(name) in {sanitise.fold(partnership.name) for _, partnership in memberships}:
        raise Refusal(
            t("You are already in a partnership called {name}. Choose another name for this one.", name=name)
        )
    partnership = Partnership(ids.new(), name, founder.zone, founder.language, now)
    organisation = Organisation(ids.new(), partnership.id, organisation_name, MembershipStatus.ACTIVE)
    coordinator = Member(
        ids.new(),
        partnership.id,
        organisation.id,
        founder.id,
        Role.COORDINATOR,
        MembershipStatus.ACTIVE,
        now,
    )
    channel = Channel(ids.new(), partnership.id, web_address(partnership.id), name)
    await db.add(partnership, organisation, coordinator, channel)
    await weekly_summaries.enrol(db, coordinator, now)
    return partnership


async def create_join_code(db: Transaction, ids: Ids, partnership: Partnership, now: datetime) -> JoinCode:
    """Create a code with which others can ask to join a partnership."""
    code = JoinCode(ids.code(), partnership.id, now + JOIN_CODE_VALID_FOR)
    await db.add(code)
    return code


async def add_channel(
    db: Transaction,
    ids: Ids,
    partnership: Partnership,
    address: Address,
    within: Address | None,
    name: str = "",
) -> bool:
    """Post a partnership's summaries at this address from now on. Return False if they are already."""
    if await db.count(Channel, partnership=partnership.id, address=address):
        return False
    name = sanitise.display_name(name) or address.platform
    await db.add(Channel(ids.new(), partnership.id, address, name, within))
    return True


async def count_active_members(db: Transaction, partnership: Partnership) -> int:
    return await db.count(Member, partnership=partnership.id, standing=MembershipStatus.ACTIVE)


async def lowest_threshold(db: Transaction, partnership: Partnership) -> int:
    """Return the lowest number of replies that results may be made to need: after the first round it never
    falls."""
    return partnership.threshold if await db.count(Round, partnership=partnership.id) else MIN_THRESHOLD


async def raise_threshold(db: Transaction, partnership: Partnership, replies: str, t: Translator) -> int:
    """Set how many replies results need, and return the number. Raises Refusal.

    Before the first round it may be set to any allowed number. After that it never falls: earlier results
    were safe to show at the threshold of their time, and a later result shown with one reply fewer could be
    subtracted from them. Nor may it rise above the number of members, for there would be no way back; nor
    change while a round is open, for then `status` would tell how many have replied.
    """
    threshold = int(replies) if replies.isdecimal() and len(replies) < 3 else 0
    if not MIN_THRESHOLD <= threshold <= MAX_THRESHOLD:
        raise Refusal(
            t(
                "Results can need from {fewest} to {most} replies. Choose one of these numbers: for example, "
                "type threshold 8",
                fewest=MIN_THRESHOLD,
                most=MAX_THRESHOLD,
            )
        )
    if await db.count(Round, partnership=partnership.id):
        await _require_may_raise(db, partnership, threshold, t)
    await db.update_if_unchanged(partnership, threshold=threshold)
    return threshold


async def _require_may_raise(
    db: Transaction, partnership: Partnership, threshold: int, t: Translator
) -> None:
    if partnership.round:
        raise Refusal(
            t(
                "A round is open, and people answer on the number of replies that held when it opened. "
                "Change the number after the round closes."
            )
        )
    if threshold < partnership.threshold:
        raise Refusal(
            t(
                "We promised members that results need {n} replies, so you can only raise this number.",
                n=partnership.threshold,
            )
        )
    active = await count_active_members(db, partnership)
    if threshold > max(active, partnership.threshold):
        raise Refusal(
            t(
                "Only {n} people have joined. With a higher number there would be no results, and you could "
                "never lower it again. Choose a smaller number.",
                n=active,
            )
        )

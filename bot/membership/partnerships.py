"""A partnership begins, invites others, and says where and from how many replies on its results are shown."""

from datetime import datetime, timedelta

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
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
from bot.membership import permissions

JOIN_CODE_VALID_FOR = timedelta(days=14)
MIN_THRESHOLD, MAX_THRESHOLD = 5, 20  # replies that results may be made to need


async def start(
    db: Transaction, ids: Ids, founder: Person, name: str, now: datetime, t: Translator
) -> tuple[Partnership, Organisation]:
    """The founder coordinates it, in an organisation that they name later. It has a place on Accord's own
    pages from the start, so results always have somewhere to go. Raises Refusal."""
    name = sanitise.validate_name(name, t, least=3)
    if ":" in name:
        raise Refusal(t("It was not started: its name cannot hold a colon. Say it again without one."))
    mine = {sanitise.fold(each.name) for _, each in await permissions.memberships_of(db, founder)}
    if sanitise.fold(name) in mine:
        raise Refusal(
            t(
                "It was not started: you are in a partnership called {name} already. Choose another name.",
                name=name,
            )
        )
    partnership = Partnership(ids.new(), name, founder.zone, founder.language, now)
    organisation = Organisation(ids.new(), partnership.id, t("First organisation"), MembershipStatus.ACTIVE)
    place = (partnership.id, organisation.id, founder.id)
    await db.add(
        partnership,
        organisation,
        Member(ids.new(), *place, Role.COORDINATOR, MembershipStatus.ACTIVE, now),
        Channel(ids.new(), partnership.id, web_address(partnership.id), name),
    )
    return partnership, organisation


async def create_join_code(db: Transaction, ids: Ids, partnership: Partnership, now: datetime) -> JoinCode:
    code = JoinCode(ids.code(), partnership.id, now + JOIN_CODE_VALID_FOR)
    await db.add(code)
    return code


async def add_channel(
    db: Transaction, ids: Ids, partnership: Partnership, where: Address, within: Address | None
) -> bool:
    """Whether this place is new to the partnership: its summaries are posted there from now on."""
    if await db.count(Channel, partnership=partnership.id, address=where):
        return False
    await db.add(Channel(ids.new(), partnership.id, where, where.platform, within))
    return True


async def raise_threshold(db: Transaction, partnership: Partnership, replies: str, t: Translator) -> int:
    """How many replies results need from now on. Raises Refusal.

    Before the first round it may be set to anything allowed. After that it never falls: what was shown of
    earlier rounds was shown to be safe at the number that held then, and a later round that is shown with
    one person fewer could be subtracted from it. Nor may it rise above the number of members, for there
    would be no way back; nor while a round is open, for then `status` would tell how many have replied.
    """
    wanted = int(replies) if replies.isdecimal() and len(replies) < 3 else 0
    if not MIN_THRESHOLD <= wanted <= MAX_THRESHOLD:
        raise Refusal(
            t(
                "It was not changed: results can be made to need from {fewest} to {most} replies. Say "
                "for example: threshold 8",
                fewest=MIN_THRESHOLD,
                most=MAX_THRESHOLD,
            )
        )
    if await db.count(Round, partnership=partnership.id):
        await _after_rounds(db, partnership, wanted, t)
    await db.update_if_unchanged(partnership, threshold=wanted)
    return wanted


async def _after_rounds(db: Transaction, partnership: Partnership, wanted: int, t: Translator) -> None:
    if partnership.round:
        raise Refusal(
            t(
                "It was not changed: a round is open, and people answer on what held when it began. "
                "Say it again when it has closed."
            )
        )
    if wanted < partnership.threshold:
        raise Refusal(
            t(
                "It was not changed: members have answered on the promise that results need {n} "
                "replies, so it can only be raised.",
                n=partnership.threshold,
            )
        )
    there = await db.count(Member, partnership=partnership.id, standing=MembershipStatus.ACTIVE)
    if wanted > max(there, partnership.threshold):
        raise Refusal(
            t(
                "It was not changed: only {n} are in, so no results could be shown, and it can never "
                "be lowered again. Choose a smaller number.",
                n=there,
            )
        )

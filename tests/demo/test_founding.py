from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Person
from bot.core.outcomes import SharedOutcome
from bot.demo.founding import found_partnership
from bot.demo.partnership import HARBOUR_TOGETHER
from bot.settings import Settings
from tests.support.fakes import SetClock

THURSDAY = datetime(2026, 3, 5, 14, tzinfo=UTC)


async def test_the_demo_is_founded_by_the_products_own_sentences(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="", keys_url="")
    async with app.open_application(settings, SetClock(THURSDAY)) as accord:
        users = await found_partnership(accord.bot, accord.worker, HARBOUR_TOGETHER)
        async with accord.bot.context.store.read_only() as db:
            (partnership,) = await db.find(Partnership)
            organisations = {each.id: each for each in await db.find(Organisation)}
            people = {each.id: each for each in await db.find(Person)}
            members = await db.find(Member)
            outcomes = await db.find(SharedOutcome)
    there = {
        people[each.person].name: (
            organisations[each.organisation].name,
            each.role,
            people[each.person].language,
        )
        for each in members
        if each.standing is MembershipStatus.ACTIVE
    }
    assert there == {
        member.name: (partner.name, member.role, member.language)
        for partner in HARBOUR_TOGETHER.partners
        for member in partner.members
    }
    assert {each.name: each.lead_body for each in organisations.values()} == {
        each.name: each.lead_body for each in HARBOUR_TOGETHER.partners
    }
    assert {name: user.address for name, user in users.items()} == {
        each.name: each.address for each in people.values()
    }
    profile = {"field": partnership.field, "kind": partnership.kind, "degree": partnership.degree}
    assert profile == dict(HARBOUR_TOGETHER.profile)
    assert (partnership.name, partnership.purpose) == (HARBOUR_TOGETHER.name, HARBOUR_TOGETHER.purpose)
    assert {
        (outcome.name, outcome.unit, outcome.better, outcome.source, entered_by.name)
        for outcome in outcomes
        for entered_by in organisations.values()
        if outcome.entered_by == f"organisation:{entered_by.id}"
    } == {
        (planned.name, planned.unit, planned.better, planned.source, planned.entered_by)
        for planned in HARBOUR_TOGETHER.outcomes
    }
    assert partnership.next_round_at == datetime(2026, 3, 10, 10, tzinfo=UTC)

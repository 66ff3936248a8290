"""Share links: who makes and stops them, what they show, and what everybody can see of them."""

from datetime import date

import pytest

from bot.core.cards import ShareLink
from bot.core.models import Person, hash_secret
from bot.core.sharing import HubShare
from bot.handlers.form_flow import ShowCard, ShowForm
from bot.membership.sharing import MAX_VALID, PARTS
from tests.handlers.test_each_form import fills_in
from tests.support.cast import AMIRA, BEN, DILYS, EFE, SIX
from tests.support.databases import each_database
from tests.support.read_cards import buttons, facts, labels, reason, words
from tests.support.scenario import Scenario

pytestmark = each_database

BOARD = 'share the hub with "the May board" until 3 June showing themes and outcomes'


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    await scenario.create_partnership(*SIX)
    return scenario


async def test_a_lead_makes_a_link_and_sees_its_address_once(harbour: Scenario) -> None:
    card = await harbour.says(BEN, BOARD, shared=True)
    (link,) = [part for part in card.parts if isinstance(part, ShareLink)]
    secret = link.path.removeprefix("/shared/")
    assert (card.private, link.is_secret) == (True, True)
    assert facts(card) == {
        "Shared with": "the May board",
        "They can see": "Themes, Shared outcomes",
        "Works until": "3 June 2026",
    }
    assert await harbour.one(HubShare) == HubShare(
        *(hash_secret(secret), "harbour", 1, "the May board", ("themes", "outcomes")),
        *(f"member:{BEN.member}", harbour.clock.now(), date(2026, 6, 3)),
    )
    assert secret not in words(await harbour.says(BEN, "share links"))


async def test_a_link_lasts_thirty_days_and_shows_numbers_only_unless_told_otherwise(
    harbour: Scenario,
) -> None:
    card = await harbour.says(BEN, "share the hub with our funder")
    assert facts(card)["Works until"] == "1 April 2026"
    assert facts(card)["They can see"] == "Overview, Themes, Rounds, Shared outcomes"
    card = await harbour.says(BEN, "share results with our funder showing everything")
    assert facts(card)["They can see"] == ", ".join(PARTS.values())


async def test_members_cannot_share_but_see_what_is_shared(harbour: Scenario) -> None:
    assert "Only a lead or a coordinator" in reason(await harbour.says(EFE, BOARD))
    assert "not sharing results" in words(await harbour.says(EFE, "share links"))
    await harbour.says(BEN, BOARD)
    card = await harbour.says(EFE, "share links")
    assert (
        "1. the May board · Themes, Shared outcomes · until 3 June 2026 · not opened yet · "
        "made by Ben Okoro on 2 March 2026"
    ) in words(card)
    assert labels(card) == []
    assert "Only a lead or a coordinator" in reason(await harbour.says(EFE, "stop sharing 1"))


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("share the hub with x", "A name needs 2 to 80 characters"),
        ("share the hub with the board until the day after never", "We did not understand that date"),
        ("share the hub with the board until 1 March 2026", "Choose a last day between 2 March 2026"),
        ("share the hub with the board until 3 March 2027", "and 2 March 2027"),
        ("share the hub with the board showing comments", "“comments” is not a part of the hub"),
        ("share the hub with the board showing themes, manage", "The parts are: overview, themes,"),
        ("stop sharing 1", "There is no working share link 1"),
        ("stop sharing everything", "There is no working share link everything"),
    ],
)
async def test_a_refusal_says_what_to_do_instead(harbour: Scenario, sentence: str, why: str) -> None:
    assert why in reason(await harbour.says(BEN, sentence))
    assert await harbour.all(HubShare) == []


async def test_any_lead_stops_a_link_in_two_steps(harbour: Scenario) -> None:
    await harbour.says(BEN, BOARD)
    card = await harbour.presses(DILYS, "Stop 1. the May board", on=await harbour.says(DILYS, "share links"))
    assert card.title == "Stop sharing with the May board?"
    assert [button.kind for button in buttons(card)] == ["danger", "secondary"]
    assert (await harbour.one(HubShare)).stopped_at is None
    assert (await harbour.presses(DILYS, "Stop sharing")).title == "Sharing stopped"
    share = await harbour.one(HubShare)
    assert (share.stopped_at, share.stopped_by) == (harbour.clock.now(), f"member:{DILYS.member}")
    listed = words(await harbour.says(EFE, "share links"))
    assert "stopped by Dilys on 2 March 2026" in listed
    assert "no working share link 1" in reason(await harbour.says(DILYS, "stop sharing 1"))


async def test_a_link_stays_listed_when_its_maker_leaves_or_is_erased(harbour: Scenario) -> None:
    await harbour.says(BEN, BOARD)
    await harbour.says(BEN, "leave now")
    assert "made by Ben Okoro" in words(await harbour.says(EFE, "share links"))
    await harbour.says(BEN, "forget me now")
    assert await harbour.all(Person, name="Ben Okoro") == []
    assert "made on 2 March 2026" in words(await harbour.says(EFE, "share links"))
    await harbour.says(AMIRA, "stop sharing 1 now")
    await harbour.says(AMIRA, "make Efe coordinator now")
    await harbour.says(AMIRA, "forget me now")
    assert "stopped on 2 March 2026" in words(await harbour.says(EFE, "share links"))


async def test_a_partnership_has_so_many_links_at_a_time(harbour: Scenario) -> None:
    for number in range(MAX_VALID):
        await harbour.says(BEN, f"share the hub with board {number}")
    assert "which is the limit" in reason(await harbour.says(BEN, BOARD))
    await harbour.says(BEN, "stop sharing 3 now")
    await harbour.says(BEN, BOARD)
    assert len(await harbour.all(HubShare)) == MAX_VALID + 1


async def test_the_form_makes_the_same_link(harbour: Scenario) -> None:
    step = await fills_in(harbour, "share", name="the “May” board until noon", parts="themes,outcomes")
    assert isinstance(step, ShowCard)
    share = await harbour.one(HubShare)
    assert (share.name, share.parts) == ("the May board until noon", ("themes", "outcomes"))
    assert share.valid_until == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "", "parts": "themes"}, "name"),
        ({"name": "the board", "parts": ""}, "parts"),
        ({"name": "the board", "parts": "comments"}, "parts"),
        ({"name": "the board", "parts": "themes", "until": "2036-01-01"}, "until"),
        ({"name": "x", "parts": "themes"}, "name"),
    ],
)
async def test_the_form_says_at_its_field_what_is_wrong(
    harbour: Scenario, values: dict[str, str], field: str
) -> None:
    step = await fills_in(harbour, "share", **values)
    assert isinstance(step, ShowForm)
    assert [problem.field for problem in step.problems] == [field]
    assert await harbour.all(HubShare) == []

"""The evidence log of a hub: what members see of it, and what others do."""

from dataclasses import replace
from typing import cast

import pytest

from bot.core.errors import NotFound
from bot.core.followups import Note
from bot.core.models import Partnership
from bot.core.ports import Transaction
from bot.handlers.hub.access import FOR_MEMBERS, HubPart, HubReader, HubRequest
from bot.handlers.hub.evidence import EvidencePage, EvidenceView
from bot.handlers.hub.nameless import NamelessTransaction
from tests.support.cast import AMIRA, BEN, CERYS, EFE, SIX
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario


async def page(scenario: Scenario, number: int = 1) -> EvidencePage:
    return await read(scenario, BEN, EvidenceView(number))


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    """Fourteen rounds, a note of 16 February 2026, and two open actions; it is early in March."""
    await make_history(scenario)
    return scenario


async def test_before_the_first_round_there_is_nothing_to_compare(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    empty = await page(scenario)
    assert (empty.entries, empty.pages, empty.removed) == ((), 1, ())
    await scenario.says(EFE, "note A new chair")
    (entry,) = (await page(scenario)).entries
    assert (entry.compared.rows, entry.compared.shared) == ((), ("No round has closed yet.",))


async def test_a_note_is_compared_with_the_rounds_before_and_after_it(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "note We share figures on 1 December 2025")
    number = (await harbour.all(Note))[-1].number
    entry = (await page(harbour)).entries[-1]
    assert (entry.anchor, entry.label, entry.words) == (
        f"note-{number}",
        f"Note {number}",
        "We share figures",
    )
    assert [(row.theme, row.before, row.after, row.points) for row in entry.compared.rows] == [
        (theme, "4.1", "4.1", 2) for theme in ("Trust", "Shared purpose", "Power balance")
    ]
    assert entry.compared.shared == ("Other changes in the same time: note 1.",)


async def test_an_action_that_was_done_is_an_entry_and_can_be_described(harbour: Scenario) -> None:
    await harbour.says(BEN, "done 1")
    await harbour.says(CERYS, "describe action 1 took Two days")
    entry = (await page(harbour)).entries[0]
    assert entry.label == "Action 1, done"
    assert [(part.title, part.words) for part in entry.parts] == [("What it took", "Two days")]
    assert entry.parts[0].note.startswith("written by Cerys")
    assert entry.missing == (
        "Not described yet: how it is thought to work and what followed, in members’ words."
    )


async def test_readers_who_are_not_members_see_no_names(harbour: Scenario) -> None:
    await harbour.says(CERYS, "describe note 1 took Two days")
    t, parts = harbour.context.translator(language="en"), frozenset({HubPart.EVIDENCE})
    reader = HubReader(await harbour.one(Partnership), t, parts)
    async with harbour.store.read_only() as db:
        nameless = cast("Transaction", NamelessTransaction(db, t))
        request = HubRequest(nameless, harbour.context, harbour.clock.now(), reader)
        shown = await EvidenceView().load(request)
    assert "Cerys" not in repr(shown)
    assert shown.entries[0].parts[0].note.startswith("written by a member on ")


async def test_what_was_removed_is_named_without_its_words(harbour: Scenario) -> None:
    await harbour.says(BEN, "done 1")
    await harbour.says(CERYS, "describe note 1 took Two days")
    await harbour.says(AMIRA, "remove note 1 now")
    await harbour.says(AMIRA, "remove action 1 now")
    shown = await page(harbour)
    assert sorted(entry.label for entry in shown.removed) == ["Action 1", "Note 1"]
    assert "new chair" not in repr(shown)
    assert "Two days" not in repr(shown)


async def test_a_page_names_the_profile_and_the_gaps(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "profile field health and social care")
    shown = await page(harbour)
    assert shown.profile.startswith("health and social care · ")
    assert shown.profile.endswith(" · 12 members")
    assert "Trust, shared purpose and power balance: too few rounds have closed since the newest entry." in (
        shown.gaps
    )
    assert "Too early to compare: note 1." in shown.gaps


async def test_many_entries_are_cut_into_pages(harbour: Scenario) -> None:
    for number in range(2, 12):
        await harbour.says(EFE, f"note Change {number}")
    first, second = await page(harbour), await page(harbour, 2)
    assert (len(first.entries), len(second.entries), first.pages) == (10, 1, 2)
    for number in (0, 3):
        with pytest.raises(NotFound):
            await page(harbour, number)


async def test_an_open_round_changes_nothing(harbour: Scenario) -> None:
    """Whoever replies, and when, the log stays as it is until the round closes."""
    before = await page(harbour)
    await harbour.passes(days=10)
    await harbour.open_round()
    opened = replace(await page(harbour), gaps=before.gaps)
    await harbour.fill(1, 1, 1, 1, 1, 1)
    assert opened == replace(await page(harbour), gaps=before.gaps) == before
    assert HubPart.EVIDENCE in FOR_MEMBERS

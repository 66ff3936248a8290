"""What is said about notes, rebases and trends, and what comes back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.cards import Chart
from bot.core.followups import Note, Rebase
from bot.handlers import views
from bot.rounds import notes
from tests.support.cast import AMIRA, BEN, EFE, SIX
from tests.support.read_cards import facts, labels, reason, words
from tests.support.scenario import Scenario

NO_TREND = (
    "Nothing was done: only Trust, Shared purpose and Power balance are asked about in every round, and so "
    "have a trend."
)


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    await scenario.create_partnership(*SIX)
    return scenario


@pytest.fixture
async def measured(scenario: Scenario) -> Scenario:
    """Two rounds, which closed on 6 and 20 March; it is 23 March."""
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes(days=14, hours=1)
    await scenario.fill(3, 3, 3, 3, 3, 3)
    await scenario.passes_until(23)
    return scenario


async def picture(scenario: Scenario, said: str = "trends") -> Chart:
    (chart,) = [part for part in (await scenario.says(EFE, said)).parts if isinstance(part, Chart)]
    return chart


async def test_anybody_who_is_in_may_note_what_has_changed(harbour: Scenario) -> None:
    card = await harbour.says(EFE, "note A new chair", shared=True)
    assert words(card) == (
        "Noted\n2 March 2026: A new chair\n"
        "It is drawn on the trend, with the first round that closes on that day or later.\n"
        "See the trends\nAll notes"
    )
    assert not card.private


@pytest.mark.parametrize(
    ("said", "text", "on"),
    [
        ("A new chair on 27 February", "A new chair", date(2026, 2, 27)),
        ("A new chair on 3 May", "A new chair", date(2025, 5, 3)),
        ("A chair on the board on Friday", "A chair on the board", date(2026, 2, 27)),
        ("A chair on the board", "A chair on the board", date(2026, 3, 2)),
        ("We agreed on 5 aims", "We agreed on 5 aims", date(2026, 3, 2)),
        ("A new chair on 2 March", "A new chair", date(2026, 3, 2)),
    ],
)
async def test_a_note_is_of_today_or_of_the_last_such_day(
    harbour: Scenario, said: str, text: str, on: date
) -> None:
    await harbour.says(EFE, f"note {said}")
    made = await harbour.one(Note)
    assert (made.words, made.on) == (text, on)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "A new chair on 31 February",
            "The note was not kept: I did not understand the date. Say for example: on 3 May",
        ),
        (
            "A new chair on 3 March 2026",
            "The note was not kept: 3 March 2026 is still to come. Note it when it has happened.",
        ),
        (
            "A new chair on tomorrow",
            "The note was not kept: 3 March 2026 is still to come. Note it when it has happened.",
        ),
        ("x" * 201, "That was not done: I can keep 1 to 200 characters of it. Say it again, shorter."),
        ("x" * 10_000, "That was not done: it is longer than 2000 characters. Say it shorter."),
    ],
)
async def test_what_cannot_be_noted_is_refused(harbour: Scenario, said: str, told: str) -> None:
    assert reason(await harbour.says(EFE, f"note {said}")) == told
    assert await harbour.all(Note) == []


async def test_there_is_an_end_to_notes(harbour: Scenario) -> None:
    async with harbour.store.transaction() as db:
        await db.add(*(Note(f"n{n}", "harbour", date(2026, 1, 1), "x") for n in range(notes.MAX_NOTES)))
    assert reason(await harbour.says(EFE, "note One more")) == (
        "The note was not kept: 200 is as many as I can keep."
    )


async def test_notes_are_listed_the_newest_first(measured: Scenario) -> None:
    assert words(await measured.says(EFE, "notes")) == (
        "Harbour Together: notes\nNothing is noted yet.\nWhat has changed"
    )
    await measured.writes(EFE, "A new chair on 1 March")
    await measured.says(EFE, "note The shelter joined on 9 March")
    await measured.says(AMIRA, "rebase trust on 10 March because half of us are new")
    await measured.says(AMIRA, "rebase power on 12 March because of a new chair")
    assert words(await measured.says(EFE, "notes")) == (
        "Harbour Together: notes\n9 March 2026: The shelter joined\n1 March 2026: A new chair\n"
        "Measured anew:\n12 March 2026: Power balance, because of a new chair (Amira Khan)\n"
        "10 March 2026: Trust, because half of us are new (Amira Khan)\nWhat has changed"
    )


async def test_a_coordinator_has_a_theme_measured_anew_and_is_named_with_the_reason(
    measured: Scenario,
) -> None:
    card = await measured.says(AMIRA, "rebase trust on 10 March because half of us are new", shared=True)
    assert words(card) == (
        "Measured anew\nFrom 10 March 2026 on Trust is measured anew. Until 13 rounds have counted, the "
        "rules for early rounds apply. What was said of earlier rounds stays.\n"
        "10 March 2026: Trust, because half of us are new (Amira Khan)\nSee the trends"
    )
    assert not card.private
    made = await measured.one(Rebase)
    assert made == replace(
        made,
        theme="trust",
        from_at=datetime(2026, 3, 10, tzinfo=UTC),
        reason="half of us are new",
        author=AMIRA.member,
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "trust on 31 February because x",
            (
                "Nothing was changed: I did not understand the date. Say for example: rebase trust on 3 May "
                "because half of us are new"
            ),
        ),
        (
            "trust on 2026-03-24 because x",
            "Nothing was changed: 24 March 2026 is still to come. Say it on that day.",
        ),
        (
            "trust on 6 March because x",
            (
                "Nothing was changed: the first round closed on 6 March 2026, and all is measured from "
                "there. Say a later date."
            ),
        ),
        ("roles on 10 March because x", NO_TREND),
        ("love on 10 March because x", NO_TREND),
        (
            "trust on 10 March because " + "x" * 201,
            "That was not done: I can keep 1 to 200 characters of it. Say it again, shorter.",
        ),
    ],
)
async def test_a_rebase_that_cannot_be_is_refused(measured: Scenario, said: str, told: str) -> None:
    assert reason(await measured.says(AMIRA, f"rebase {said}")) == told
    assert await measured.all(Rebase) == []


async def test_nothing_is_measured_anew_before_a_round_has_closed(harbour: Scenario) -> None:
    assert reason(await harbour.says(AMIRA, "rebase trust on 1 March because x")) == (
        "Nothing was changed: no round has closed yet, so there is nothing to measure anew."
    )


async def test_a_theme_is_measured_anew_once_a_day_and_by_coordinators_alone(measured: Scenario) -> None:
    again = "rebase trust on 10 March because x"
    assert reason(await measured.says(BEN, again)) == (
        "That was not done: only a coordinator can. Say members to see who that is."
    )
    await measured.says(AMIRA, again)
    assert reason(await measured.says(AMIRA, again)) == (
        "Nothing was changed: it is measured anew from 10 March 2026 on already."
    )


async def test_trends_are_a_picture_with_the_numbers_of_the_last_rounds(measured: Scenario) -> None:
    card = await measured.says(EFE, "trends")
    assert facts(card) == {
        "Round 2, 20 March 2026": "Trust 3.0 · Shared purpose 3.0 · Power balance 3.0 · 6 of 6 replied",
        "Round 1, 6 March 2026": "Trust 4.0 · Shared purpose 4.0 · Power balance 4.0 · 6 of 6 replied",
    }
    assert [each.title for each in (await picture(measured)).panels] == [
        "Trust",
        "Shared purpose",
        "Power balance",
    ]


async def test_trends_of_one_theme_are_that_alone_also_at_the_address_of_the_picture(
    measured: Scenario,
) -> None:
    card = await measured.says(EFE, "trends power")
    assert facts(card)["Round 2, 20 March 2026"] == "Power balance 3.0 · 6 of 6 replied"
    for said in ("trends power", "trends"):
        shown = await picture(measured, said)
        async with measured.store.read_only() as db:
            assert await views.chart_by_name(db, measured.context, shown.name, "en") == shown


async def test_only_a_core_theme_has_a_trend(measured: Scenario) -> None:
    card = await measured.says(EFE, "trends roles")
    assert reason(card) == NO_TREND
    assert (await measured.presses(EFE, "Trust")).title == "Harbour Together: trends"
    assert labels(card) == ["Trust", "Shared purpose", "Power balance"]


async def test_before_the_first_close_there_is_nothing_to_draw(harbour: Scenario) -> None:
    assert words(await harbour.says(EFE, "trends")) == (
        "Harbour Together: trends\nThere is nothing to draw yet: no round has closed with enough replies."
    )


async def test_notes_and_rebases_are_drawn_and_what_came_after_is_listed(measured: Scenario) -> None:
    for said in ("Too early on 1 March", "The shelter joined on 9 March", "A new chair on 22 March"):
        await measured.says(EFE, f"note {said}")
    await measured.says(AMIRA, "rebase trust on 10 March because half of us are new")
    chart = await picture(measured)
    assert [[note.label for note in panel.notes] for panel in chart.panels] == [["1", "2"], ["1"], ["1"]]
    assert [note.words for note in chart.notes] == [
        "9 March 2026: The shelter joined",
        "10 March 2026: new baseline for trust, because half of us are new (Amira Khan, 23 March 2026)",
    ]
    assert "22 March 2026: A new chair" in words(await measured.says(EFE, "trends")).splitlines()


async def test_a_forgotten_coordinator_is_named_at_no_rebase(measured: Scenario) -> None:
    await measured.says(AMIRA, "rebase trust on 10 March because half of us are new")
    await measured.says(AMIRA, "forget me now")
    assert (
        "10 March 2026: Trust, because half of us are new"
        in words(await measured.says(EFE, "notes")).splitlines()
    )
    assert [each.words for each in (await picture(measured)).notes] == [
        "10 March 2026: new baseline for trust, because half of us are new (23 March 2026)"
    ]

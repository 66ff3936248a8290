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

NO_TREND = "“{}” has no trend. Only these themes do, because every round asks about them."


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    """It was founded a year ago, and today is Monday 2 March 2026."""
    await scenario.create_partnership(*SIX, founded_at=datetime(2025, 3, 1, tzinfo=UTC))
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
        "Note saved\n2 March 2026: A new chair (note 1)\nThe trend chart will show it from the first "
        "round that closes on or after that day.\nSee the trends\nAll notes"
    )
    assert not card.private


@pytest.mark.parametrize(
    ("said", "text", "on"),
    [
        ("A new chair on 27 February", "A new chair", date(2026, 2, 27)),
        ("A new chair on 3 May 2025", "A new chair", date(2025, 5, 3)),
        ("A new chair on 3 May 2024", "A new chair", date(2024, 5, 3)),
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
            "We did not understand that date. Type it like this: on 3 May",
        ),
        (
            "A new chair on 3 March 2026",
            "3 March 2026 has not come yet. Add the note when it has happened.",
        ),
        (
            "A new chair on tomorrow",
            "3 March 2026 has not come yet. Add the note when it has happened.",
        ),
        ("x" * 201, "Use between 1 and 200 characters, then try again."),
        ("x" * 10_000, "Your message is too long. Shorten it to 2000 characters and try again."),
    ],
)
async def test_what_cannot_be_noted_is_refused(harbour: Scenario, said: str, told: str) -> None:
    assert reason(await harbour.says(EFE, f"note {said}")) == told
    assert await harbour.all(Note) == []


async def test_there_is_an_end_to_notes(harbour: Scenario) -> None:
    async with harbour.store.transaction() as db:
        await db.add(*(Note(f"n{n}", "harbour", date(2026, 1, 1), "x") for n in range(notes.MAX_NOTES)))
    assert reason(await harbour.says(EFE, "note One more")) == (
        "You already have 200 notes, which is the limit. Remove one first."
    )


async def test_notes_are_listed_the_newest_first(measured: Scenario) -> None:
    assert words(await measured.says(EFE, "notes")) == (
        "Harbour Together: notes\nThere are no notes yet.\nWhat has changed\nRecord a change with a date"
    )
    await measured.writes(EFE, "A new chair on 1 March 2026")
    await measured.says(EFE, "note The shelter joined on 9 March")
    await measured.says(AMIRA, "start baseline trust on 10 March because half of us are new")
    await measured.says(AMIRA, "start baseline power on 12 March because of a new chair")
    assert words(await measured.says(EFE, "notes")) == (
        "Harbour Together: notes\n9 March 2026: The shelter joined (note 2)\n"
        "1 March 2026: A new chair (note 1)\nCorrect 2\nCorrect 1\nNew baselines\n"
        "Power balance: new baseline since 12 March 2026, set by Amira Khan on 23 March 2026, because of a "
        "new chair\nTrust: new baseline since 10 March 2026, set by Amira Khan on 23 March 2026, because "
        "half of us are new\nWhat has changed\nRecord a change with a date"
    )


async def test_a_new_baseline_is_set_in_a_second_step_that_names_what_changes(measured: Scenario) -> None:
    card = await measured.says(AMIRA, "rebase trust on 10 March because half of us are new", shared=True)
    assert words(card) == (
        "Start a new baseline for trust from 10 March 2026?\nFuture charts will compare with "
        "rounds since then. Until 13 rounds have counted, we use the rules for early rounds. "
        "Past charts stay as they are.\nReason: half of us are new\nStart a new baseline\nKeep the "
        "old one"
    )
    assert await measured.all(Rebase) == []
    card = await measured.presses(AMIRA, "Start a new baseline", shared=True)
    assert words(card) == (
        "New baseline for trust\nTrust: new baseline since 10 March 2026, set by Amira Khan on 23 "
        "March 2026, because half of us are new\nFuture charts will compare with rounds since "
        "then. Past charts stay as they are. You can undo this until the next round closes.\nSee "
        "the trends\nUndo the new baseline"
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
                "We did not understand that date. Type for example: rebase trust on 3 May because half "
                "of us are new"
            ),
        ),
        (
            "trust on 2026-03-24 because x",
            "24 March 2026 has not come yet. Start the new baseline on that day.",
        ),
        (
            "trust on 6 March because x",
            ("The first round closed on 6 March 2026, and the baseline starts there. Type a later date."),
        ),
        ("roles on 10 March because x", NO_TREND.format("roles")),
        ("love on 10 March because x", NO_TREND.format("love")),
        (
            "trust on 10 March because " + "x" * 201,
            "Use between 1 and 200 characters, then try again.",
        ),
    ],
)
async def test_a_rebase_that_cannot_be_is_refused(measured: Scenario, said: str, told: str) -> None:
    assert reason(await measured.says(AMIRA, f"rebase {said}")) == told
    assert await measured.all(Rebase) == []


async def test_no_baseline_starts_before_a_round_has_closed(harbour: Scenario) -> None:
    assert reason(await harbour.says(AMIRA, "rebase trust on 1 March because x")) == (
        "No round has closed yet. You can start a new baseline after the first one has."
    )


async def test_a_baseline_starts_once_a_day_and_by_coordinators_alone(measured: Scenario) -> None:
    again = "start baseline trust on 10 March because x"
    assert reason(await measured.says(BEN, again)) == (
        "Only a coordinator can do this. Your coordinator is Amira Khan."
    )
    await measured.says(AMIRA, again)
    assert reason(await measured.says(AMIRA, again)) == (
        "There is already a new baseline from 10 March 2026."
    )


async def test_trends_are_a_picture_with_the_numbers_of_the_last_rounds(measured: Scenario) -> None:
    card = await measured.says(EFE, "trends")
    assert facts(card) == {
        "Round 2, 20 March 2026": "Trust 3.0 · Shared purpose 3.0 · Power balance 3.0 · Replied 6 of 6",
        "Round 1, 6 March 2026": "Trust 4.0 · Shared purpose 4.0 · Power balance 4.0 · Replied 6 of 6",
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
    assert facts(card)["Round 2, 20 March 2026"] == "Power balance 3.0 · Gave a score 6 of 6"
    for said in ("trends power", "trends"):
        shown = await picture(measured, said)
        async with measured.store.read_only() as db:
            assert await views.chart_by_name(db, measured.context, shown.name, "en") == shown


async def test_only_a_core_theme_has_a_trend(measured: Scenario) -> None:
    card = await measured.says(EFE, "trends roles")
    assert reason(card) == NO_TREND.format("roles")
    assert (await measured.presses(EFE, "Trust")).title == "Harbour Together: trends"
    assert labels(card) == ["Trust", "Shared purpose", "Power balance"]


async def test_before_the_first_close_there_is_nothing_to_draw(harbour: Scenario) -> None:
    assert words(await harbour.says(EFE, "trends")) == (
        "Harbour Together: trends\nThere is no trend yet. It needs a scheduled round that closed "
        "with enough replies. Extra rounds do not count."
    )


async def test_notes_and_rebases_are_drawn_and_what_came_after_is_listed(measured: Scenario) -> None:
    for said in ("Too early on 1 March 2026", "The shelter joined on 9 March", "A new chair on 22 March"):
        await measured.says(EFE, f"note {said}")
    await measured.says(AMIRA, "start baseline trust on 10 March because half of us are new")
    chart = await picture(measured)
    assert [[note.label for note in panel.notes] for panel in chart.panels] == [["1", "2"], ["1"], ["1"]]
    assert [note.words for note in chart.notes] == [
        "9 March 2026: The shelter joined",
        "10 March 2026: new baseline for trust, because half of us are new (Amira Khan, 23 March 2026)",
    ]
    assert "22 March 2026: A new chair" in words(await measured.says(EFE, "trends")).splitlines()


async def test_a_forgotten_coordinator_is_named_at_no_rebase(measured: Scenario) -> None:
    await measured.says(AMIRA, "start baseline trust on 10 March because half of us are new")
    await measured.says(AMIRA, "forget me now")
    for said in ("notes", "trends", "trends trust"):
        assert (
            "Trust: new baseline since 10 March 2026, set by a coordinator on 23 March 2026, because half of "
            "us are new"
        ) in words(await measured.says(EFE, said)).splitlines()
    assert [each.words for each in (await picture(measured)).notes] == [
        "10 March 2026: new baseline for trust, because half of us are new (23 March 2026)"
    ]


async def test_a_baseline_of_an_older_version_is_listed_without_the_day_it_was_set(
    measured: Scenario,
) -> None:
    rebase = Rebase("b", "harbour", "trust", datetime(2026, 3, 10, tzinfo=UTC), "half of us are new", "gone")
    async with measured.store.transaction() as db:
        await db.add(rebase)
    line = "Trust: new baseline since 10 March 2026, because half of us are new"
    assert line in words(await measured.says(EFE, "trends")).splitlines()
    assert line not in words(await measured.says(EFE, "trends power")).splitlines()
    assert reason(await measured.says(AMIRA, "undo rebase trust")) == (
        "That theme has no new baseline to undo."
    )


async def test_a_new_baseline_can_be_undone_until_the_next_round_closes(measured: Scenario) -> None:
    before = await picture(measured)
    await measured.says(AMIRA, "start baseline trust on 10 March because half of us are new")
    with_it = await picture(measured)
    assert with_it != before
    assert reason(await measured.says(BEN, "undo rebase trust")).startswith("Only a coordinator can do this.")
    card = await measured.says(AMIRA, "undo rebase trust", shared=True)
    assert words(card) == (
        "New baseline undone\nWe’ve removed the new baseline for trust from 10 March 2026. Charts "
        "compare as they did before.\nSee the trends"
    )
    assert not card.private
    assert await picture(measured) == before
    await measured.says(AMIRA, "start baseline trust on 10 March because half of us are new")
    await measured.passes(days=21)
    assert reason(await measured.says(AMIRA, "undo rebase trust")) == (
        "A round has closed since you started the new baseline. Its results are compared with "
        "it. You can start another one instead."
    )


@pytest.mark.parametrize(
    ("said", "asked", "day"),
    [
        (
            "note A new chair on 3 December",
            "“3 December” has not come yet this year. Did you mean 3 December 2025?",
            date(2025, 12, 3),
        ),
        (
            "note A new chair on 28 February",
            ("28 February 2026 is before your partnership started on Accord. Did you mean that day?"),
            date(2026, 2, 28),
        ),
        (
            "note A new chair on Sunday",
            ("1 March 2026 is before your partnership started on Accord. Did you mean that day?"),
            date(2026, 3, 1),
        ),
    ],
)
async def test_a_day_that_had_to_be_guessed_is_asked_about(
    scenario: Scenario, said: str, asked: str, day: date
) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(EFE, said)
    assert reason(card) == f"{asked} Choose it, or type the year."
    assert await scenario.all(Note) == []
    await scenario.presses(EFE, labels(card)[0])
    assert [(note.words, note.on) for note in await scenario.all(Note)] == [("A new chair", day)]


async def test_a_baseline_of_another_year_is_asked_about_and_then_confirmed(measured: Scenario) -> None:
    card = await measured.says(AMIRA, "rebase trust on 3 May because x")
    assert reason(card) == (
        "“3 May” has not come yet this year. Did you mean 3 May 2025? Choose it, or type the year."
    )
    assert labels(card) == ["3 May 2025"]


async def test_in_january_a_day_of_last_week_is_plain(harbour: Scenario) -> None:
    harbour.clock.move(datetime(2027, 1, 3, 10, tzinfo=UTC) - harbour.clock.now())
    await harbour.says(EFE, "note A new chair on 30 December")
    assert (await harbour.one(Note)).on == date(2026, 12, 30)


async def test_a_note_can_be_corrected_by_any_member(harbour: Scenario) -> None:
    await harbour.says(EFE, "note A new chiar on 27 February")
    assert labels(await harbour.says(BEN, "notes"))[:1] == ["Correct 1"]
    card = await harbour.presses(BEN, "Correct 1")
    assert words(card) == (
        "Correct note 1\n27 February 2026: A new chiar (note 1)\nNew wording\nRemove this note"
    )
    card = await harbour.writes(BEN, "A new chair")
    assert words(card) == (
        "Note 1 corrected\n27 February 2026: A new chair (note 1)\nFuture charts will show the new "
        "wording. Past ones stay as they are.\nAll notes"
    )
    await harbour.says(BEN, "correct note 1 A new chair on 26 February")
    note = await harbour.one(Note)
    assert (note.words, note.on, note.number) == ("A new chair", date(2026, 2, 26), 1)
    card = await harbour.says(BEN, "correct note 1 A new chair on 3 May")
    assert reason(card).startswith("“3 May” has not come yet this year.")
    await harbour.presses(BEN, "3 May 2025")
    assert (await harbour.one(Note)).on == date(2025, 5, 3)


async def test_a_note_is_removed_in_a_second_step_and_its_number_is_not_used_again(
    harbour: Scenario,
) -> None:
    await harbour.says(EFE, "note A new chair")
    card = await harbour.says(BEN, "remove note 1", shared=True)
    assert words(card) == (
        "Remove note 1?\n2 March 2026: A new chair (note 1)\nFuture charts will not show it. "
        "Summaries will show your name and today’s date instead. Messages already in a chat stay "
        "as they are.\nRemove the note\nKeep it"
    )
    assert (await harbour.one(Note)).removed_at is None
    card = await harbour.presses(BEN, "Remove the note", shared=True)
    assert words(card) == "Note 1 removed\nBen Okoro removed it. Future charts will not show it."
    assert not card.private
    assert "A new chair" not in repr(await harbour.all(Note))
    assert words(await harbour.says(EFE, "notes")) == (
        "Harbour Together: notes\nThere are no notes yet.\nWhat has changed\nRecord a change with a date"
    )
    await harbour.says(EFE, "note Another chair")
    assert [note.number for note in await harbour.all(Note, removed_at=None)] == [2]


@pytest.mark.parametrize(
    "said", ["remove note 2", "correct note 0", "remove note one", "correct note 9999999 x"]
)
async def test_a_note_that_is_not_there_is_said_so(harbour: Scenario, said: str) -> None:
    await harbour.says(EFE, "note A new chair")
    card = await harbour.says(BEN, said)
    assert reason(card) == (f"There is no note {said.split()[2]}. Look at the notes to see their numbers.")
    assert labels(card) == ["All notes"]

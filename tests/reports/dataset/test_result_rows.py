"""The results of a round as rows: what is shown of each question, and nothing more."""

from dataclasses import fields, replace
from typing import Any

import pytest

from bot.core.models import QuestionResult
from bot.reports.dataset.layouts import RESULTS
from bot.reports.dataset.result_rows import ResultRow
from tests.reports.dataset.examples import CLOSED, FEW, OWN, OWN_ROUND, WHOLE, rows_of

NUMBERS = ("mean", "mean_step", "low", "high", "spread", "count_1", "count_5", "split", "gap", "uneven")
WORDS = ("mean_band", "range_type", "agreement", "low_share")
NOTHING_SHOWN = dict.fromkeys(NUMBERS) | dict.fromkeys(WORDS, "")


def shown(row: ResultRow, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def test_a_row_has_the_columns_that_are_described() -> None:
    assert tuple(field.name for field in fields(ResultRow)) == RESULTS.names


def test_everything_that_is_shown_of_a_large_group_is_in_its_row() -> None:
    (row,) = rows_of(WHOLE)
    assert row == ResultRow(
        partnership="harbour",
        partnership_name="Harbour Together",
        round="12",
        number=12,
        kind="scheduled",
        opened=row.opened,
        closed=CLOSED,
        theme="power",
        question="power.voice",
        question_version=1,
        text="My organisation has a fair say in what we decide.",
        construct="influence on decisions",
        anchor=True,
        invited=14,
        replies=12,
        scored=12,
        mean=3.4,
        mean_band="",
        mean_step=0.1,
        low=3.0,
        high=3.9,
        range_type="likely",
        spread=1.1,
        count_1=1,
        count_2=1,
        count_3=4,
        count_4=4,
        count_5=2,
        agreement="fair",
        split=False,
        low_share="some",
        gap=-0.4,
        uneven=False,
        unsure=False,
        interpretation="ready",
        withheld="",
    )


def test_of_too_few_only_their_number_is_in_the_row() -> None:
    (row,) = rows_of(FEW)
    assert shown(row, *NOTHING_SHOWN) == NOTHING_SHOWN
    assert (row.scored, row.interpretation, row.withheld) == (4, "not", "too few")


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        (replace(FEW, scored=7, mean=3.1, low=2.1, high=4.1), ("certain", "indicative", "mean only")),
        (replace(FEW, scored=9, mean=3.1, low=2.8, high=3.4), ("likely", "ready", "no counts")),
        (replace(FEW, scored=0), ("", "not", "nobody scored")),
        (replace(FEW, scored=6, few_scored=True), ("", "not", "few of those who replied")),
    ],
)
def test_a_row_says_how_far_to_trust_it_and_why_there_is_not_more(
    reading: QuestionResult, row: tuple[str, ...]
) -> None:
    (made,) = rows_of(reading)
    assert (made.range_type, made.interpretation, made.withheld) == row


@pytest.mark.parametrize(
    ("band", "bound", "word"), [("low", 1.6, "at most"), ("high", 4.4, "at least")], ids=["low", "high"]
)
def test_a_banded_mean_is_a_bound_without_a_range(band: str, bound: float, word: str) -> None:
    (row,) = rows_of(replace(FEW, scored=9, band=band))
    assert shown(row, "mean", "mean_band", "mean_step", "low", "withheld") == {
        "mean": bound,
        "mean_band": word,
        "mean_step": None,
        "low": None,
        "withheld": "near the end",
    }


def test_a_mean_stored_under_narrower_bands_is_shown_by_those_of_today() -> None:
    (row,) = rows_of(replace(FEW, scored=5, mean=4.2, low=2.1, high=4.7))
    assert (row.mean, row.mean_band, row.low, row.high, row.range_type) == (4.0, "at least", None, None, "")


@pytest.mark.parametrize(("scored", "step"), [(7, 1.0), (9, 0.5)])
def test_an_own_question_of_few_is_rounded_and_says_how_far(scored: int, step: float) -> None:
    (row,) = rows_of(replace(OWN, scored=scored, mean=4.0, approximate=True), of=OWN_ROUND)
    assert shown(row, "round", "number", "kind", "question", "question_version", "text", "construct") == {
        "round": "r13",
        "number": None,
        "kind": "ad hoc",
        "question": "own",
        "question_version": None,
        "text": "@Agree?",
        "construct": "",
    }
    assert (row.mean, row.mean_step, row.withheld) == (4.0, step, "rounded")


def test_a_question_that_has_gone_from_the_bank_keeps_its_row() -> None:
    (row,) = rows_of(replace(WHOLE, question="power.gone@3"))
    assert (row.question, row.question_version, row.text, row.construct) == ("power.gone", 3, "", "")

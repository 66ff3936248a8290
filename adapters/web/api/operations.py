"""The operations of the API: what each takes, returns and reads. Its routes and its description are made from
this one table."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from adapters.web.api.problems import ProblemError
from bot.handlers.hub.access import HubPart, HubResult, HubView
from bot.handlers.hub.api_views import (
    ApiEvidenceView,
    ApiPartnershipView,
    ApiRoundsView,
    ApiThemesView,
    FrozenRound,
    FrozenRoundView,
    RoundCursor,
    ThemeResultsView,
)
from bot.handlers.hub.data import OutcomesDataView, RoundDataView
from bot.reports.dataset.api_layouts import (
    PARTNERSHIP,
    QUESTIONS,
    ROUNDS,
    THEMES,
    ApiTheme,
    api_round,
)
from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.evidence_rows import COMPARISONS, EVIDENCE, EvidenceRecord
from bot.reports.dataset.json_text import json_row
from bot.reports.dataset.layouts import OUTCOMES, RESULTS

ROOT = "/api/v1"
ID_PATTERN = "^[A-Za-z0-9_-]{1,64}$"
MAX_ROUNDS, USUAL_ROUNDS = 100, 50
MAX_CURSOR = 200  # characters


class ApiCall(Protocol):
    """A call that was admitted. `arguments` hold what its parameters were given."""

    arguments: Mapping[str, str]

    async def view(self, view: HubView[HubResult]) -> HubResult:
        """Return what a view shows this program. Raises InvalidToken, MissingScope and NotFound."""

    def hub_address(self, path: str) -> str:
        """Return the address of a page of the hub."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or in the query, with the JSON Schema of its values."""

    name: str
    description: str
    schema: Mapping[str, Any]
    in_path: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation. `path` comes after the root; `result` names the schema of what it returns, and is empty
    for CSV. If `frozen` is given, what it returns never changes while that stays the same."""

    id: str
    path: str
    part: HubPart
    summary: str
    description: str
    result: str
    load: Callable[[ApiCall], Awaitable[Any]]
    parameters: tuple[Parameter, ...] = ()
    frozen: Callable[[ApiCall], Awaitable[FrozenRound]] | None = None


async def load_partnership(call: ApiCall) -> Any:
    return json_row(PARTNERSHIP, await call.view(ApiPartnershipView()))


async def list_themes(call: ApiCall) -> Any:
    return {"data": [theme_json(theme) for theme in await call.view(ApiThemesView())]}


async def list_theme_results(call: ApiCall) -> Any:
    rows = await call.view(ThemeResultsView(call.arguments["theme"]))
    return {"data": [json_row(RESULTS, row) for row in rows]}


async def list_rounds(call: ApiCall) -> Any:
    limit = parse_limit(call.arguments.get("limit", str(USUAL_ROUNDS)))
    after = call.arguments.get("after")
    shown = await call.view(ApiRoundsView(None if after is None else parse_cursor(after), limit))
    address = f"{ROOT}/rounds?limit={limit}&after={format_cursor(shown.next)}" if shown.next else None
    return {"data": [json_row(ROUNDS, row) for row in shown.rounds], "next": address}


async def load_round(call: ApiCall) -> Any:
    found = await call.view(RoundDataView(call.arguments["round"]))
    row = api_round(found.round)
    return {
        "id": call.hub_address(f"/rounds/{row.round}"),
        "round": json_row(ROUNDS, row),
        "checksum": {"algorithm": "SHA-256", "value": found.checksum},
        "results": [json_row(RESULTS, row) for row in found.rows],
    }


async def load_round_csv(call: ApiCall) -> Any:
    return csv_file(RESULTS, (await call.view(RoundDataView(call.arguments["round"]))).rows)


async def identify_round(call: ApiCall) -> FrozenRound:
    return await call.view(FrozenRoundView(call.arguments["round"]))


async def list_outcomes(call: ApiCall) -> Any:
    return {"data": [json_row(OUTCOMES, row) for row in await call.view(OutcomesDataView())]}


async def list_evidence(call: ApiCall) -> Any:
    return {"data": [evidence_json(entry) for entry in await call.view(ApiEvidenceView())]}


def evidence_json(entry: EvidenceRecord) -> dict[str, Any]:
    themes = [json_row(COMPARISONS, theme) | {"lost": [*theme.lost]} for theme in entry.themes]
    return json_row(EVIDENCE, entry) | {"themes": themes}


def theme_json(theme: ApiTheme) -> dict[str, Any]:
    questions = [
        json_row(QUESTIONS, question) | {"sources": [*question.sources]} for question in theme.questions
    ]
    return json_row(THEMES, theme) | {"questions": questions}


def parse_limit(text: str) -> int:
    """Raises ProblemError."""
    if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MAX_ROUNDS:
        return int(text)
    raise ProblemError(400, f"limit is a whole number from 1 to {MAX_ROUNDS}.")


def format_cursor(cursor: RoundCursor) -> str:
    """Return a cursor as it stands in an address."""
    text = f"{cursor.closed_at.isoformat()} {cursor.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def parse_cursor(text: str) -> RoundCursor:
    """Raises ProblemError for what `format_cursor` has not written."""
    try:
        padded = text.encode() + b"=" * (-len(text) % 4)
        moment, _, id = base64.urlsafe_b64decode(padded).decode().partition(" ")
        cursor = RoundCursor(datetime.fromisoformat(moment), id)
    except (ValueError, binascii.Error):
        cursor = None
    if cursor is None or cursor.closed_at.tzinfo is None or format_cursor(cursor) != text:
        raise ProblemError(400, "after is taken from the address in next, as it stands there.")
    return cursor


THEME = Parameter("theme", "The id of a theme or pack.", {"type": "string", "pattern": ID_PATTERN}, True)
ROUND = Parameter(
    "round",
    "The number of a scheduled round, or the id of an ad hoc one.",
    {"type": "string", "pattern": ID_PATTERN},
    True,
)
LIMIT = Parameter(
    "limit",
    "At most how many rounds are returned.",
    {"type": "integer", "minimum": 1, "maximum": MAX_ROUNDS, "default": USUAL_ROUNDS},
)
AFTER = Parameter(
    "after",
    "Where to go on: taken from the address in next of an earlier response. Its content may change.",
    {"type": "string", "maxLength": MAX_CURSOR},
)

OPERATIONS = (
    Operation(
        "getPartnership",
        "/partnership",
        HubPart.OVERVIEW,
        "The partnership",
        "Returns the partnership that the token belongs to.",
        "Partnership",
        load_partnership,
    ),
    Operation(
        "listThemes",
        "/themes",
        HubPart.THEMES,
        "Themes and questions",
        "Returns all themes and packs, with the questions that may be asked, what they stand on and their"
        " sources.",
        "ThemeList",
        list_themes,
    ),
    Operation(
        "listThemeResults",
        "/themes/{theme}/results",
        HubPart.THEMES,
        "Results of a theme over time",
        "Returns the results of all closed rounds that asked about the theme, oldest first.",
        "ResultList",
        list_theme_results,
        (THEME,),
    ),
    Operation(
        "listRounds",
        "/rounds",
        HubPart.ROUNDS,
        "Closed rounds",
        "Returns closed rounds, oldest first. A round that is open is not in the list.",
        "RoundList",
        list_rounds,
        (LIMIT, AFTER),
    ),
    Operation(
        "getRoundAsCsv",
        "/rounds/{round}.csv",
        HubPart.ROUNDS,
        "Results of a round as CSV",
        "Returns the results of a closed round as a file with the same columns (RFC 4180). It never changes.",
        "",
        load_round_csv,
        (ROUND,),
        identify_round,
    ),
    Operation(
        "getRound",
        "/rounds/{round}",
        HubPart.ROUNDS,
        "Results of a round",
        "Returns what a closed round published. It never changes, so a copy can be kept: its ETag and its"
        " checksum stay the same.",
        "RoundResults",
        load_round,
        (ROUND,),
        identify_round,
    ),
    Operation(
        "listOutcomes",
        "/outcomes",
        HubPart.OUTCOMES,
        "Shared outcomes",
        "Returns every entry of every shared outcome, in the order in which they were made. Entries are not"
        " changed: a correction is a new entry.",
        "OutcomeList",
        list_outcomes,
    ),
    Operation(
        "listEvidence",
        "/evidence",
        HubPart.EVIDENCE,
        "Evidence log",
        "Returns what was tried and what was measured before and after, newest first. Words are those of"
        " members, who may correct or remove them. Nothing here says that one thing caused another.",
        "EvidenceList",
        list_evidence,
    ),
)

"""Files of a partnership's results, shared outcomes and evidence log: CSV with metadata, JSON, and citations.

The files of a closed round never change. A program that asks again with the tag of what it has is told so,
and nothing is read. Files name the permanent addresses of a hub, never those of a link that was shared."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from starlette.responses import Response

from adapters.web.hub.site import HubHandler, HubPage, HubPageRequest, hub_address
from bot.analysis.signals import closed_at
from bot.handlers.hub.data import (
    DataPageView,
    EvidenceDataView,
    OutcomesDataView,
    ResultsDataView,
    RoundData,
    RoundDataView,
    Unchanged,
)
from bot.reports.dataset.citation import Citation, bibtex, citation_text, csl_json
from bot.reports.dataset.columns import Layout, values_text
from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.csvw import MEDIA_TYPE, SUFFIX, csvw_metadata
from bot.reports.dataset.description import describe_file, describe_round
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE
from bot.reports.dataset.json_text import round_json
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from bot.reports.dataset.result_rows import round_reference
from bot.reports.dataset.revision import files_revision

CSV = "text/csv; charset=utf-8; header=present"
JSON = "application/json"
CSL = "application/vnd.citationstyles.csl+json"
NO_HEADERS: Mapping[str, str] = {}
TAG = re.compile(r'"([^"]*)"')


def frozen(path: str, handler: HubHandler) -> HubPage:
    """Return a page of a file that never changes. Readers who have it are told so."""

    async def show(request: HubPageRequest) -> Response:
        try:
            return await handler(request)
        except Unchanged as unchanged:
            return not_modified(tag_of(request, unchanged.checksum))

    return HubPage(path, show)


async def data_page(request: HubPageRequest) -> Response:
    layouts = await request.view(DataPageView())
    return request.page("hub/data.html", layouts=layouts, values_text=values_text)


async def round_csv(request: HubPageRequest) -> Response:
    data = await request.view(RoundDataView(request.path_param("round"), known_checksums(request)))
    name = f"round-{round_reference(data.round)}.csv"
    text = csv_file(RESULTS, data.rows)
    return response(text, CSV, tag_of(request, data.checksum), csv_headers(request, name))


async def round_json_file(request: HubPageRequest) -> Response:
    data = await request.view(RoundDataView(request.path_param("round"), known_checksums(request)))
    text = round_json(data.rows, citation_of(request, data))
    return response(text, JSON, tag_of(request, data.checksum))


async def round_metadata(request: HubPageRequest) -> Response:
    data = await closed_round(request)
    about = describe_round(citation_of(request, data), data.round.opened_at.date())
    file = f"{round_reference(data.round)}.csv"
    return checked(request, csvw_metadata(RESULTS, file, about), MEDIA_TYPE)


async def citation_page(request: HubPageRequest) -> Response:
    citation = citation_of(request, await closed_round(request))
    t = request.reader.t
    return request.page(
        "hub/citation.html",
        citation=citation,
        text=citation_text(t, citation),
        bibtex=bibtex(t, citation),
        round=f"{request.root}/rounds/{citation.reference}",
    )


async def citation_json(request: HubPageRequest) -> Response:
    citation = citation_of(request, await closed_round(request))
    return checked(request, csl_json(request.reader.t, citation), CSL)


async def results_csv(request: HubPageRequest) -> Response:
    data = await request.view(ResultsDataView(known_checksums(request)))
    text = csv_file(RESULTS, data.rows)
    return response(text, CSV, tag_of(request, data.checksum), csv_headers(request, "data.csv"))


async def results_metadata(request: HubPageRequest) -> Response:
    data = await request.view(ResultsDataView())
    return table_metadata(request, RESULTS, "data.csv", "", data.days or (), data.checksum)


async def outcomes_csv(request: HubPageRequest) -> Response:
    text = csv_file(OUTCOMES, await request.view(OutcomesDataView()))
    return checked(request, text, CSV, csv_headers(request, "outcomes.csv"))


async def outcomes_metadata(request: HubPageRequest) -> Response:
    rows = await request.view(OutcomesDataView())
    return table_metadata(request, OUTCOMES, "outcomes.csv", "/outcomes", [row.date for row in rows])


async def evidence_csv(request: HubPageRequest) -> Response:
    text = csv_file(EVIDENCE_TABLE, await request.view(EvidenceDataView()))
    return checked(request, text, CSV, csv_headers(request, "evidence.csv"))


async def evidence_metadata(request: HubPageRequest) -> Response:
    rows = await request.view(EvidenceDataView())
    return table_metadata(request, EVIDENCE_TABLE, "evidence.csv", "/evidence", [row.date for row in rows])


def table_metadata(
    request: HubPageRequest, layout: Layout, file: str, page: str, days: Sequence[date], checksum: str = ""
) -> Response:
    """Return the metadata of a file whose rows cover these days. `page` is the path of the page about it."""
    name, address = request.reader.partnership.name, hub_address(request) + page
    about = describe_file(layout, name, address, request.site.data_terms, days, checksum)
    return checked(request, csvw_metadata(layout, file, about), MEDIA_TYPE)


async def closed_round(request: HubPageRequest) -> RoundData:
    return await request.view(RoundDataView(request.path_param("round")))


def citation_of(request: HubPageRequest, data: RoundData) -> Citation:
    """Return how a round is cited."""
    return Citation(
        data.rows[0].partnership_name if data.rows else request.reader.partnership.name,
        round_reference(data.round),
        data.round.number,
        closed_at(data.round).date(),
        hub_address(request),
        request.site.data_terms,
        data.checksum,
    )


def known_checksums(request: HubPageRequest) -> frozenset[str]:
    """Return the checksums of what the reader has in today's revision, as If-None-Match tells it."""
    header = request.page_request.request.headers.get("if-none-match", "")
    tags = (tag.partition("-") for tag in TAG.findall(header))
    return frozenset(
        checksum for checksum, _, revision in tags if checksum and revision == revision_of(request)
    )


def revision_of(request: HubPageRequest) -> str:
    return files_revision(request.site.bot.context.bank, request.site.data_terms, request.site.public_url)


def tag_of(request: HubPageRequest, checksum: str) -> str:
    """Return the strong entity tag of a file, or an empty string for a round that has no results."""
    return f'"{checksum}-{revision_of(request)}"' if checksum else ""


def checked(
    request: HubPageRequest, text: str, media_type: str, headers: Mapping[str, str] = NO_HEADERS
) -> Response:
    """Return a text, or only that it has not changed for a reader who has it."""
    tag = f'"{sha256(text.encode()).hexdigest()}"'
    if tag in request.page_request.request.headers.get("if-none-match", ""):
        return not_modified(tag)
    return response(text, media_type, tag, headers)


def response(text: str, media_type: str, tag: str, headers: Mapping[str, str] = NO_HEADERS) -> Response:
    return Response(text, media_type=media_type, headers={**caching(tag), **headers})


def not_modified(tag: str) -> Response:
    return Response(status_code=304, headers=caching(tag))


def caching(tag: str) -> dict[str, str]:
    """Return headers that let a reader keep a file, and have them ask each time whether it still holds."""
    return {"ETag": tag, "Cache-Control": "private, no-cache"} if tag else {}


def csv_headers(request: HubPageRequest, name: str) -> dict[str, str]:
    """Return the headers of a CSV file that is saved under a name, after that of its partnership."""
    metadata = request.page_request.path.rpartition("/")[2] + SUFFIX
    return {
        "Content-Disposition": f'attachment; filename="accord-{request.reader.partnership.id}-{name}"',
        "Link": f'<{metadata}>; rel="describedby"; type="{MEDIA_TYPE}"',
    }


# The longer endings first: a shorter one would take them for part of the address of a round.
DATA_PAGES = (
    HubPage(f"/rounds/{{round}}.csv{SUFFIX}", round_metadata),
    frozen("/rounds/{round}.csv", round_csv),
    frozen("/rounds/{round}.json", round_json_file),
    HubPage("/rounds/{round}/citation", citation_page),
    HubPage("/rounds/{round}/citation.json", citation_json),
    HubPage("/data", data_page),
    HubPage(f"/data.csv{SUFFIX}", results_metadata),
    frozen("/data.csv", results_csv),
    HubPage(f"/outcomes.csv{SUFFIX}", outcomes_metadata),
    HubPage("/outcomes.csv", outcomes_csv),
    HubPage(f"/evidence.csv{SUFFIX}", evidence_metadata),
    HubPage("/evidence.csv", evidence_csv),
)

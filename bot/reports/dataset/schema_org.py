"""A description of a round's results for search engines and catalogues: https://schema.org/Dataset. Pure."""

from typing import Any

from bot.reports.dataset.description import DataDescription


def schema_org_dataset(about: DataDescription, superseded_by: str = "") -> dict[str, Any]:
    """Return the description of data that can be had as CSV and as JSON below its address."""
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title,
        "description": about.summary,
        "url": about.address,
        "identifier": [about.address, f"sha256:{about.checksum}"] if about.checksum else about.address,
        "creator": {"@type": "Organization", "name": about.creator},
        "publisher": about.terms.publisher and {"@type": "Organization", "name": about.terms.publisher},
        "license": about.terms.licence,
        "dateCreated": about.last and str(about.last),
        "temporalCoverage": about.coverage,
        "inLanguage": "en",
        "supersededBy": superseded_by,
        "distribution": [
            _download(f"{about.address}.csv", "text/csv"),
            _download(f"{about.address}.json", "application/json"),
        ],
    }
    return {name: value for name, value in described.items() if value}


def _download(address: str, media_type: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media_type}

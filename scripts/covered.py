"""Prints how much of these folders the tests ran, by lines and branches, and what they did not run:

    python -m scripts.covered LEAST FOLDER...

Reads the report of `python -m slipcover -m pytest`. Exits with 1 if the share is below LEAST percent.
"""

import json
import sys
from pathlib import Path
from typing import Any

from slipcover.slipcover import add_summaries, print_coverage


def main(least: str, *folders: str) -> str | None:
    run = json.loads(Path(".coverage.json").read_text())
    run["files"] = {file: report for file, report in run["files"].items() if file.split("/")[0] in folders}
    for report in run["files"].values():
        report["missing_branches"] = [
            branch for branch in report["missing_branches"] if not _is_excluded(report, branch[1])
        ]
    add_summaries(run)
    print_coverage(run, skip_covered=True)
    share = run["summary"]["percent_covered"]
    return f"{share:.2f}% of {', '.join(folders)} ran, not {least}%" if share < float(least) else None


def _is_excluded(report: dict[str, Any], line: int) -> bool:
    """Return True if a branch leads to excluded lines, which slipcover reports all the same. Line 0 is the
    end of a function."""
    return line not in (0, *report["executed_lines"], *report["missing_lines"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

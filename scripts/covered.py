"""How much of these folders the tests ran, by lines and branches, and what they did not:

    python -m scripts.covered LEAST FOLDER...

Reads what `python -m slipcover -m pytest` wrote. Ends with 1 where it is less than LEAST percent.
"""

import json
import sys
from pathlib import Path
from typing import Any

from slipcover.slipcover import add_summaries, print_coverage


def main(least: str, *folders: str) -> str | None:
    run = json.loads(Path(".coverage.json").read_text())
    run["files"] = {file: told for file, told in run["files"].items() if file.split("/")[0] in folders}
    for told in run["files"].values():
        told["missing_branches"] = [each for each in told["missing_branches"] if not _left_out(told, each[1])]
    add_summaries(run)
    print_coverage(run, skip_covered=True)
    share = run["summary"]["percent_covered"]
    return f"{share:.2f}% of {', '.join(folders)} ran, not {least}%" if share < float(least) else None


def _left_out(told: dict[str, Any], line: int) -> bool:
    """A way to lines that nobody measures is still told by slipcover; line 0 is the end of a function."""
    return line not in (0, *told["executed_lines"], *told["missing_lines"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Writes the pages and the file of settings that are made from the code: `make pages`."""

from collections.abc import Callable
from pathlib import Path

from scripts import check_page, configuration, outbound, privacy_notice

ROOT = Path(__file__).parent.parent
GENERATED: dict[str, Callable[[], str]] = {
    "docs/operate/check.md": check_page.render_page,
    "docs/operate/configuration.md": configuration.render_page,
    "deploy/accord.env.example": configuration.render_example,
    "docs/operate/outbound.md": outbound.render_page,
    "docs/privacy.md": privacy_notice.render_page,
}


def main() -> None:
    for file, render in GENERATED.items():
        (ROOT / file).write_text(render(), "utf-8")


if __name__ == "__main__":
    main()

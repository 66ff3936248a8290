"""Builds the documentation whenever Accord is built or installed, so that each Accord can serve it at /docs:
https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DocumentationBuildHook(BuildHookInterface[Any]):  # type: ignore[misc]
    """Makes a site of docs/: in a wheel, and in the checkout that an editable install uses."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch's signature
        from mkdocs.commands.build import build
        from mkdocs.config import load_config

        # Broken links fail `make docs` and the tests. They keep nobody from installing.
        build(load_config(str(Path(self.root) / "mkdocs.yml"), strict=False))
        build_data["artifacts"].append("adapters/web/documentation_site/")

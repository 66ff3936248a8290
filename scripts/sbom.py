"""Writes a list of what is installed with Accord, as CycloneDX: `python -m scripts.sbom FILE`.

Versions and hashes come from requirements.lock, licences and dependencies from the installed packages.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parent.parent
VERSION = SchemaVersion.V1_6
MAIN = "root-component"  # as cyclonedx-py calls Accord itself


def list_components(*source: str) -> dict[str, Any]:
    """Return what cyclonedx-py lists, with each component under its package URL."""
    command = [sys.executable, "-m", "cyclonedx_py", *source, "--pyproject", "pyproject.toml"]
    command += [
        "--output-reproducible",
        "--no-validate",
        "--spec-version",
        VERSION.to_version(),
        "--of",
        "JSON",
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    listed: dict[str, Any] = json.loads(done.stdout)
    urls = {each["bom-ref"]: each["purl"] for each in listed["components"] if "purl" in each}
    listed["components"] = {each["purl"]: each for each in listed["components"] if "purl" in each}
    listed["dependencies"] = {
        urls.get(each["ref"], each["ref"]): {urls[name] for name in each.get("dependsOn", ())}
        for each in listed["dependencies"]
    }
    return listed


def list_packages() -> str:
    """Return what requirements.lock pins, with Accord as what it is for."""
    listed = list_components("requirements", "requirements.lock")
    installed = list_components("environment", sys.executable)
    pinned = listed["components"]
    for url, component in pinned.items():
        component["bom-ref"] = url
        del component["description"]  # its lines of the lock, once more
        component |= {
            name: value
            for name, value in installed["components"].get(url, {}).items()
            if name in {"description", "licenses"}
        }
    listed["components"] = [pinned[url] for url in sorted(pinned)]
    listed["dependencies"] = [
        {"ref": ref, "dependsOn": sorted(installed["dependencies"].get(ref, set()) & pinned.keys())}
        for ref in [MAIN, *sorted(pinned)]
    ]
    return json.dumps(listed, indent=2, sort_keys=True) + "\n"


def main() -> None:
    text = list_packages()
    if error := JsonStrictValidator(VERSION).validate_str(text):
        sys.exit(f"No list was written: it is not as CycloneDX wants it. {error}")
    Path(sys.argv[1]).write_text(text, "utf-8")


if __name__ == "__main__":
    main()

"""Payloads as Slack sends them, one file each."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "payloads"
NAMES = sorted(file.stem for file in HERE.glob("*.json"))
COUNCIL, SHELTER, LIBRARY, NATIONAL = "T0COUNCIL1", "T0SHELTER1", "T0LIBRARY1", "E0NATIONAL"
AMIRA, IDRIS, EFE = "U0AMIRA001", "U0IDRIS001", "W0EFE00001"
HARBOUR, DIRECT = "C0HARBOUR1", "D0AMIRA001"


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return found

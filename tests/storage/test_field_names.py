"""mypy with its plugin reports misspelt fields, and values that a field cannot have."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HEAD = """
from datetime import datetime

from bot.core.deliveries import Delivery
from bot.core.models import JoinCode, Member, MembershipStatus, Person, Round
from bot.core.ports import Transaction
from bot.delivery.batch_loader import BatchingReader
from storage.store import SqlTransaction

ACTIVE, LEFT = MembershipStatus.ACTIVE, MembershipStatus.LEFT
NOW = datetime(2026, 3, 2)
"""
CALLS = """
async def use_{name}(db: {name}, member: Member, owed: list[Delivery], numbers: list[int]) -> None:
    await db.find(Person, name="Ben", home=None, id=("amira", "ben"))
    await db.find(Member, standing=ACTIVE, partnership={{member.partnership}})
    await db.find(type(member), person=[person.id for person in await db.find(Person)])
    await db.latest(Round, "closed_at", 1, partnership="harbour")
    await db.due(JoinCode, "expires_at", NOW, 9)
    await db.update_if_unchanged(member, standing=LEFT)
    await db.update_all_if_unchanged(owed, due_at=NOW, error="")
    await db.find(Person, nmae="Ben")  # wrong
    await db.first(Person, nmae="Ben")  # wrong
    await db.count(Person, nmae="Ben")  # wrong
    await db.remove(Person, nmae="Ben")  # wrong
    await db.find(type(member), persom="ben")  # wrong
    await db.latest(Round, "closed", 1)  # wrong
    await db.latest(Round, "closed_at", 1, partnerships="harbour")  # wrong
    await db.due(JoinCode, "expires", NOW, 9)  # wrong
    await db.update_if_unchanged(member, state=LEFT)  # wrong
    await db.update_all_if_unchanged(owed, dueat=NOW)  # wrong
    await db.find(Member, standing="active")  # wrong
    await db.find(Person, name=None)  # wrong
    await db.find(Person, id=numbers)  # wrong
    await db.update_if_unchanged(member, standing=[LEFT])  # wrong
"""


def test_misspelt_fields_and_wrong_values_fail_the_type_check(tmp_path: Path) -> None:
    classes = ("Transaction", "BatchingReader", "SqlTransaction")
    text = HEAD + "".join(CALLS.format(name=name) for name in classes)
    (tmp_path / "calls.py").write_text(text)
    command = [sys.executable, "-m", "mypy", "--cache-dir", f"{tmp_path}/cache", f"{tmp_path}/calls.py"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    reported = re.findall(r"calls\.py:(\d+): error: .*\[record-field\]", checked.stdout)
    wrong = [n for n, line in enumerate(text.splitlines(), start=1) if line.endswith("# wrong")]
    assert [int(number) for number in reported] == wrong, checked.stdout + checked.stderr

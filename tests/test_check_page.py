"""The page about `accord check` has all that it can find."""

import ast

import pytest

from bot.core.errors import AccordError
from bot.ops.doctor import Finding, Level, unreadable
from scripts.check_page import PossibleFinding, possible_findings
from tests.test_architecture import MODULES, tree

FINDINGS = possible_findings()


def test_findings_are_made_in_no_other_way_than_the_page_knows() -> None:
    """`ok`, `warning` and `error` alone make them, with all their words in place."""
    made = {
        f"{path}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
    }
    assert {place.partition(":")[0] for place in made} == {"bot/ops/doctor.py"}


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: f"{finding.about}: {finding.what[:30]}")
def test_each_has_a_cure(finding: PossibleFinding) -> None:
    assert finding.cure
    assert finding.what
    assert "|" not in finding.what + finding.cure


def test_settings_that_cannot_work_are_findings_too() -> None:
    (finding,) = unreadable(AccordError("ACCORD_PORT is “x”."))
    assert isinstance(finding, Finding)
    assert (finding.level, finding.about) == (Level.ERROR, "settings")

"""Every address in the code is one that operators are told of, or one that is only shown to people."""

import ast
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.outbound import is_among
from scripts.configuration import describe_settings
from scripts.outbound import ADDRESSES
from tests.support.outbound_guard import GUARD, LeavesThisMachine
from tests.test_architecture import MODULES, ROOT, tree

CALLED = {address.host for address in ADDRESSES if "." in address.host}
# Links for people, and the names of standards and of what a token is for. Nobody calls them.
SHOWN = {
    "adaptivecards.io",
    "api.botframework.com",
    "api.botframework.us",
    "api.slack.com",
    "datapackage.org",
    "developer.microsoft.com",
    "ico.org.uk",
    "schema.org",
    "vega.github.io",
    "www.nationalarchives.gov.uk",
    "www.standardwebhooks.com",
    "www.w3.org",
}
EXAMPLES = re.compile(r"(.*\.)?example(\.(org|com|net))?|.*\.invalid|127\.0\.0\.1|0\.0\.0\.0")
HOST = re.compile(r"(?:[a-z0-9*_-]+\.)+(?:com|org|net|io|us|uk|info|dev|example|invalid|gov|eu)\b(?!\()")
URL = re.compile(r"\b(?:https?|wss?|smtps?|postgresql)://([\w.-]+)")
FETCHING = re.compile(r"""(?:src|action|xlink:href)=["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""")


def texts(path: Path) -> Iterator[str]:
    """Yield the constants of a module, without docstrings, which hold links for its readers."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def hosts(text: str) -> set[str]:
    found = (host.strip(".").lower() for host in (*HOST.findall(text), *URL.findall(text)))
    return {host for host in found if "." in host}


def test_each_host_in_the_code_is_called_as_operators_are_told_or_never() -> None:
    unknown = {
        (str(path), host)
        for path in MODULES
        for text in texts(path)
        for host in hosts(text)
        if host not in SHOWN and not is_among(host, CALLED) and not EXAMPLES.fullmatch(host)
    }
    assert unknown == set()


@pytest.mark.parametrize("ending", ["html", "css", "js", "svg"])
def test_pages_load_nothing_from_elsewhere(ending: str) -> None:
    files = [file for top in ("adapters", "bot") for file in (ROOT / top).rglob(f"*.{ending}")]
    assert files
    assert [str(file) for file in files if FETCHING.search(file.read_text("utf-8"))] == []


def test_each_switch_is_a_setting() -> None:
    names = {setting.name for setting in describe_settings()}
    named = {name.partition("=")[0] for each in ADDRESSES for name in re.findall("`([A-Z_=-]+)", each.switch)}
    assert named
    assert named <= names


def test_no_test_can_reach_another_machine() -> None:
    with pytest.raises(LeavesThisMachine, match=r"a test tried to reach accord\.example\.org"):
        socket.getaddrinfo("accord.example.org", 443)
    with socket.socket() as connection, pytest.raises(LeavesThisMachine):
        connection.connect(("192.0.2.1", 443))
    assert GUARD.refused == ["accord.example.org", "192.0.2.1"]
    GUARD.refused.clear()

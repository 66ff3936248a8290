"""The shape of the code, as a test. If this fails, the code is in the wrong place."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path.relative_to(ROOT) for top in ("bot", "adapters", "storage") for path in (ROOT / top).rglob("*.py")
)
KNOW_ALL = {Path("bot/wiring.py"), Path("bot/__main__.py")}
MAY_IMPORT = {"bot": {"bot"}, "adapters": {"adapters", "bot"}, "storage": {"storage", "bot"}}
SHARED_BY_ADAPTERS = {"charts", "text"}
WORLDLY = {
    "asyncio",
    "os",
    "random",
    "secrets",
    "socket",
    "sqlalchemy",
    "starlette",
    "subprocess",
    "threading",
    "time",
}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40
PLATFORM_WORDS = {"slack", "teams"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports(path: Path) -> set[str]:
    """Every module, and every name taken from one, that a file imports: `bot.talk`, `bot.talk.hear`."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            taken = {f"{node.module}.{name.name}" for name in node.names}
            found |= taken if taken <= NAMES else {node.module, *taken}
    return found


def name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_async(path: Path) -> bool:
    return any(isinstance(node, ast.AsyncFunctionDef) for node in ast.walk(tree(path)))


NAMES = {name_of(path) for path in MODULES}

every_module = pytest.mark.parametrize("path", MODULES, ids=str)


@every_module
def test_imports_point_inwards(path: Path) -> None:
    if path in KNOW_ALL:
        return
    ours = {name.partition(".")[0] for name in imports(path)} & MAY_IMPORT.keys()
    assert ours <= MAY_IMPORT[path.parts[0]]


@every_module
def test_one_platforms_adapter_never_uses_anothers(path: Path) -> None:
    if path.parts[0] != "adapters":
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("adapters.")}
    own = Path(path.parts[1]).stem
    assert used - SHARED_BY_ADAPTERS <= {own}


@every_module
def test_only_async_modules_of_the_product_touch_the_world(path: Path) -> None:
    if path.parts[0] != "bot" or path in {*KNOW_ALL, Path("bot/settings.py")} or is_async(path):
        return
    assert {name.partition(".")[0] for name in imports(path)} & WORLDLY == set()
    asked_the_time = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today"}
    ]
    assert asked_the_time == []


@every_module
def test_what_says_it_is_pure_has_nothing_async(path: Path) -> None:
    if "Pure" in (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]:
        assert not is_async(path)


def test_one_module_alone_knows_microsofts_sdk() -> None:
    """Its support has ended: whatever takes its place takes that module's."""
    knows = {
        path for path in MODULES for name in imports(path) if name.startswith(("botbuilder.", "msrest."))
    }
    assert knows == {Path("adapters/teams/turns.py")}


def test_there_are_no_cycles() -> None:
    modules = {name_of(path): path for path in MODULES}
    arrows = {name: imports(path) & modules.keys() - {name} for name, path in modules.items()}
    while arrows:
        leaves = {name for name, used in arrows.items() if not used & arrows.keys()}
        assert leaves, f"these import each other in a circle: {sorted(arrows)}"
        arrows = {name: used for name, used in arrows.items() if name not in leaves}


@every_module
def test_the_product_names_no_platform(path: Path) -> None:
    if path.parts[0] != "bot" or path in {*KNOW_ALL, Path("bot/delivery/pacing.py")}:  # what each one bears
        return
    strings = {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert strings & PLATFORM_WORDS == set()


@every_module
def test_files_and_functions_stay_small(path: Path) -> None:
    if "versions" in path.parts:  # a migration lists what it lists
        return
    assert len((ROOT / path).read_text().splitlines()) <= MOST_LINES
    long = [
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []

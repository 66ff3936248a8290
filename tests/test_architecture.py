"""The shape of the code, as a test. If this fails, the code is in the wrong place."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path.relative_to(ROOT) for top in ("bot", "adapters", "storage") for path in (ROOT / top).rglob("*.py")
)
KNOW_ALL = {
    Path("bot/app.py"),
    Path("bot/operator_commands.py"),
    Path("bot/command_line.py"),
    Path("bot/database_commands.py"),
    Path("bot/demo/run.py"),
    Path("bot/__main__.py"),
}
LAYERS = (
    "core",
    "environment",
    "settings",
    "language",
    "questions",
    "analysis",
    "context",
    "rounds",
    "membership",
    "reports",
    "messages",
    "notifications",
    "handlers",
    "delivery",
    "chats",
    "ops",
    "worker",
    "scheduler",
    "app",
    "operator_commands",
    "command_line",
    "database_commands",
    "demo",
    "__main__",
)
MAY_IMPORT = {"bot": {"bot"}, "adapters": {"adapters", "bot"}, "storage": {"storage", "bot"}}
SHARED_BY_ADAPTERS = {"answers", "charts", "drawn_cards", "http_json", "oidc", "outbound", "signing", "text"}
STILL_USE_THE_STORE = {Path("adapters/mail/integration.py")}
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
KNOWN_TO_FEW = {
    ("apscheduler",): {Path("bot/scheduler.py")},
    ("microsoft_agents",): {Path("adapters/teams/activities.py")},
    ("slack_bolt",): {Path("adapters/slack/dispatcher.py"), Path("adapters/slack/socket_mode.py")},
}
# Names that said nothing to somebody who had only the list of files.
METAPHORS = frozenset(  # one word a line would hide the tests below
    """
    afterwards cast claims compose desk doings doors ears easel edge entrance fortunes guard hear heart
    holding kit ladder letter lettering listening mounts own pace pacing places play post_office pulse
    pulses safe saying seals secrets sending showing sides sights stage steps strut together tongue turn
    turns visits whole wiring words world
    """.split()  # noqa: SIM905
)
OLD_CLASS_NAMES = frozenset(  # one word a line would hide the tests below
    """
    Accord Added Afterwards AlreadyThere Asked Bearer Chat Choice Code Crowd Desk Doors Ears Easel Edge
    Entrance Facts Glance Guard Heard Inbox Inside Items Keyring Keys Letter Letterhead Limits Line
    Listed Listening Listing Many Me Missing Moment Noted Outcome Overheard Own Pace Paces Paper Pass
    Past Pen Place Places Plan Portion Post Pulse Pulses Quiet Reading Ready Records Rest Rule Safe Said
    Sealer Seals Sending Sent Services Showing Sight SignIn Spoken Stage Standing Together Tongue
    Trouble Trust Turn Undelivered Vault Visit Vitals Watch Way WayIn Who Whole World
    """.split()  # noqa: SIM905
)
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 45
NO_CHAT_PLATFORMS = {"charts", "mail", "terminal", "web"}
PLATFORM_WORDS = {
    path.parts[1] for path in MODULES if path.parts[0] == "adapters" and path.parts[1:-1]
} - NO_CHAT_PLATFORMS


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports(path: Path) -> set[str]:
    """Every module, and every name taken from one, that a file imports: `bot.talk`, `bot.handlers.bot`."""
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


def where(wrong: dict[Path, set[str]]) -> dict[str, set[str]]:
    """Where there is something."""
    return {str(path): what for path, what in wrong.items() if what}


NAMES = {name_of(path) for path in MODULES}

PRODUCT = [path for path in MODULES if path.parts[0] == "bot" and path not in KNOW_ALL]


def test_imports_point_inwards() -> None:
    used = {path: {name.partition(".")[0] for name in imports(path)} for path in MODULES}
    outwards = {
        path: used[path] & MAY_IMPORT.keys() - MAY_IMPORT[path.parts[0]]
        for path in MODULES
        if path not in KNOW_ALL
    }
    assert where(outwards) == {}


def test_adapters_open_no_transaction() -> None:
    """The product reads and writes for them: they call `Bot`, or what it was put together with."""
    opened = {
        path: {
            ast.unparse(node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute)
            and (
                node.attr in {"transaction", "read_only"}
                or (node.attr == "store" and ast.unparse(node.value).endswith("context"))
            )
        }
        for path in MODULES
        if path.parts[0] == "adapters" and path not in STILL_USE_THE_STORE
    }
    assert where(opened) == {}


def test_one_platforms_adapter_never_uses_anothers() -> None:
    others = {
        path: {name.split(".")[1] for name in imports(path) if name.startswith("adapters.")}
        - SHARED_BY_ADAPTERS
        - {Path(path.parts[1]).stem}
        for path in MODULES
        if path.parts[0] == "adapters"
    }
    assert where(others) == {}


def test_only_async_modules_of_the_product_touch_the_world() -> None:
    pure = [path for path in PRODUCT if path != Path("bot/environment.py") and not is_async(path)]
    touched = {path: {name.partition(".")[0] for name in imports(path)} & WORLDLY for path in pure}
    asked_the_time = {
        path: {
            node.attr
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today"}
        }
        for path in pure
    }
    assert (where(touched), where(asked_the_time)) == ({}, {})


def test_what_says_it_is_pure_has_nothing_async() -> None:
    says = [path for path in MODULES if "Pure" in (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]]
    assert [path for path in says if is_async(path)] == []


def importers_of(*libraries: str) -> set[Path]:
    return {path for path in MODULES if {name.partition(".")[0] for name in imports(path)} & {*libraries}}


def test_a_library_that_may_be_replaced_is_known_to_few_modules() -> None:
    """Each of them does more than we need."""
    known_to = {libraries: importers_of(*libraries) for libraries in KNOWN_TO_FEW}
    assert known_to == KNOWN_TO_FEW


def public_classes() -> dict[str, list[str]]:
    """The modules that define a class of each public name."""
    modules = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].append(str(path))
    return modules


def test_a_class_name_has_one_meaning() -> None:
    assert {name: modules for name, modules in public_classes().items() if len(modules) > 1} == {}


def test_names_are_the_fields_words() -> None:
    assert [str(path) for path in MODULES if path.stem in METAPHORS] == []
    assert public_classes().keys() & OLD_CLASS_NAMES == set()


def layer_of(name: str) -> int:
    return LAYERS.index(name.split(".")[1])


def test_a_package_imports_only_those_before_it() -> None:
    backwards = {
        path: {
            name
            for name in imports(path)
            if name.startswith("bot.") and layer_of(name) > layer_of(name_of(path))
        }
        for path in MODULES
        if path.parts[0] == "bot" and len(path.parts) > 1 and name_of(path) != "bot"
    }
    assert where(backwards) == {}


def test_the_product_names_no_platform() -> None:
    named = {
        path: {
            node.value
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        & PLATFORM_WORDS
        for path in PRODUCT
        if path != Path("bot/delivery/rate_limit.py")  # what each one bears
    }
    assert where(named) == {}


def test_files_and_functions_stay_small() -> None:
    ours = [path for path in MODULES if "versions" not in path.parts]  # a migration lists what it lists
    assert [path for path in ours if len((ROOT / path).read_text().splitlines()) > MOST_LINES] == []
    long = {
        path: {
            node.name
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
        }
        for path in ours
    }
    assert where(long) == {}

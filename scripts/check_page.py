"""Renders docs/operate/check.md: what `accord check` can find, and the cure, as the code has them."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEVELS = {"error": "Error", "warning": "Warning", "severity": "Warning or Error"}
PLACES = ("bot", "storage", "adapters")


@dataclass(frozen=True, slots=True)
class PossibleFinding:
    about: str
    level: str
    what: str
    cure: str


INTRODUCTION = """\
# What accord check tells you

`accord check` looks at the machine, settings, databases, files, clocks, workers and charts. It asks Slack,
Microsoft and your mail server whether they accept your tokens, secrets and password. It changes nothing. Run
it after each change of settings and each upgrade, and when something seems wrong.

- **OK** means that it works.
- **Warning** means that it works, but you may not want it so. The line after the arrow says what you can do.
- **Error** means that something does not work. The exit code is then 1.

`--json` prints the same for other programs. With `--post-to` and the ID of a channel in Slack it also posts a
trial message with a picture there, and removes both.

These are all warnings and errors, as `make pages` reads them from the code. `…` stands for what differs, such
as a name or a folder. A setting that cannot work is reported under *settings*, with the reason.
"""
FILES = "database, keys or secret key"  # checks of files are the same for all three


def possible_findings() -> list[PossibleFinding]:
    """Return every finding that the code can make and that needs a cure, by subject."""
    found = {
        finding
        for place in PLACES
        for file in (ROOT / place).rglob("*.py")
        for finding in _findings_in(ast.parse(file.read_text("utf-8")))
    }
    return sorted(found, key=lambda each: (each.about.lower(), each.level, each.what, each.cure))


def _findings_in(tree: ast.Module) -> Iterator[PossibleFinding]:
    """Yield the findings of a module: what is given to `warning` and `error`, or to either of them."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    scopes = [list(ast.walk(function)) for function in functions]
    inside = {id(node) for nodes in scopes for node in nodes}
    in_module = [node for node in ast.walk(tree) if id(node) not in inside]
    for nodes in (*scopes, in_module):
        constants = _assigned(in_module) | _assigned(nodes)
        for call in nodes:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in LEVELS:
                about, what, cure = (_text(argument, constants) for argument in call.args)
                yield PossibleFinding(about, LEVELS[call.func.id], what, cure)


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _text(node: ast.expr, constants: dict[str, ast.expr]) -> str:
    """Return the text of an expression, with … for each part that is not known before it runs."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part, constants) for part in parts)
        case ast.FormattedValue(value=part):
            return _text(part, constants)
        case ast.Name(id=name) if name in constants:
            return _text(constants[name], {})
    return "…"


def render_page() -> str:
    """Return the page, with a table for each subject."""
    about, parts = "", [INTRODUCTION]
    for finding in possible_findings():
        if finding.about != about:
            about = finding.about
            title = FILES if about == "…" else about
            parts.append(f"\n## {title}\n\n| | what it says | what to do |\n| --- | --- | --- |")
        parts.append(f"| {finding.level} | {_cell(finding.what)} | {_cell(finding.cure)} |")
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    """Return a text for a table. Where nothing of it is known beforehand, say so."""
    return text if text.strip("… .") else "as it says there"

"""Keep the catalogues complete: `python -m scripts.translations update`.

A message is marked where it is written: `t("...")`, `t.rich("...")`, `t.n("one", "many", n)` or
`N_("...")`, in Python and in templates. The source is parsed by Python and Jinja themselves: Babel's own
extraction loses a message among the arguments of another, and Jinja's ignores methods.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
WIDTH = 100

Marked = tuple[str, ...]
"""A message, or its forms for one and for many."""


def messages(root: Path = ROOT) -> set[Marked]:
    """Return all messages of the product."""
    marked: set[Marked] = set()
    for part in ("bot", "adapters"):
        for file in (root / part).rglob("*.py"):
            marked.update(in_python(file.read_text("utf-8")))
    for file in (root / "adapters" / "web" / "templates").rglob("*.html"):
        marked.update(in_template(file.read_text("utf-8")))
    return marked


def in_python(source: str) -> Iterator[Marked]:
    """Yield the messages in Python source."""
    return (marked for _, marked in located_in_python(source))


def located_in_python(source: str) -> Iterator[tuple[int, Marked]]:
    """Yield the messages in Python source, each after the number of its line."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute):
            name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
            for marked in _marked(name, [_texts(argument) for argument in call.args]):
                yield call.lineno, marked


def in_template(source: str) -> Iterator[Marked]:
    """Yield the messages in a Jinja template."""
    return (marked for _, marked in located_in_template(source))


def located_in_template(source: str) -> Iterator[tuple[int, Marked]]:
    """Yield the messages in a Jinja template, each after the number of its line."""
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name | nodes.Getattr):
            name = call.node.name if isinstance(call.node, nodes.Name) else call.node.attr
            for marked in _marked(name, [_texts(argument) for argument in call.args]):
                yield call.lineno, marked


def _marked(name: str, arguments: list[Marked]) -> Iterator[Marked]:
    match name, arguments:
        case "t" | "N_" | "rich", [texts, *_]:
            yield from ((text,) for text in texts)
        case "n", [[one], [many], _]:
            yield one, many


def _texts(argument: ast.expr | nodes.Expr) -> Marked:
    """Return the literal texts of an argument: `"a" if x else "b"` has two."""
    match argument:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.IfExp():
            return (*_texts(argument.body), *_texts(argument.orelse))
        case nodes.Const(value=str(text)):
            return (text,)
        case nodes.CondExpr():
            branches = [argument.expr1, *([argument.expr2] if argument.expr2 else [])]
            return tuple(text for branch in branches for text in _texts(branch))
    return ()


def updated(po: str, marked: set[Marked]) -> str:
    """Return a catalogue with new messages, not translated yet, and without those that are gone."""
    catalogue = read_po(StringIO(po))
    source = Catalog()
    for message in marked:
        source.add(message if len(message) > 1 else message[0])
    source.creation_date = catalogue.creation_date  # so that the file changes only with its messages
    catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
    written = BytesIO()
    write_po(written, catalogue, width=WIDTH, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith('"Generated-By:'))


def untranslated(po: str) -> list[str]:
    """Return the messages, in English, that lack a translation or one of its forms, or are fuzzy."""
    entries = [message for message in read_po(StringIO(po)) if message.id]
    return [str(message.id) for message in entries if message.fuzzy or not all(forms(message.string))]


def forms(string: str | list[str] | tuple[str, ...] | None) -> Marked:
    """Return the forms of a message or a translation; one if it has no plural."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def main() -> None:
    if sys.argv[1:] != ["update"]:
        sys.exit("Use: python -m scripts.translations update")
    for file in sorted((ROOT / "prompts").glob("*/accord.po")):
        po = updated(file.read_text("utf-8"), messages())
        file.write_text(po, "utf-8")
        if waiting := untranslated(po):
            sys.exit(f"{file.parent.name}: {len(waiting)} messages await a translation")


if __name__ == "__main__":
    main()

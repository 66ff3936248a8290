"""A mypy plugin that checks the fields named in calls of a transaction.

`db.find(Person, adress=...)` takes `**where: Any`, so mypy alone accepts any name and any value. This checks
them against the fields of the record's dataclass, where the call shows which record it is about.
"""

from collections.abc import Callable, Iterator
from functools import partial

from mypy.errorcodes import ErrorCode
from mypy.nodes import Expression, StrExpr, Var
from mypy.plugin import CheckerPluginInterface, MethodContext, Plugin
from mypy.subtypes import is_subtype
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Type,
    TypeOfAny,
    TypeType,
    UnionType,
    get_proper_type,
)

CLASSES = {
    "bot.core.ports.Transaction",
    "bot.delivery.batch_loader.BatchingReader",
    "storage.store.SqlTransaction",
}
COMPARING = {
    "find",
    "first",
    "count",
    "remove",
    "latest",
    "due",
    "page",
    "in_lane",
    "remove_due",
}  # a field equals a value, or one of several
WRITING = {"update_if_unchanged", "update_all_if_unchanged"}
ORDERING = {"latest", "due", "in_lane", "remove_due"}  # the second argument names a field
SEVERAL = ("list", "tuple", "set", "frozenset")
RECORD_FIELD = ErrorCode(
    "record-field", "A field that the record lacks, or a value it cannot have", "Records"
)


class RecordsPlugin(Plugin):
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        class_, _, method = fullname.rpartition(".")
        if class_ in CLASSES and method in COMPARING | WRITING:
            return partial(check_fields, method)
        return None


def check_fields(method: str, context: MethodContext) -> Type:
    """Report wrong fields; the call keeps the type it has."""
    record, api = record_of(context), context.api
    if record is None:
        return context.default_return_type
    for name, type_, argument in keyword_arguments(context):
        field = field_type(api, record, name, argument)
        fits = method in COMPARING and field and is_several(api, type_, field)
        if field and not fits and not is_subtype(type_, field):
            api.fail(f'"{name}" of "{record.type.name}" cannot be {type_}', argument, code=RECORD_FIELD)
    if method in ORDERING and isinstance(named := context.args[1][0], StrExpr):
        field_type(api, record, named.value, named)
    return context.default_return_type


def record_of(context: MethodContext) -> Instance | None:
    """Return the dataclass that the first argument is, is an instance of, or is a sequence of; None if the
    call does not show it."""
    given = get_proper_type(context.arg_types[0][0])
    if isinstance(given, CallableType):
        given = get_proper_type(given.ret_type)
    elif isinstance(given, TypeType):
        given = given.item
    elif isinstance(given, Instance) and given.type.has_base("typing.Sequence"):
        given = get_proper_type(given.args[0])
    return given if isinstance(given, Instance) and "dataclass" in given.type.metadata else None


def keyword_arguments(context: MethodContext) -> Iterator[tuple[str, Type, Expression]]:
    """Yield the name, type and place of each keyword argument that stands for a field."""
    for names, types, arguments in zip(context.arg_names, context.arg_types, context.args, strict=True):
        for name, type_, argument in zip(names, types, arguments, strict=True):
            if name is not None and name not in context.callee_arg_names:
                yield name, type_, argument


def field_type(api: CheckerPluginInterface, record: Instance, name: str, place: Expression) -> Type | None:
    """Return the type of a field; report a name that is none and return None."""
    names = {field["name"] for field in record.type.metadata["dataclass"]["attributes"]}
    symbol = record.type.get(name)
    if name in names and symbol and isinstance(symbol.node, Var):
        return symbol.node.type
    api.fail(f'"{record.type.name}" has no field "{name}"', place, code=RECORD_FIELD)
    return None


def is_several(api: CheckerPluginInterface, type_: Type, field: Type) -> bool:
    anything = AnyType(TypeOfAny.special_form)
    several = UnionType([api.named_generic_type(f"builtins.{name}", [anything]) for name in SEVERAL])
    return is_subtype(type_, several) and is_subtype(
        type_, api.named_generic_type("typing.Iterable", [field])
    )


def plugin(_: str) -> type[Plugin]:
    return RecordsPlugin

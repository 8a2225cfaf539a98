"""Every verb of the store with the kinds of records that it is about, read from the source: what access must decide."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import store
from store.records import Record, kind_of

ROOT = Path(store.__file__).parent
ASKS = {"change": (1, 2), "allow": (1, 2), "may": (1, 2)}  # where the verb and the record stand among the arguments

# What can't be read from the source: the verbs that a name stands for, the kinds that an expression stands for.
VERBS = {
    ("meetings/update.py", "verb"): ("written", "entered"),
    ("meetings/votes.py", "verb"): ("voted", "entered"),
    ("customers/verbs.py", "verb"): ("edited", "handed over"),
}
KINDS = {
    ("importing/__init__.py", "planned.subject.MODEL"): ("customer", "follow_up", "booking"),
    ("importing/__init__.py", "SUBJECTS[subject].MODEL"): ("customer", "follow_up", "booking"),
    ("importing/planning.py", "model"): ("customer", "follow_up", "booking"),
    ("customers/verbs.py", "others[0]"): ("customer",),
    ("customers/verbs.py", "customer"): ("customer",),
    ("meetings/votes.py", "given"): ("vote",),
}


def asked() -> Iterator[tuple[str, str, str]]:
    """Each (kind, verb) that a verb asks about, and the place in the source where it does."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("migrations/") or name in ("access.py", "changes.py"):
            continue
        module = importlib.import_module(_module(name))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if called in ASKS and len(call.args) > 2:
                    place = f"{name}:{call.lineno}"
                    for kind in _kinds(module, name, function, call.args[2]):
                        for verb in _verbs(module, name, call.args[1]):
                            yield kind, verb, place


def _module(name: str) -> str:
    return "store." + name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def _verbs(module: Any, name: str, node: ast.expr) -> tuple[str, ...]:
    written = ast.unparse(node)
    if (name, written) in VERBS:
        return VERBS[name, written]
    if isinstance(node, ast.IfExp):
        return _verbs(module, name, node.body) + _verbs(module, name, node.orelse)
    if isinstance(node, ast.Subscript):
        table = eval(ast.unparse(node.value), vars(module))  # our own source
        return tuple(table.values())
    try:
        found = eval(written, vars(module))
    except NameError:
        found = None
    assert isinstance(found, str), f"{name}: no verb can be read from {written}; tests/support/verbs.py must say it"
    return (found,)


def _kinds(module: Any, name: str, function: ast.FunctionDef, node: ast.expr) -> tuple[str, ...]:
    written = ast.unparse(node)
    if (name, written) in KINDS:
        return KINDS[name, written]
    if isinstance(node, ast.IfExp):
        return _kinds(module, name, function, node.body) + _kinds(module, name, function, node.orelse)
    if isinstance(node, ast.BoolOp):
        return tuple(kind for value in node.values for kind in _kinds(module, name, function, value))
    found = _models(_type(module, function, node))
    assert found, f"{name}: no kind can be read from {written}; tests/support/verbs.py must say it"
    return tuple(kind_of(model) for model in found)


def _models(found: Any) -> tuple[type[Record], ...]:
    if inspect.isclass(found) and issubclass(found, Record):
        return (found,)
    return tuple(model for part in get_args(found) for model in _models(part))


def _type(module: Any, function: ast.FunctionDef, node: ast.expr) -> Any:
    """The class of an expression: a model, a parameter, a call of a function that says what it returns."""
    if isinstance(node, ast.Name):
        for argument in (*function.args.args, *function.args.kwonlyargs):
            if argument.arg == node.id and argument.annotation is not None:
                return _evaluated(module, argument.annotation)
        for statement in ast.walk(function):
            if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == node.id for target in statement.targets
            ):
                return _type(module, function, statement.value)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("load", "get", "first_of"):
            return _evaluated(module, node.func.value)
        return get_type_hints(_evaluated(module, node.func), _known(module)).get("return")
    return _evaluated(module, node)


def _known(module: Any) -> dict[str, Any]:
    from store import team

    return {"Member": team.Member, **vars(module)}  # in the core it is imported for typing only


def _evaluated(module: Any, node: ast.expr) -> Any:
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)
    try:
        return eval(text, _known(module))
    except (NameError, AttributeError):
        return None

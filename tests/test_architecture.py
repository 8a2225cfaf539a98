"""The arrows and habits of the house: who imports whom, who writes, what is private, what may be a message."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import store
import tui
from store.database import close_store, open_store
from store.records import models
from tui.screens import SCREENS

ROOT = Path(store.__file__).parent.parent
LONGEST = 450  # lines of a file


def files(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Every source file of these packages, by its name from the root, as a tree."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def modules(package: Any) -> list[str]:
    """The names of all modules of a package, but for migrations, which are no modules."""
    found = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    return [package.__name__, *(module.name for module in found if "migrations" not in module.name)]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# Who imports whom


def test_the_store_can_be_used_where_no_screen_is_installed() -> None:
    code = f"""
import importlib, sys
for name in {modules(store)!r}:
    importlib.import_module(name)
print([name for name in ("tui", "textual", "rich", "fixtures") if name in sys.modules])
"""
    assert python(code) == "[]\n"


def test_plain_commands_start_without_textual(tmp_path: Path) -> None:
    path, copy = str(tmp_path / "team.db"), str(tmp_path / "copy.db")
    team = ["--team", "T", "--name", "Ana", "--currency", "EUR", "--timezone", "UTC", "--login", "ana"]
    lines: list[list[str]] = [
        ["--version"],
        ["--help"],
        ["init", *team],
        ["member", "add", "Li", "li"],
        ["member", "list", "--json"],
        ["add", "call - renewal today @li"],
        ["due", "--everyone"],
        ["due", "--json", "--member", "li"],
        ["member", "leave", "li"],
        ["backup", copy],
        ["restore", copy],
        ["check"],
    ]
    code = f"""
import sys
from tui.cli import main
for line in {lines!r}:
    try:
        main(["--db", {path!r}, "--as", "ana", *line])
    except SystemExit as end:
        assert end.code == 0, (line, end.code)
    assert "textual" not in sys.modules, line
"""
    python(code)


# What the first screen doesn't need: it is imported by what needs it, when it does.
LATER = (
    *("dateutil", "csv", "importlib.metadata", "playhouse", "pypinyin", "secrets", "tomllib"),
    *("store.importing", "store.quickentry", "store.entry", "store.closing", "store.leaving", "store.merging"),
    *("textual.widgets._markdown", "textual.widgets._data_table", "textual.widgets._text_area"),
    *("tui.palette", "tui.progress", "tui.screens.help", "tui.screens.history", "tui.widgets.board"),
    *("tui.widgets.confirm", "tui.widgets.form", "tui.widgets.heatmap", "tui.widgets.picker", "tui.widgets.quickentry"),
)


def test_the_first_screen_imports_only_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    open_store(path, create=True)  # here, because a new file imports the migrations
    close_store()
    code = f"""
import asyncio, sys
from pathlib import Path
from store import team
from store.database import open_store
from store.today import badges
from tui import newday
from tui.app import HuddleApp
from tui.cli import main
open_store(Path({str(path)!r}))
me = team.found_team("T", timezone="UTC", currency="EUR", lead="Ana", login="ana")
async def first_screen():
    app = HuddleApp(me, badges=badges, daily=newday.begin)
    async with app.run_test(size=(120, 40)):
        while app.begun is None:  # also what is done once a day, after the first paint
            await asyncio.sleep(0.01)
asyncio.run(first_screen())
print(sorted(set(sys.modules) & {{*{LATER!r}}}))
print(sorted(name.removeprefix("tui.screens.") for name in sys.modules if name.startswith("tui.screens.")))
"""
    assert python(code).splitlines() == ["[]", str(["base", "complaint_keys", "followup_keys", "today", "toosmall"])]


def test_every_module_can_be_imported_first() -> None:
    """Each in a process of its own, forked from one that has loaded what isn't ours: a circle shows at once."""
    code = f"""
import importlib, os, sys
for name in ("textual.app", "textual.widgets", "peewee", "click", "dateutil.rrule", "platformdirs"):
    importlib.import_module(name)
broken = []
for name in {[*modules(store), *modules(tui)]!r}:
    if name.endswith("__main__"):
        continue
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    os.waitpid(child, 0)
"""
    assert python(code) == ""


# What a domain offers


def _offered(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """By its imports for readers and mypy: (module, name)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for line in node.body:
                if isinstance(line, ast.ImportFrom):
                    yield from ((str(line.module), alias.asname or alias.name) for alias in line.names)


def _found_late(tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    """By its table for the running program: (module, name)."""
    for call in calls(tree):
        if isinstance(call.func, ast.Name) and call.func.id == "late":
            for keyword in call.keywords:
                yield from ((f"{package}.{keyword.arg}", name) for name in ast.literal_eval(keyword.value).split())


def test_a_domain_offers_what_its_reader_sees() -> None:
    seen = 0
    for name, tree in files("store"):
        package = name.removesuffix("/__init__.py").replace("/", ".")
        late = set(_found_late(tree, package))
        if not late:
            continue
        seen += 1
        assert late == set(_offered(tree)), package
        own = {module.rpartition(".")[2] for module in modules(importlib.import_module(package))[1:]}
        assert own & {word for _module, word in late} == set(), "the module would take the place of the name"
        for _module, word in late:
            assert getattr(importlib.import_module(package), word) is not None
    assert seen == 15


def test_every_record_is_found_wherever_it_is_kept() -> None:
    code = f"""
import importlib
from store.records import Record, models
known = set(models())
for name in {modules(store)!r}:
    importlib.import_module(name)
print(set(Record.__subclasses__()) - known)
"""
    assert python(code) == "set()\n"


# Who writes

WRITERS = ("store/changes.py", "store/batches.py", "store/words.py", "store/database.py", "store/migrations/")
ANY_RECEIVER = {"delete_instance", "insert_many", "insert_from", "bulk_create", "bulk_update", "create", "set_by_id"}
OF_A_MODEL = {"save", "insert", "update", "delete"}
DOORS = {"derive", "draft"}
WRITES = ("INSERT ", "UPDATE ", "DELETE ", "REPLACE ")


def _names_a_model(node: ast.expr) -> bool:
    """Whether this is a class (``FollowUp.update``), or ``type(x)``, or a variable that says so."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in ("type", "model_of")
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name[:1].isupper() or name in ("model", "record")


def _in_a_door(tree: ast.Module) -> set[int]:
    """The lines within ``with derive():`` and ``with draft():``."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(
            isinstance(item.context_expr, ast.Call) and getattr(item.context_expr.func, "id", "") in DOORS
            for item in node.items
        ):
            found.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found


def test_nothing_writes_to_the_database_but_its_doors() -> None:
    found = []
    for name, tree in files("store", "tui", "fixtures"):
        if name.startswith(WRITERS):
            continue
        within = _in_a_door(tree)
        for call in calls(tree):
            if isinstance(call.func, ast.Attribute) and (
                call.func.attr in ANY_RECEIVER
                or (call.func.attr in OF_A_MODEL and _names_a_model(call.func.value) and call.lineno not in within)
            ):
                found.append(f"{name}:{call.lineno} .{call.func.attr}()")
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in within:
                words = node.value.lstrip()
                if words.startswith(WRITES) and words.split()[0].isupper() and len(words.split()) > 2:
                    found.append(f"{name}:{node.lineno} {words[:30]}")
    assert found == []


OPENED = {"change", "draft", "derive", "reading", "atomic", "transaction"}  # what opens a transaction


def _awaited_inside(tree: ast.AST) -> list[int]:
    """The lines within an open transaction that wait for something else."""
    return [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.With | ast.AsyncWith)
        and any(
            isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in OPENED
            for call in (item.context_expr for item in node.items)
        )
        for inner in ast.walk(node)
        if isinstance(inner, ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]


def test_nothing_is_awaited_while_a_transaction_is_open() -> None:
    """Another task's rows would be rolled back with it, and the file stays locked meanwhile."""
    found = [f"{name}:{line}" for name, tree in files("store", "tui", "fixtures") for line in _awaited_inside(tree)]
    assert found == []
    waits = [
        node for _name, tree in files("store") for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)
    ]
    assert waits == [], "the store is plain calls"
    assert _awaited_inside(ast.parse("async def f():\n with change(me, 'x', y) as it:\n  await z")) == [3]


# What is private


def _own_names(trees: list[ast.Module]) -> set[str]:
    """Every private name that we define: functions, attributes, class variables."""
    found: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return {name for name in found if name.startswith("_")}


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_only_the_public_face_of_textual_is_used() -> None:
    named = list(files("tui"))
    ours = _own_names([tree for _name, tree in [*named, *files("store")]]) | {"_meta"}  # Peewee documents _meta
    found = []
    for name, tree in named:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _private(node.attr) and node.attr not in ours:
                found.append(f"{name}:{node.lineno} .{node.attr}")
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("textual", "rich")):
                parts = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                found += [f"{name}:{node.lineno} {part}" for part in parts if _private(part)]
    assert found == []


def test_no_private_method_of_textual_is_replaced_by_accident() -> None:
    found = []
    for name in modules(tui):
        if name.endswith("__main__"):
            continue
        for _title, kind in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if kind.__module__ != name:
                continue
            foreign = [base for base in kind.__mro__ if base.__module__.startswith("textual.")]
            written = {
                node.name
                for node in ast.walk(ast.parse(inspect.getsource(inspect.getmodule(kind) or tui)))
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            }
            own = [method for method in vars(kind) if _private(method) and method in written]
            found += [
                f"{kind.__qualname__}.{method}" for method in own if any(method in vars(base) for base in foreign)
            ]
    assert found == []


# What is said


def _is_made_up(node: ast.expr) -> bool:
    """Whether a text is put together: no catalogue can hold it."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join", "lower", "upper", "title")
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _is_translated(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"


def test_every_message_can_stand_in_a_catalogue() -> None:
    found = []
    for name, tree in files("store", "tui"):
        for call in calls(tree):
            to = call.func.id if isinstance(call.func, ast.Name) else ""
            if not call.args:
                continue
            first = call.args[0]
            if to == "N_" and not isinstance(first, ast.Constant) and not name.endswith("i18n.py"):
                found.append(f"{name}:{call.lineno} N_() of what is no literal")
            if to in ("_", "ngettext", "pgettext") and any(_is_made_up(argument) for argument in call.args[:2]):
                found.append(f"{name}:{call.lineno} {to}() of a text that is put together")
            if to == "Form" and any(_is_translated(argument) for argument in call.args[3:4]):
                found.append(f"{name}:{call.lineno} the words of a form's key are translated when they are drawn")
            if to == "Reason" and (_is_made_up(first) or isinstance(first, ast.Constant)):
                found.append(f"{name}:{call.lineno} Reason() without N_()")
    assert found == []


def test_every_command_helps_in_the_language_that_is_spoken() -> None:
    """Those of `tui.commands.speaking` translate their docstrings and the help of their options."""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in files("tui")
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("command", "group")
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "click"
        and not name.endswith("speaking.py")
    ]
    assert found == []


def test_what_people_read_is_joined_as_their_language_does() -> None:
    """``format.listed``, ``remarks``, ``sentences`` and ``labelled`` join it; Chinese has other commas and colons."""
    joins = re.compile(r"""["'](, |; |: )["']\.join""")
    found = [
        path.relative_to(ROOT).as_posix() for path in (ROOT / "tui").rglob("*.py") if joins.search(path.read_text())
    ]
    assert found == ["tui/screens/meetings/forms.py"]  # logins, as people type them


# The form of the house


def test_no_file_is_longer_than_one_can_read() -> None:
    found = {}
    for path in (*(ROOT / "store").rglob("*.py"), *(ROOT / "tui").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > LONGEST:
            found[name] = count
    assert found == {}


def test_every_module_says_what_it_is() -> None:
    named = [name for name, tree in files("store", "tui", "fixtures") if tree.body and not ast.get_docstring(tree)]
    assert named == []


def test_who_looks_for_a_domain_finds_its_tests_by_its_name() -> None:
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "store").glob("test_*.py")}
    domains = {model.__module__.split(".")[1] for model in models() if model.__module__[:6] == "store."}
    assert domains - tests == set()


def test_who_looks_for_a_screen_finds_its_tests_by_its_name() -> None:
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "tui").glob("test_*.py")}
    screens = {place.load().__module__.split(".")[2] for place in SCREENS}
    assert screens - tests == set()


# That these tests can fail


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("FollowUp.update(x=1)", True),
        ("it.update(record)", False),
        ("words.insert(0, x)", False),
        ("record.save()", True),
    ],
)
def test_a_write_is_told_from_a_list(source: str, wrong: bool) -> None:
    call = next(calls(ast.parse(source)))
    assert isinstance(call.func, ast.Attribute)
    assert (call.func.attr in OF_A_MODEL and _names_a_model(call.func.value)) is wrong

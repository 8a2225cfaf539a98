"""The catalogue of translations: what the program says, read from its source, and what each language has for it.

Run as a program it brings the catalogues up to date with the source: what is new is there without a translation,
what is said no more is gone, and ``tests/test_catalogue.py`` names what is left to do.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from store.records import Choice, Rank, models
from tui.format import AMBIGUOUS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "tui" / "locale"
FOLDERS = ("store", "tui", "fixtures")
OF_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")  # what its commands say
ONE, PAIR, IN_CONTEXT = ("_", "N_"), ("ngettext", "NN_"), ("pgettext", "NP_")

FOR_PROGRAMMERS = ("decl", "eprecat", "UUID", "format", "Choice(", "defined", "prompting", "continue?", "iterable")


class Said(NamedTuple):
    """One message as it stands in the source; ``many`` is its plural and ``context`` tells two meanings apart."""

    one: str
    many: str = ""
    context: str = ""


def said() -> dict[Said, list[str]]:
    """Every message of the source, with the files that say it."""
    found: dict[Said, list[str]] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message in in_source(path.read_text(encoding="utf-8")):
                found.setdefault(message, []).append(path.relative_to(ROOT).as_posix())
    for value in of_enumerations():
        found.setdefault(Said(value), []).append("store")
    for name in OF_CLICK:
        source = Path(click.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
        for message in _marked(ast.parse(source)):
            if not any(word in message.one for word in FOR_PROGRAMMERS):
                found.setdefault(message, []).append("click")
    return found


def in_source(source: str) -> Iterator[Said]:
    """The messages of one file: what is marked, and the help of its commands."""
    tree = ast.parse(source)
    yield from _marked(tree)
    if "import click" in source:
        yield from _of_commands(tree)


def _marked(tree: ast.AST) -> Iterator[Said]:
    for node in ast.walk(tree):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        texts = list(map(_text, node.args)) if isinstance(node, ast.Call) else []
        if name in ONE and texts[0]:
            yield Said(texts[0])
        elif name in PAIR and len(texts) > 1 and texts[0]:
            yield Said(texts[0], many=texts[1])
        elif name in IN_CONTEXT and texts[1]:
            yield Said(texts[1], context=texts[0])


def of_enumerations() -> Iterator[str]:
    """The values that the history of a record shows by ``format.word``: of every field that is a choice."""
    for model in models():
        for field in model._meta.sorted_fields:
            for value in field.kind if isinstance(field, Choice | Rank) else ():
                raw = value.name if isinstance(value, IntEnum) else str(value.value)
                if len(raw) > 1 and f"{type(value).__name__}.{raw.lower()}" not in AMBIGUOUS:
                    yield raw.lower().replace("_", " ")


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _of_commands(tree: ast.AST) -> Iterator[Said]:
    """The docstrings of commands, the help of their options, and the names of what they take."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_a_command, node.decorator_list)):
            if text := ast.get_docstring(node):
                yield Said(inspect.cleandoc(text))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            options = {one.arg: one.value for one in node.keywords}
            if help := _text(options.get("help")):
                yield Said(help)
            named = node.args[0] if node.func.attr == "argument" and "metavar" not in options else None
            for value in re.findall("[A-Z]{2,}", _text(options.get("metavar")) or _text(named).upper()):
                yield Said(value)


def _makes_a_command(decorator: ast.expr) -> bool:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(named, ast.Attribute | ast.Name) and (
        (named.attr if isinstance(named, ast.Attribute) else named.id) in ("command", "group")
    )


def template() -> Catalog:
    """What a translator has to translate."""
    from babel.messages.catalog import Catalog

    made = Catalog(project="huddle")
    for message, places in said().items():
        id = (message.one, message.many) if message.many else message.one
        made.add(id, context=message.context or None, locations=[(place, None) for place in dict.fromkeys(places)])
    return made


def catalogues() -> dict[str, Path]:
    """The translations that there are, by language."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/huddle.po"))}


def read(path: Path, language: str) -> Catalog:
    """One language's translations."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(catalogue: Catalog, path: Path) -> None:
    """Write them, sorted, without dates and lines of the source, so that only what was translated differs."""
    from babel.messages.pofile import write_po

    catalogue.revision_date = catalogue.creation_date = datetime(2026, 11, 26, tzinfo=UTC)
    catalogue.fuzzy, catalogue.version = False, "1"
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "Huddle"
    catalogue.header_comment = "# Huddle's words. `python tests/support/catalogue.py` brings them up to date."
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, no_location=True, ignore_obsolete=True)


def update() -> None:
    """Bring every catalogue up to date with the source, and compile it."""
    new = template()
    for language, path in catalogues().items():
        catalogue = read(path, language)
        catalogue.update(new, no_fuzzy_matching=True)
        write(catalogue, path)
        print(f"{language}: {sum(not whole(message.string) for message in catalogue if message.id)} to translate")
    compiled()


def whole(string: str | Sequence[str] | None) -> bool:
    """Whether a message has its translation."""
    return bool(string) and all([string] if isinstance(string, str) else string or ())


def compiled() -> None:
    """Compile every catalogue that is newer than what was compiled of it."""
    from babel.messages.mofile import write_mo

    for language, path in catalogues().items():
        made = path.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= path.stat().st_mtime:
            continue
        mine = made.with_suffix(f".{os.getpid()}")  # several processes of a test run may find it old
        with mine.open("wb") as file:
            write_mo(file, read(path, language))
        mine.replace(made)


if __name__ == "__main__":
    update()

"""A file of a spreadsheet as a table: its bytes, its delimiter, its headings and its rows.

UTF-8 with or without a mark, UTF-16 with one, else GB18030 (never GBK: it lacks characters of people's names). The
delimiter is the one of ``, ; tab |`` that the headings have most. A cell is text: nothing in it is evaluated.
"""

from __future__ import annotations

import codecs
import csv
import gc
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.errors import N_, Invalid, Reason, Unavailable

DELIMITERS = ",;\t|"
LARGEST_FILE = 200_000_000  # bytes
_NOISE = re.compile(r"[\s_\-./:*?()（）【】\[\]]+")
_REMARK = re.compile(r"\([^)]*\)|（[^）]*）")
_GUARDED = ("'=", "'+", "'-", "'@", "'\t")  # what exports write before text that a spreadsheet would evaluate


@dataclass(frozen=True)
class Sheet:
    """The table of a file: a row per record, all as wide as the headings; ``lines`` are where they begin in it.

    ``ragged`` are the indexes of rows that have more cells than there are headings.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    delimiter: str
    ragged: frozenset[int]


@contextmanager
def without_collection() -> Iterator[None]:
    """Hold the collector off while hundreds of thousands of small objects are made, none of them garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read(path: Path) -> Sheet:
    """Read a file. Raises Unavailable when it can't be opened, Invalid when it is no table of text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Invalid({"": Reason(N_("{file} is too large; cut it into parts."), {"file": path.name})})
        raw = path.read_bytes()
    except OSError as error:
        values = {"file": str(path), "error": error.strerror or str(error)}
        raise Unavailable(Reason(N_("{file} can't be read: {error}."), values)) from error
    with without_collection():
        return table(decoded(raw, path.name), path.name)


def decoded(raw: bytes, name: str = "") -> str:
    """The text of the bytes. Raises Invalid when they are none."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"", "utf-8"),
        (b"", "gb18030"),
    ):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Invalid({"": Reason(N_("{file} is no text. Save the sheet as CSV (UTF-8) and try again."), {"file": name})})


def table(text: str, name: str = "") -> Sheet:
    """The rows of the text under its first line. Raises Invalid for an empty file or one that isn't CSV."""
    if "\0" in text:
        raise Invalid(
            {"": Reason(N_("{file} is no text. Save the sheet as CSV (UTF-8) and try again."), {"file": name})}
        )
    delimiter, text = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        ends = [(row, reader.line_num) for row in reader]
    except csv.Error as error:
        values = {"file": name, "line": reader.line_num, "error": str(error)}
        raise Invalid({"": Reason(N_("{file}, line {line}: {error}."), values)}) from error
    starts = [1, *(end + 1 for _row, end in ends)]
    found = [(row, start) for (row, _end), start in zip(ends, starts, strict=False) if any(row)]
    if not found:
        raise Invalid({"": Reason(N_("{file} is empty."), {"file": name})})
    headers = [cell.strip() for cell in found[0][0]]
    return Sheet(
        headers, *_squared([row for row, _ in found[1:]], len(headers), [at for _, at in found[1:]], delimiter)
    )


def _squared(
    rows: list[list[str]], width: int, lines: list[int], delimiter: str
) -> tuple[list[list[str]], list[int], str, frozenset[int]]:
    """Short rows filled up, long ones cut where their surplus is empty, the others named."""
    ragged = set()
    for index, row in enumerate(rows):
        if len(row) < width:
            row += [""] * (width - len(row))
        elif len(row) > width:
            if any(row[width:]):
                ragged.add(index)
            rows[index] = row[:width]
    return rows, lines, delimiter, frozenset(ragged)


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text without the line in which a spreadsheet names it."""
    first, _, rest = text.partition("\n")
    named = first.strip().lower()
    if named.startswith("sep=") and len(named) == 5:
        return named[4], rest
    if first.strip().lower() == "sep=" and first.strip("\r\n").endswith("\t"):
        return "\t", rest
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=unquoted.count), text


def heading(text: str) -> str:
    """A heading without what people vary: case, width, blanks, signs, and remarks such as (*)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOISE.sub("", _REMARK.sub("", folded)) or _NOISE.sub("", folded)


def matched(headers: Sequence[str], aliases: Mapping[str, str]) -> dict[str, list[int]]:
    """Which columns hold which field; a field may have several, of which the first filled one counts."""
    known = {heading(name): field for field, names in aliases.items() for name in (field, *names.split("|")) if name}
    found: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        field = known.get(heading(header))
        if field is not None:
            found.setdefault(field, []).append(index)
    return found


def columns(sheet: Sheet, where: Mapping[str, Sequence[int]]) -> dict[str, list[str]]:
    """The cells of each field, stripped, from the top."""
    if not sheet.rows:
        return {field: [] for field in where}
    turned = list(zip(*sheet.rows, strict=True))
    return {field: _filled([turned[index] for index in indexes]) for field, indexes in where.items()}


def _filled(candidates: Sequence[Sequence[str]]) -> list[str]:
    first = _bare_each(candidates[0])
    for other in candidates[1:]:
        first = [cell or further for cell, further in zip(first, _bare_each(other), strict=True)]
    return first


def _bare_each(cells: Sequence[str]) -> list[str]:
    """The cells without blanks around them, and without the apostrophe of an export."""
    bare = list(map(str.strip, cells))
    if "'" not in {cell[:1] for cell in bare}:
        return bare
    return [cell[1:] if cell.startswith(_GUARDED) else cell for cell in bare]

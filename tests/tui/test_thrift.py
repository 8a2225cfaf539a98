"""What is sent in fewer bytes looks the same."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from tui.thrift import thrifty

COLOURS = st.sampled_from([None, "#8fb4ff", "#171b23", "#d5dae5", "red", "bright_blue", "color(200)"])
FLAGS = st.fixed_dictionaries(
    {name: st.sampled_from([None, True]) for name in ("bold", "italic", "underline", "reverse", "strike")}
)
STYLES = st.builds(lambda ink, ground, flags: Style(color=ink, bgcolor=ground, **flags), COLOURS, COLOURS, FLAGS)
PIECES = st.tuples(st.sampled_from(["Call", " ", "     ", "a b", "华星", "│"]), STYLES)
LINES = st.lists(st.one_of(PIECES, st.integers(1, 60)), max_size=20)
COLUMNS, ROWS = 60, 5


def frame(lines: list[list[tuple[str, Style] | int]], system: ColorSystem) -> str:
    """As Textual writes it: a number moves the cursor to that column."""
    said = ["\x1b[?2026h"]
    for row, line in enumerate(lines, 1):
        said.append(f"\x1b[{row};1H")
        for piece in line:
            said.append(
                f"\x1b[{row};{piece}H" if isinstance(piece, int) else piece[1].render(piece[0], color_system=system)
            )
        said.append("\r\n")
    return "".join([*said, "\x1b[1;1H", "\x1b[?2026l"])


def shown(data: str) -> list[list[tuple[object, ...]]]:
    """Each cell as it looks: of a blank that has no line through it only the ground."""
    screen = pyte.Screen(COLUMNS, ROWS)
    pyte.Stream(screen).feed(data)
    cells = []
    for y in range(ROWS):
        cells.append([])
        for x in range(COLUMNS):
            char = screen.buffer[y][x]
            lined = char.underscore or char.reverse or char.strikethrough
            cells[-1].append((char.data, char.bg) if char.data == " " and not lined else tuple(char))
    return cells


@given(st.lists(LINES, max_size=ROWS - 1), st.sampled_from([ColorSystem.TRUECOLOR, ColorSystem.STANDARD]))
def test_what_is_sent_in_fewer_bytes_looks_the_same(
    lines: list[list[tuple[str, Style] | int]], system: ColorSystem
) -> None:
    data = frame(lines, system)
    less = thrifty(data)
    assert shown(less) == shown(data)
    assert shown(less + "x") == shown(data + "x"), "what is written next begins without colours"
    assert len(less) <= len(data)


def test_a_blank_between_two_words_costs_one_byte() -> None:
    ground = "#171b23"
    words = [("Call", Style(color="red", bgcolor=ground)), ("  ", Style(bgcolor=ground))]
    data = "".join(style.render(text, color_system=ColorSystem.TRUECOLOR) for text, style in [*words, *words])
    assert thrifty(data) == "\x1b[31;48;2;23;27;35mCall  Call  \x1b[0m"


def test_what_isnt_understood_is_sent_as_it_is() -> None:
    for data in ("plain", "\x1b[53mover\x1b[0m", "\x1b]8;;https://x\x1b\\\x1b[1mlink\x1b[0m\x1b]8;;\x1b\\", "\x1b[2J"):
        assert thrifty(data) == data

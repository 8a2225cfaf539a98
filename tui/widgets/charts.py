"""Small charts as text in tones: a bar of progress and a line of seven heights. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from tui.format import Tone

Span = tuple[str, Tone]
HEIGHTS = "▁▂▃▄▅▆▇█"


def bar(share: float, width: int, mark: float | None = None, tone: Tone = "accent") -> list[Span]:
    """A bar of progress in ``width`` cells: ``━━━━──┃───``.

    Thin, so that the bars of a list don't grow together. ``share`` is what is done and ``mark`` where it should be,
    both of one; what lies outside is drawn at the edge.
    """
    if width < 1:
        return []
    done = round(min(max(share, 0.0), 1.0) * width)
    cells: list[Span] = [("━", tone)] * done + [("─", "muted")] * (width - done)
    if mark is not None:
        cells[min(max(int(mark * width), 0), width - 1)] = ("┃", "bold")
    return joined(cells)


def joined(cells: Sequence[Span]) -> list[Span]:
    """The same text in as few pieces as its tones need."""
    spans: list[Span] = []
    for text, tone in cells:
        if spans and spans[-1][1] == tone:
            spans[-1] = (spans[-1][0] + text, tone)
        else:
            spans.append((text, tone))
    return spans


def spark(values: Sequence[float | None], width: int) -> str:
    """The last values as heights, ``▁▃▅█``, in exactly ``width`` cells; a blank where there is none.

    The smallest value is the lowest bar, the largest the highest; more values than cells are averaged in groups.
    """
    shown = _grouped(values, width)
    known = [value for value in shown if value is not None]
    if not known:
        return " " * width
    low, high = min(known), max(known)
    step = (high - low) / (len(HEIGHTS) - 1) or 1.0
    line = "".join(" " if value is None else HEIGHTS[int((value - low) / step)] for value in shown)
    return line.ljust(width)


def _grouped(values: Sequence[float | None], width: int) -> list[float | None]:
    if len(values) <= width or width < 1:
        return list(values[:width])
    groups = (values[len(values) * at // width : len(values) * (at + 1) // width] for at in range(width))
    known = ([value for value in group if value is not None] for group in groups)
    return [sum(group) / len(group) if group else None for group in known]

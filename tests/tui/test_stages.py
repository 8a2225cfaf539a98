"""The head of a running meeting fits into its frame, whatever the times are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.meetings import Section, SectionKind, Stage, Standing
from tui.screens.meetings.stages import laid_out, piece, width_of
from tui.widgets.letters import big, spaced

KINDS = [kind for kind in SectionKind if kind is not SectionKind.OWN]


def text_of(standing: Standing, exact: bool = True, kind: SectionKind = SectionKind.GOALS) -> str:
    return "".join(text for text, _tone in piece(Section(kind=kind, title=""), standing, exact, False))


def test_a_section_says_what_it_took_and_what_it_takes() -> None:
    now = Standing(1, Stage.NOW, 300, 300, 200)
    assert text_of(now) == "▶ Goals 3:20/5"
    assert text_of(now._replace(spent=380)) == "▶ Goals 6:20/5 +1:20"
    assert text_of(now._replace(stage=Stage.DONE, spent=390)) == "✓ Goals 6:30 +1:30"
    assert text_of(now._replace(stage=Stage.DONE, spent=130)) == "✓ Goals 2:10"
    assert text_of(now._replace(stage=Stage.AHEAD, spent=0)) == "  Goals 5"
    solve = Standing(1, Stage.AHEAD, 23 * 60, 22 * 60 + 20, 0)
    assert text_of(solve, kind=SectionKind.SOLVE) == "  Solve 23 → 22:20"


def test_those_who_follow_see_whole_minutes() -> None:
    assert text_of(Standing(1, Stage.NOW, 300, 300, 359), exact=False) == "▶ Goals 5/5"
    assert text_of(Standing(1, Stage.NOW, 300, 300, 365), exact=False) == "▶ Goals 6/5 +1"
    solve = Standing(1, Stage.AHEAD, 23 * 60, 22 * 60 + 20, 0)
    assert text_of(solve, exact=False, kind=SectionKind.SOLVE) == "  Solve 23 → 22"


@given(
    spent=st.lists(st.integers(min_value=0, max_value=8 * 3600), min_size=9, max_size=9),
    now=st.integers(min_value=0, max_value=8),
    width=st.integers(min_value=56, max_value=200),
)
def test_the_sections_always_fit_into_their_lines(spent: list[int], now: int, width: int) -> None:
    stages = [Stage.DONE] * now + [Stage.NOW] + [Stage.AHEAD] * (8 - now)
    pieces = [
        piece(Section(kind=kind, title=""), Standing(n, stages[n], 300, 300 - n, spent[n]), True, False)
        for n, kind in enumerate(KINDS)
    ]
    lines = laid_out(pieces, width)
    assert all(width_of(line) <= width for line in lines)
    drawn = "".join(text for line in lines for text, _tone in line)
    assert all("".join(text for text, _tone in one) in drawn for one in pieces)


def test_an_hour_on_80_columns_takes_two_lines_from_its_start_to_its_end() -> None:
    for now in range(9):
        stages = [Stage.DONE] * now + [Stage.NOW] + [Stage.AHEAD] * (8 - now)
        pieces = [
            piece(Section(kind=kind, title=""), Standing(n, stages[n], 300, 300, 390 if n == 1 else 290), True, False)
            for n, kind in enumerate(KINDS)
        ]
        assert len(laid_out(pieces, 76)) == 2


def test_big_letters_are_for_latin_text_that_fits() -> None:
    assert big("Über 12", 80) == big("uber 12", 80)
    assert len(big("Goals", 80)) == 3
    assert len({len(line) for line in big("Wins & recognition: 3 of 4?", 80)}) >= 1
    assert big("王芳 Q4", 80) == ["王 芳   Q 4"] or big("王芳 Q4", 80)[0].startswith("王 芳")
    assert big("x" * 60, 40) == spaced("x" * 60, 40)

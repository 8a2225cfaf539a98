"""Text of people, days, money and reasons as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import N_, Reason
from tui import format, i18n
from tui.widgets import charts

TODAY = date(2026, 11, 23)  # a Monday
EVERYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)


@pytest.fixture
def brackets() -> Iterator[None]:
    """The pseudo-language."""
    i18n.use(i18n.BRACKETS)
    yield
    i18n.use("en")


class TestPlain:
    @pytest.mark.parametrize(
        ("given", "drawn"),
        [
            ("Northwind [/b] & Co", "Northwind [/b] & Co"),
            ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
            ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
            ("\x00\x7f\x9b31m", "␀␡\ufffd31m"),
            ("one\r\ntwo\nthree\u2028four", "one⏎two⏎three⏎four"),
            ("a\tb", "a b"),
            ("Ana\u202egpj.exe", "Ana\ufffdgpj.exe"),
            ("\u2066x\u2069\u200f\u061c", "\ufffdx\ufffd\ufffd\ufffd"),
            ("A\u200bna\ufeff", "A\ufffdna\ufffd"),
            ("👩\u200d🔧 👍🏽 ⚠\ufe0f", "👩🔧 👍 ⚠"),
            ("می\u200cخواهم", "میخواهم"),
            ("a" + "\u0301" * 9 + "b", "a" + "\u0301" * 4 + "b"),
            ("\u0301x", "◌\u0301x"),
            ("\ud800", "\ufffd"),
            ("华星科技", "华星科技"),
            ("12\u00a0000\u3000x", "12 000 x"),
        ],
    )
    def test_hostile_text_becomes_harmless(self, given: str, drawn: str) -> None:
        assert format.plain(given) == drawn

    def test_lines_stay_where_they_are_wanted(self) -> None:
        assert format.plain("one\r\ntwo\x1b", multiline=True) == "one\ntwo␛"

    @given(EVERYTHING)
    def test_nothing_dangerous_gets_through_and_twice_is_once(self, text: str) -> None:
        drawn = format.plain(text)
        assert format.plain(drawn) == drawn
        assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in drawn)
        drawn.encode("utf-8")


class TestWidths:
    @given(EVERYTHING, st.integers(0, 20), st.sampled_from(["left", "right", "center"]))
    def test_fit_is_exact(self, text: str, cells: int, align: str) -> None:
        assert format.cell_width(format.fit(format.plain(text), cells, align)) == cells  # type: ignore[arg-type] # drawn

    @pytest.mark.parametrize(
        ("text", "cells", "shown"),
        [
            ("Northwind", 9, "Northwind"),
            ("Northwind", 8, "Northwi…"),
            ("华星科技", 8, "华星科技"),
            ("华星科技", 7, "华星科…"),
            ("华星科技", 6, "华星…"),
            ("华星", 1, "…"),
            ("abc", 0, ""),
            ("big deal now", 5, "big…"),
        ],
    )
    def test_cut(self, text: str, cells: int, shown: str) -> None:
        assert format.cut(text, cells) == shown

    def test_fit_fills_the_cell_that_a_wide_character_leaves(self) -> None:
        assert format.fit("华星科技", 6) == "华星… "
        assert format.fit("华星", 6, "right") == "  华星"

    @given(EVERYTHING, st.integers(2, 20))
    def test_wrapped_lines_fit(self, text: str, cells: int) -> None:
        assert all(format.cell_width(line) <= cells for line in format.wrap(text, cells))

    def test_wrap_breaks_at_blanks_and_between_chinese(self) -> None:
        assert format.wrap("call them about it", 9) == ["call them", "about it"]
        assert format.wrap("年度采购报价，明天", 8) == ["年度采购", "报价，明", "天"]
        assert format.wrap("one\n\ntwo", 9) == ["one", "", "two"]
        assert format.wrap("Jason Goh还有11个跟进", 16) == ["Jason Goh还有11", "个跟进"]

    def test_no_line_begins_with_a_sign_that_closes_or_ends_with_one_that_opens(self) -> None:
        assert format.wrap("框架合同（三年）。", 8) == ["框架合同", "（三", "年）。"]
        assert format.wrap("看“高”、“低”两档", 6) == ["看", "“高”、", "“低”两", "档"]
        assert format.wrap("按 P，再按 E。", 6) == ["按 P，", "再按", "E。"]
        assert format.wrap("", 9) == [""]


class TestDays:
    @pytest.mark.parametrize(
        ("away", "long", "short"),
        [
            (0, "today", "today"),
            (1, "tomorrow", "tomorrow"),
            (-1, "yesterday", "yesterday"),
            (2, "Wed 25 Nov", "Wed 25"),
            (13, "Sun 6 Dec", "Sun 6"),
            (14, "Mon 7 Dec", "7 Dec"),
            (-20, "Tue 3 Nov", "3 Nov"),
            (40, "2 Jan 2027", "Jan 2027"),
        ],
    )
    def test_day(self, away: int, long: str, short: str) -> None:
        d = TODAY + timedelta(away)
        assert format.day(d, TODAY) == long
        assert format.day(d, TODAY, short=True) == short
        assert len(short) <= 9

    def test_a_day_alone(self) -> None:
        assert format.day(None, TODAY) == "–"
        assert format.day(TODAY) == format.weekday(TODAY) == "Mon 23 Nov"

    def test_due(self) -> None:
        late, tomorrow = TODAY - timedelta(2), TODAY + timedelta(1)
        assert format.due(late, TODAY) == ("✕ 2 d late", "bad")
        assert format.due(late, TODAY, short=True) == ("✕ 2 d", "bad")
        assert format.due(TODAY, TODAY) == ("● today", "accent")
        assert format.due(tomorrow, TODAY) == ("tomorrow", "")
        assert format.due(tomorrow, TODAY, short=True) == ("Tue 24", "")
        assert format.due(None, TODAY) == ("–", "muted")

    def test_span(self) -> None:
        assert format.span(TODAY, TODAY) == "23 Nov"
        assert format.span(TODAY, date(2026, 11, 27)) == "23–27 Nov"
        assert format.span(date(2026, 11, 30), date(2026, 12, 4)) == "30 Nov – 4 Dec"
        assert format.span(date(2026, 12, 30), date(2027, 1, 4)) == "30 Dec 2026 – 4 Jan 2027"
        assert format.span(TODAY, None) == "from Mon 23 Nov"

    def test_times(self) -> None:
        assert format.clock(time(9, 5)) == "09:05"
        assert [format.elapsed(s) for s in (0, 200, 3725, -90)] == ["0:00", "3:20", "1:02:05", "-1:30"]
        at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
        assert format.moment(at, "Europe/Madrid") == "Tue 24 Nov 00:30"
        assert format.moment(at, "Europe/Madrid", date(2026, 11, 24)) == "00:30"
        assert format.moment(at.replace(tzinfo=None), "UTC", TODAY + timedelta(1)) == "yesterday 23:30"
        assert format.moment(None, "UTC") == "–"
        assert (format.days(1), format.days(3)) == ("1 day", "3 days")

    @pytest.mark.usefixtures("brackets")
    def test_every_word_can_be_translated(self) -> None:
        assert format.day(TODAY) == "⟦⟦Mon⟧ 23 ⟦Nov⟧⟧"
        assert format.due(TODAY, TODAY)[0] == "● ⟦today⟧"
        assert format.reason(Reason(N_("{days} days late"), {"days": 3})) == "⟦3 days late⟧"


class TestMoney:
    @pytest.mark.parametrize(
        ("minor", "currency", "long", "short"),
        [
            (8_513_400, "EUR", "€ 85,134", "85.1 k"),
            (1_250, "EUR", "€ 12.50", "13"),
            (48_000_000, "CNY", "¥480,000", "480 k"),
            (480_000, "JPY", "¥480,000", "480 k"),
            (1_234, "KWD", "KWD 1.234", "1"),
            (-5, "USD", "-$0.05", "0"),
            (125_000_000, "eur", "€ 1,250,000", "1.25 M"),
            (99_950_000, "EUR", "€ 999,500", "1.00 M"),
            (950_000, "CHF", "CHF 9,500", "9.5 k"),
            (None, "EUR", "–", "–"),
        ],
    )
    def test_written(self, minor: int | None, currency: str, long: str, short: str) -> None:
        assert format.money(minor, currency) == long
        assert format.money(minor, currency, short=True) == short

    @pytest.mark.parametrize(
        ("yuan", "short"),
        [
            *((0, "0"), (950, "950"), (9_500, "9,500"), (10_000, "1万"), (480_000, "48万"), (485_000, "48.5万")),
            *((12_500_000, "1250万"), (99_994_000, "1亿"), (120_000_000, "1.2亿"), (-480_000, "-48万")),
        ],
    )
    def test_in_chinese_it_is_counted_in_ten_thousands(self, in_chinese: None, yuan: int, short: str) -> None:
        assert format.money(yuan * 100, "CNY", short=True) == short
        assert format.money(48_000_050, "CNY") == "¥480,000.50"

    @pytest.mark.parametrize(
        ("text", "minor"),
        [
            ("1,200.50", 120_050),
            ("1.200,50", 120_050),
            ("12.5k", 1_250_000),
            ("1.2m", 120_000_000),
            ("1.250m", 125_000_000),
            ("12.5万", 12_500_000),
            ("€1,200", 120_000),
            ("€１，２００", 120_000),
            ("1200", 120_000),
            ("1 200 €", 120_000),
            ("12,5", 1_250),
            ("1.200", 120_000),
            (".5", 50),
            ("-3", -300),
            ("1,234,567.89", 123_456_789),
            ("", None),
            ("k", None),
            ("twelve", None),
            ("1,2,3", None),
            ("1.2345", None),
            ("1.200.50", None),
            ("9" * 30, None),
            ("3 apples", None),
        ],
    )
    def test_read(self, text: str, minor: int | None) -> None:
        assert format.parse_money(text) == minor

    def test_read_by_its_currency(self) -> None:
        assert format.parse_money("1,200", "JPY") == 1_200
        assert format.parse_money("1.5", "JPY") is None
        assert format.parse_money("CHF 12.50", "CHF") == 1_250
        assert format.parse_money("￥１，２００", "CNY") == 120_000

    def test_an_amount_of_another_currency_is_not_taken_for_ours(self) -> None:
        assert [format.parse_money(text, "EUR") for text in ("¥1,200", "$5", "12元", "USD 12")] == [None] * 4

    @given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "CHF", "KWD", "PLN"]))
    def test_what_is_written_can_be_read(self, minor: int, currency: str) -> None:
        written = format.money(minor, currency)
        if currency == "KWD" and minor % 1000:
            return  # three decimals look like thousands
        assert format.parse_money(written, currency) == minor

    def test_numbers(self) -> None:
        assert format.number(12_345) == "12,345"
        assert format.number(2.5) == "3"
        assert format.number(2.50, 2) == "2.5"
        assert format.percent(0.834) == "83%"
        assert format.percent(None) == "–"


class _Colour(StrEnum):
    SKY_BLUE = "sky_blue"


class _Rank(IntEnum):
    HIGH = 1


class TestReasons:
    def test_values_are_written_for_people(self) -> None:
        values = {
            "day": TODAY,
            "colour": _Colour.SKY_BLUE,
            "name": "x\x1b",
            "why": Reason("because of {n}", {"n": 2}),
            "list": ["a", TODAY],
        }
        said = format.reason(Reason("{day} {colour} {name} {why} {list}", values))
        assert said == "23 Nov 2026 sky blue x␛ because of 2 a, 23 Nov 2026"

    def test_words(self) -> None:
        assert format.word(_Colour.SKY_BLUE, capital=True) == "Sky blue"
        assert format.word(_Rank.HIGH) == "high"


class TestLanguage:
    def test_unknown_languages_are_english(self) -> None:
        i18n.use("tlh")
        assert (i18n._("Mon"), i18n.current()) == ("Mon", "en")

    def test_brackets_until_english_is_spoken_again(self) -> None:
        i18n.use(i18n.BRACKETS)
        assert i18n._("Mon") == "⟦Mon⟧"
        assert i18n._("") == ""
        assert i18n.ngettext("one", "many", 2) == "⟦many⟧"
        i18n.use("en")
        assert i18n._("Mon") == "Mon"


class TestChinese:
    @pytest.mark.parametrize(
        ("away", "long", "short", "due"),
        [
            (-2, "11月21日 周六", "21日 周六", "✕ 逾期2天"),
            (-1, "昨天", "昨天", "✕ 逾期1天"),
            (0, "今天", "今天", "● 今天"),
            (1, "明天", "明天", "明天"),
            (2, "11月25日 周三", "25日 周三", "11月25日 周三"),
            (20, "12月13日 周日", "12月13日", "12月13日 周日"),
            (400, "2027年12月28日", None, "2027年12月28日"),
        ],
    )
    def test_days(self, in_chinese: None, away: int, long: str, short: str | None, due: str) -> None:
        day = TODAY + timedelta(days=away)
        assert format.day(day, TODAY) == long
        assert short is None or format.day(day, TODAY, short=True) == short
        assert format.due(day, TODAY)[0] == due

    def test_spans_counts_and_moments(self, in_chinese: None) -> None:
        assert format.span(TODAY, TODAY + timedelta(days=4)) == "11月23–27日"
        assert format.span(TODAY, TODAY + timedelta(days=14)) == "11月23日 – 12月7日"
        assert format.days(1) == "1天"
        assert format.moment(datetime(2026, 11, 20, 3, tzinfo=UTC), "Asia/Shanghai", TODAY) == "11月20日 周五 11:00"


class TestCharts:
    def test_bar_has_its_width_and_its_mark(self) -> None:
        assert "".join(text for text, _tone in charts.bar(0.5, 10)) == "━━━━━─────"
        assert "".join(text for text, _tone in charts.bar(0.4, 10, 0.65)) == "━━━━──┃───"

    @given(st.floats(-1, 3), st.integers(0, 30), st.none() | st.floats(-1, 3))
    def test_bar_never_leaves_its_width(self, share: float, width: int, mark: float | None) -> None:
        assert sum(format.cell_width(text) for text, _tone in charts.bar(share, width, mark)) == width

    def test_spark(self) -> None:
        assert charts.spark([0, 5, None, 10], 4) == "▁▄ █"
        assert charts.spark([3, 3], 4) == "▁▁  "
        assert charts.spark([], 3) == "   "
        assert len(charts.spark(list(range(100)), 8)) == 8


def test_a_flag_is_its_two_letters_because_terminals_differ_about_its_width() -> None:
    assert format.plain("🇪🇸 Madrid") == "ES Madrid"

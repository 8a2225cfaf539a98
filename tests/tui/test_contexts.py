"""One English word that means two things is said in two ways where another language tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from catalogue import Said, in_source

from store import customers, meetings
from store.customers import CustomerKind
from store.errors import N_, NP_, Reason
from store.meetings import SectionKind
from store.risks import Status
from store.topics import TopicStatus
from store.training import ProgrammeKind
from tui import format, i18n
from tui.i18n import _
from tui.screens.history.words import kind
from tui.vocabulary import CUSTOMER, word

SAID = (  # context, English, Chinese
    ("", "lost", "输单"),
    ("kind of customer", "lost", "流失"),
    ("", "customer", "客户"),
    ("kind of customer", "customer", "成交"),
    ("", "Close", "关闭"),
    ("section of the meeting", "Close", "收尾"),
    ("between the words of a list", ", ", "、"),
    ("before what is said", "{label}: ", "{label}："),
    ("", "{weekday} {day} {month}", "{month}{day}日 {weekday}"),
    ("", "{weekday} {day}", "{day}日 {weekday}"),
    ("", "{day} {month}", "{month}{day}日"),
    ("", "{month} {year}", "{year}年{month}"),
    ("in few cells", "{day} {month}", "{month}/{day}"),
    ("in few cells", "{month} {year}", "{year}/{month}"),
    *(("", name, f"{n}月") for n, name in enumerate(format.MONTHS, 1)),
    *(("in few cells", name, str(n)) for n, name in enumerate(format.MONTHS, 1)),
    *(("", name, f"周{character}") for name, character in zip(format.WEEKDAYS, "一二三四五六日", strict=True)),
    ("", "There is no stage {name}. The stages are: {names}.", "没有阶段{name}。阶段有：{names}。"),
)


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that tells apart what English doesn't."""
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    said = Catalog(locale="zh_CN")
    for context, english, chinese in SAID:
        said.add(english, chinese, context=context or None)
    with (folder / "huddle.mo").open("wb") as file:
        write_mo(file, said)
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n.use("zh_CN")
    assert i18n.current() == "zh_CN"
    yield
    i18n.use("en")


def test_a_lost_customer_is_not_called_as_a_lost_deal(chinese: None) -> None:
    assert (_("lost"), _(NP_("kind of customer", "lost"))) == ("输单", "流失")
    assert (word(CUSTOMER, CustomerKind.LOST), format.word(CustomerKind.LOST)) == ("流失", "流失")
    assert (word(CUSTOMER, CustomerKind.CUSTOMER), kind("customer")) == ("成交", "客户")
    assert _(meetings.USUAL_TITLE[SectionKind.CLOSE]) == "收尾"


def test_what_is_marked_with_a_context_is_the_same_text_in_english_and_in_the_store() -> None:
    marked = NP_("kind of customer", "lost")
    assert (_(marked), marked, f"{marked}", {marked: 1}["lost"]) == ("lost", "lost", "lost", 1)
    i18n.use(i18n.BRACKETS)
    try:
        assert _(marked) == "⟦lost⟧"
    finally:
        i18n.use("en")


def test_translators_are_asked_for_each_context() -> None:
    source = """CUSTOMER = {1: NP_("kind of customer", "lost")}; pgettext("between words", ", ")"""
    assert set(in_source(source)) == {Said("lost", context="kind of customer"), Said(", ", context="between words")}


def test_every_value_with_a_context_is_one_of_the_store() -> None:
    """A value that was renamed would silently lose its meaning in other languages."""
    kinds: tuple[type[Enum], ...] = (customers.CustomerKind, customers.Need, ProgrammeKind, TopicStatus, Status)
    known = {f"{kind.__name__}.{one.value}" for kind in kinds for one in kind}
    assert set(format.AMBIGUOUS) <= known


def test_names_to_choose_from_are_joined_as_the_language_does(chinese: None) -> None:
    why = Reason(N_("There is no stage {name}. The stages are: {names}."), {"name": "X", "names": ["甲", "乙"]})
    assert format.reason(why) == "没有阶段X。阶段有：甲、乙。"
    assert str(why) == "There is no stage X. The stages are: 甲, 乙."
    assert (format.listed(["甲", "乙"]), format.labelled("王芳", "好")) == ("甲、乙", "王芳：好")


def test_a_day_in_a_column_takes_the_longest_form_that_fits(chinese: None) -> None:
    today, soon, later = date(2026, 11, 23), date(2026, 11, 30), date(2027, 12, 24)
    forms = [format.day(soon, today, cells=cells) for cells in (13, 12, 8, 1)]
    assert forms == ["11月30日 周一", "30日 周一", "11/30", "11/30"]
    assert (format.day(later, today, short=True), format.due(soon, today, cells=12)) == ("2027/12", ("30日 周一", ""))
    assert format.moment(datetime(2026, 12, 14, 9, 0), "UTC", today, cells=17) == "12月14日 09:00"
    assert (format.month(soon), format.month(soon, cells=9)) == ("2026年11月", "2026/11")


def test_a_day_that_fits_is_never_shortened() -> None:
    today, soon = date(2026, 11, 23), date(2026, 11, 30)
    assert [format.day(soon, today, cells=cells) for cells in (12, 10, 9)] == ["Mon 30 Nov", "Mon 30 Nov", "Mon 30"]
    assert format.due(date(2026, 11, 24), today, short=True, cells=8) == ("Tue 24", "")
    assert format.moment(datetime(2025, 11, 24, 9, 0), "UTC", today, cells=17) == "24 Nov 2025 09:00"


def test_what_is_put_together_leaves_out_what_is_empty() -> None:
    assert (format.remarks("after 3 h", "Ana"), format.remarks("", "Ana"), format.remarks()) == (
        *("after 3 h, Ana", "Ana"),
        "",
    )
    assert [format.labelled(*both) for both in (("Price", "too dear"), ("", "too dear"), ("Price", ""))] == [
        *("Price: too dear", "too dear", "Price"),
    ]

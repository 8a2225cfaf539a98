"""Search as people type: both scripts, beginnings of words, accents, the newest first."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import customers, deals, followups, pinyin, search, team
from store.database import database
from store.team import Member


def test_words_and_their_beginnings_are_found_in_any_order(ana: Member) -> None:
    customer = customers.add(ana, "Northwind Traders", city="Zaragoza", phone="+34 600 123 456")
    for typed in ("north", "TRADERS north", "zarag", "123 456", "Northwind Zaragoza"):
        assert [found.ref for found in search.find(typed, kind="customer")] == [customer.ref], typed
    for typed in ("orthwind", "north madrid", "", "   ", "?!"):
        assert search.find(typed) == [], typed


def test_accents_do_not_matter(ana: Member) -> None:
    customer = customers.add(ana, "Cerámicas Muñoz")
    assert [found.ref for found in search.find("ceramicas munoz")] == [customer.ref]


@pytest.mark.parametrize("typed", ["华星", "星科", "科技", "华", "星科技", "华星 上海", "华星sur"])
def test_two_characters_of_chinese_are_enough(ana: Member, typed: str) -> None:
    customer = customers.add(ana, "华星科技 Sur", city="上海")
    customers.add(ana, "天津海河贸易")
    assert [found.ref for found in search.find(typed)] == [customer.ref]


@pytest.mark.parametrize("typed", ["hx", "hxkj", "HXKJ", "kj", "szhx", "shenzhenhuaxing", "hxkj sur", "华星 hxkj"])
def test_a_chinese_name_is_found_by_its_pinyin(ana: Member, typed: str) -> None:
    customer = customers.add(ana, "深圳华星科技 Sur")
    customers.add(ana, "天津海河贸易")
    assert customers.ids(None, typed) == [customer.id]


def test_a_person_is_found_by_pinyin_and_a_new_name_by_its_own(ana: Member) -> None:
    customer = customers.add(ana, "Acme")
    contact = customers.add_contact(ana, customer, name="王芳")
    assert [found.ref for found in search.find("wf")] == [contact.ref]
    customers.edit_contact(ana, contact, name="李伟")
    assert (search.find("wf"), [found.ref for found in search.find("liwei")]) == ([], [contact.ref])


def test_a_file_from_before_is_found_by_pinyin_once_it_is_migrated(ana: Member) -> None:
    customer = customers.add(ana, "华星科技")
    database.execute_sql("UPDATE search_words SET words = '华星 星科 科技 技'")
    assert search.find("hxkj", kind="customer") == []
    import_module("store.migrations.0015_pinyin").up(None, database)
    assert [found.ref for found in search.find("hxkj", kind="customer")] == [customer.ref]
    assert [found.ref for found in search.find("星科", kind="customer")] == [customer.ref]


def test_only_a_chinese_name_costs_the_readings() -> None:
    code = (
        "import sys; from store.words import spoken; from store.pinyin import spelled; spelled('Café');"
        "assert 'pypinyin' not in sys.modules; assert spelled('银行').split() == ['yh', 'yinhang'];"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_characters_that_do_not_stand_together_are_not_found(ana: Member) -> None:
    customers.add(ana, "华星科技")
    assert search.find("华科") == []


def test_the_newest_come_first_and_one_kind_can_be_asked_for(ana: Member) -> None:
    first = customers.add(ana, "Renewal Ltd")
    second = followups.add(ana, team.today(), subject="Renewal terms")
    assert [found.ref for found in search.find("renewal")] == [second.ref, first.ref]
    assert [found.ref for found in search.find("renewal", kind="customer")] == [first.ref]
    assert len(search.find("renewal", limit=1)) == 1


def test_a_text_that_is_nowhere_is_looked_for_once_while_it_is_typed_on(
    ana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        asked.append(sql)
        return real(sql, params)

    def looked(text: str) -> int:
        asked.clear()
        followups.queue(None, team.today(), text)
        return sum(" LIKE " in sql for sql in asked)

    monkeypatch.setattr(database, "execute_sql", execute_sql)
    customer = customers.add(ana, "Northwind")
    assert customers.ids(None, "rthw") == [customer.id], "in the middle of a word"
    assert looked("xy") > 0
    assert (looked("xyz"), looked("Axyz")) == (0, 0)
    assert looked("x") > 0, "a shorter one may be somewhere"
    other = customers.add(ana, "Galaxyz")
    assert customers.ids(None, "xyz") == [other.id], "somebody wrote it meanwhile"
    deal = deals.add(ana, other, "Oxyzen", amount=100)
    assert deals.board(None, team.today(), "xyzen")[0].keys == [deal.id]


def test_an_edit_changes_what_is_found(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    customers.edit(ana, customer, name="Fabrikam")
    assert search.find("northwind") == []
    assert [found.title for found in search.find("fabri")] == ["Fabrikam"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_a_question_and_never_an_error(ana: Member, typed: str) -> None:
    search.find(typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(alphabet="华星科技上海贸易", min_size=2, max_size=10),
    start=st.integers(0, 8),
    length=st.integers(1, 10),
)
def test_every_part_of_a_chinese_name_finds_it(ana: Member, name: str, start: int, length: int) -> None:
    customer = customers.add(ana, name)
    part = name[min(start, len(name) - 1) :][:length]
    assert customer.ref in [found.ref for found in search.find(part, limit=1000)]


def test_what_is_chosen_among_a_few_is_found_by_its_pinyin() -> None:
    assert pinyin.begins("紧急", "j") and pinyin.begins("Ana", "a") and not pinyin.begins("普通", "j")
    assert pinyin.is_spelled("新建 · 新建客户", "kh") and pinyin.is_spelled("快速录入", "kuaisu")
    assert not pinyin.is_spelled("Today", "t")

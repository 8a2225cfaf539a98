"""Quick entry, told by what a user would lose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.quickentry import KINDS, Match, Person, Reading, read

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
ANA, WANG, ANDY = Person(1, "Ana Lima", "ana"), Person(2, "王芳", "wang"), Person(3, "Andy", "andy")
NAMES = (
    *("Northwind Traders", "Northstar", "华星科技", "深圳华兴", "Fabrikam", "Contoso", "Contoso Pharma"),
    *("Friday Studios", "Black Friday Shop", "周六福", "明天集团", "The Phone Company", "Newton Ltd"),
    *("Litware Inc", "Café Roma", "A. Datum Corporation of North America", "[/b]", "Adventure Works"),
)


class Store:
    """Customers by name, as the store finds them: names that begin with the words, then those that contain them."""

    def __init__(self, names: Sequence[str] = NAMES) -> None:
        self.asked: list[str] = []
        self._customers = [Match(n, name) for n, name in enumerate(names)]

    def find(self, words: str) -> list[Match]:
        self.asked.append(words)
        held = [match for match in self._customers if words.casefold() in match.name.casefold()]
        return sorted(held, key=lambda match: not match.name.casefold().startswith(words.casefold()))


def reading(line: str, store: Store | None = None, me: int | None = ANDY.id) -> Reading:
    find = (store or Store()).find
    return read(line, today=MONDAY, members=(ANA, WANG, ANDY), find_customer=find, me=me)


def customer(line: str) -> str:
    found = reading(line).customer
    return found.name if found else ""


class TestWholeLines:
    def test_the_english_example_of_the_help_is_read_in_full(self) -> None:
        it = reading("call Northwind renewal terms fri 10:00 @ana !high #deal")
        assert (it.kind, it.kind_said, it.log) == ("call", True, False)
        assert it.customer == Match(0, "Northwind Traders")
        assert (it.subject, it.due_on, it.due_time) == ("renewal terms", FRIDAY, time(10))
        assert (it.owner, it.priority, it.tags) == (ANA, "high", ("deal",))
        assert it.parts == (
            *(("kind", "call"), ("customer", "Northwind"), ("subject", "renewal terms"), ("day", "fri")),
            *(("time", "10:00"), ("owner", "@ana"), ("priority", "!high"), ("tag", "#deal")),
        )

    def test_the_chinese_example_of_the_help_is_read_in_full(self) -> None:
        it = reading("电话 华星 明天10点 报价跟进 @王芳")
        assert it.customer == Match(2, "华星科技")
        assert (it.kind, it.subject, it.owner) == ("call", "报价跟进", WANG)
        assert (it.due_on, it.due_time) == (date(2026, 11, 24), time(10))

    def test_what_has_happened_is_logged_not_planned(self) -> None:
        it = reading("done call Fabrikam late delivery explained")
        assert (it.log, it.kind, it.subject) == (True, "call", "late delivery explained")
        assert it.customer == Match(4, "Fabrikam")
        assert reading("已 拜访 华星 谈了价格").log
        assert reading("donelle rings back").log is False

    def test_a_logged_friday_is_the_last_one(self) -> None:
        assert reading("done call Fabrikam fri").due_on == date(2026, 11, 20)
        assert reading("call Fabrikam fri").due_on == FRIDAY

    def test_chinese_without_blanks_is_understood_where_a_customer_is_named(self) -> None:
        it = reading("已拜访华星 昨天 见了王总")
        assert (it.log, it.kind, it.customer) == (True, "visit", Match(2, "华星科技"))
        assert (it.due_on, it.subject) == (date(2026, 11, 22), "见了王总")
        assert reading("报价单发给王总").subject == "报价单发给王总"

    def test_full_width_signs_of_an_input_method_count_as_signs(self) -> None:
        it = reading("电话 华星 ＠王芳 ！高 ＃大单 下午３：３０")
        assert (it.owner, it.priority, it.tags, it.due_time) == (WANG, "high", ("大单",), time(15, 30))

    def test_urgency_needs_no_sign_where_it_stands_alone(self) -> None:
        assert reading("拜访华星 下周一上午10点半 年度采购 紧急").priority == "high"
        assert reading("电话 华星 ！紧急 报价").priority == "high"
        it = reading("电话 华星 紧急交付")
        assert (it.priority, it.subject) == ("normal", "紧急交付")

    def test_a_report_may_begin_with_the_word_for_completed(self) -> None:
        it = reading("完成 拜访 华星 昨天 已签")
        assert (it.log, it.kind, it.subject) == (True, "visit", "已签")
        assert reading("完成合同 华星").log is False

    @pytest.mark.parametrize("line", ["", "   ", "done", "call", "\t\n", "已"])
    def test_a_line_that_is_not_finished_is_no_error(self, line: str) -> None:
        it = reading(line)
        assert (it.customer, it.subject, it.due_on, it.nearest) == (None, "", None, ())


class TestKind:
    @pytest.mark.parametrize(("word", "kind"), KINDS.items())
    def test_every_kind_is_read_in_both_languages(self, word: str, kind: str) -> None:
        it = reading(f"{word.upper()} Fabrikam x")
        assert (it.kind, it.kind_said, it.customer) == (kind, True, Match(4, "Fabrikam"))

    @pytest.mark.parametrize(
        "line", ["tomorrow visit Fabrikam x", "@ana 明天 拜访 Fabrikam x", "!high 10:00 visit Fabrikam x"]
    )
    def test_a_kind_is_read_behind_a_day_a_time_or_a_sign(self, line: str) -> None:
        it = reading(line)
        assert (it.kind, it.kind_said, it.customer, it.subject) == ("visit", True, Match(4, "Fabrikam"), "x")

    def test_without_a_kind_it_is_a_call_and_the_screen_can_tell(self) -> None:
        it = reading("Fabrikam renewal")
        assert (it.kind, it.kind_said, it.subject) == ("call", False, "renewal")
        assert it.customer == Match(4, "Fabrikam")


class TestCustomer:
    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("call northwind traders renewal", "Northwind Traders"),
            ("call NORTHW renewal", "Northwind Traders"),  # cut off, and nobody else begins so
            ("call traders renewal", "Northwind Traders"),  # in the middle
            ("call Contoso renewal", "Contoso"),  # the exact name wins over the longer one
            ("call Contoso Pharma renewal", "Contoso Pharma"),  # the longest run wins
            ("call Contoso Ph fri", "Contoso Pharma"),
            ("call tomorrow Litware at 3pm", "Litware Inc"),  # the day may come first
            ("call @ana Litware x", "Litware Inc"),
            ("meeting the phone company fri", "The Phone Company"),
            ("call A. Datum Corporation of North America x", "A. Datum Corporation of North America"),
            ("call [/b] markup", "[/b]"),
            ("call Friday Studios mon", "Friday Studios"),
            ("call Black Friday Shop renewal mon", "Black Friday Shop"),
            ("call fri Northwind", "Northwind Traders"),
            ("拜访 周六福 周五", "周六福"),
            ("电话 明天集团 后天", "明天集团"),
            ("拜访华星 明天", "华星科技"),
        ],
    )
    def test_the_customer_that_was_meant_is_found(self, line: str, name: str) -> None:
        assert customer(line) == name

    @pytest.mark.parametrize(
        ("line", "due_on"),
        [
            ("call Friday Studios mon", date(2026, 11, 30)),
            ("call Black Friday Shop renewal mon", date(2026, 11, 30)),
            ("电话 明天集团 后天", date(2026, 11, 25)),
            ("call Fabrikam fri mon", FRIDAY),
        ],
    )
    def test_a_day_within_a_name_is_not_the_due_date(self, line: str, due_on: date) -> None:
        assert reading(line).due_on == due_on

    @pytest.mark.parametrize("line", ["call new price list", "call the boss", "call fri", "call 华", "call to a"])
    def test_a_common_or_short_word_files_nothing_under_a_stranger(self, line: str) -> None:
        assert customer(line) == ""

    def test_two_customers_that_fit_equally_are_both_offered_and_none_is_taken(self) -> None:
        it = reading("call North renewal")
        assert it.customer is None
        assert [match.name for match in it.nearest] == ["Northwind Traders", "Northstar"]

    def test_two_customers_of_the_same_name_are_both_offered(self) -> None:
        it = reading("call Fabrikam x", Store(("Fabrikam", "Fabrikam")))
        assert it.customer is None
        assert [match.id for match in it.nearest] == [0, 1]

    def test_a_misspelt_customer_is_offered_and_the_choice_leaves_the_subject_clean(self) -> None:
        it = reading("call Nortwind renewal terms fri")
        assert it.customer is None
        assert it.nearest[0] == Match(0, "Northwind Traders")
        assert it.subject == "Nortwind renewal terms"
        chosen = it.about(it.nearest[0])
        assert (chosen.customer, chosen.nearest) == (it.nearest[0], ())
        assert (chosen.subject, chosen.due_on) == ("renewal terms", FRIDAY)
        assert ("customer", "Nortwind") in chosen.parts

    def test_a_misspelt_chinese_name_is_offered_too(self) -> None:
        assert [match.name for match in reading("电话 华新 报价").nearest] == ["华星科技"]

    def test_at_most_three_are_offered(self) -> None:
        store = Store([f"North {n}" for n in "abcdef"])
        assert len(reading("call North x", store).nearest) == 3
        assert len(reading("call Norht x", store).nearest) == 3

    @pytest.mark.parametrize("said", ["-", "none", "None", "无", "－"])
    def test_no_customer_can_be_said(self, said: str) -> None:
        store = Store()
        it = reading(f"call {said} Fabrikam sent a parcel", store)
        assert (it.no_customer, it.customer, it.nearest) == (True, None, ())
        assert it.subject == "Fabrikam sent a parcel"
        assert store.asked == []

    def test_accents_need_not_be_typed_where_the_store_finds_without_them(self) -> None:
        roma = Match(1, "Café Roma")
        it = read("call cafe roma x", today=MONDAY, members=(), find_customer=lambda _: [roma], me=None)
        assert (it.customer, it.subject) == (roma, "x")


class TestTheRest:
    @pytest.mark.parametrize(
        ("line", "owner", "unknown"),
        [
            *(("x @ana", ANA, ""), ("x @ANA, y", ANA, ""), ("x @王", WANG, ""), ("x @andy", ANDY, "")),
            *(("x @me", ANDY, ""), ("x @我", ANDY, ""), ("x", ANDY, ""), ("x @an", None, "an")),
            *(("x @bob", None, "bob"), ("x ana@example.com", ANDY, "")),
        ],
    )
    def test_work_goes_to_who_was_named_and_to_nobody_by_mistake(
        self, line: str, owner: Person | None, unknown: str
    ) -> None:
        it = reading(line)
        assert (it.owner, it.owner_unknown) == (owner, unknown)

    def test_without_a_member_who_types_nobody_owns_it(self) -> None:
        assert reading("x", me=None).owner is None

    def test_a_quoted_run_is_kept_word_for_word(self) -> None:
        for line in ('call Fabrikam "fri 10:00 @ana !high #x" mon', "call Fabrikam “fri 10:00 @ana !high #x” mon"):
            it = reading(line)
            assert it.subject == "fri 10:00 @ana !high #x"
            assert (it.due_on, it.due_time, it.priority, it.tags) == (date(2026, 11, 30), None, "normal", ())
        assert customer('call "Fabrikam" x') == ""

    def test_a_time_alone_is_today(self) -> None:
        assert (reading("call Fabrikam 15:00").due_on, reading("x").due_on) == (MONDAY, None)

    def test_small_words_before_a_day_do_not_litter_the_subject(self) -> None:
        it = reading("call Fabrikam on fri at 3pm, prices")
        assert (it.subject, it.due_on, it.due_time) == ("prices", FRIDAY, time(15))

    def test_of_two_the_first_counts_and_the_second_is_still_seen(self) -> None:
        it = reading("call Fabrikam fri mon 10:00 11:00 !low !high @ana @wang")
        assert (it.due_on, it.due_time, it.priority, it.owner) == (FRIDAY, time(10), "low", ANA)
        assert it.subject == "mon 11:00 !high @wang"

    @pytest.mark.parametrize("word", ["!urgent", "#", "#12", "@", "!", "Tom", "30 Feb", "25:00", "sunny", "周一鸣"])
    def test_what_only_looks_like_a_sign_stays_in_the_subject(self, word: str) -> None:
        it = reading(f"call Fabrikam about {word}")
        assert it.subject == f"about {word}"

    def test_a_tag_counts_once(self) -> None:
        assert reading("x #deal, #华东 #deal").tags == ("deal", "华东")


IGNORED = set('"“”「」,;，；、。')
pieces = st.sampled_from(
    [
        *("call", "done ", "已", "电话", "Northwind", "华星", "Contoso Pharma", "fri", "next mon", "明天", "10点"),
        *("10:00", "3 pm", "@ana", "@王", "!high", "紧急", "#deal", '"', "“", "”", ",", "-", "none", "on ", "周六福"),
        *(" ", " ", "\u3000", "＠", "!", "#", "30 Nov", "+3d", "[/b]", "x", "报价跟进"),
    ]
)
lines = st.text() | st.lists(pieces).map("".join) | st.lists(pieces).map(" ".join)


def words(text: str) -> str:
    """What must not get lost: all but blanks, quotation marks and commas."""
    return "".join(char for char in text if not char.isspace() and char not in IGNORED)


@given(line=lines)
@example(line='"" “” 「 " fri"')
@example(line="call 明天明天 fri,fri @@ana !! ##")
def test_no_line_is_an_error_and_no_typed_word_is_lost_or_doubled(line: str) -> None:
    store = Store()
    it = reading(line, store)
    assert words("".join(text for _, text in it.parts)) == words(line)
    assert words(it.subject) == words("".join(t for role, t in it.parts if role in ("subject", "unclear")))
    assert len(store.asked) == len(set(store.asked)) <= 6
    assert len(it.nearest) <= 3
    assert not (it.customer and it.nearest)
    assert (it.customer is not None) == ("customer" in dict(it.parts))


@given(line=lines, answer=st.lists(st.builds(Match, st.integers(), st.text()), max_size=4))
def test_whatever_the_store_answers_no_line_is_an_error(line: str, answer: list[Match]) -> None:
    it = read(line, today=MONDAY, members=(ANA,), find_customer=lambda _: answer, me=None)
    if it.nearest:
        assert it.about(it.nearest[0]).customer == it.nearest[0]

"""Forms, pickers and confirmations: nothing typed is lost, errors stand beside their fields, "no" comes first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from textual.app import App

from store.errors import Conflict, Invalid, Reason
from tui import i18n
from tui.reading import number
from tui.widgets.confirm import Confirm
from tui.widgets.fields import Caption
from tui.widgets.form import Field, Form, Trouble
from tui.widgets.picker import Pick

TODAY = date(2026, 11, 23)
PEOPLE = ["Northwind Traders", "华星科技", "Alpine [/b] House", "\x1b]52;c;x\x07 Evil", "Fabrikam"]


def find(text: str) -> list[tuple[int, str, str]]:
    return [(n, name, "A") for n, name in enumerate(PEOPLE) if text.casefold() in name.casefold()]


FIELDS = [
    Field("subject", "Subject", required=True),
    Field("due", "Due", "day", today=TODAY),
    Field("amount", "Amount", "money", currency="EUR"),
    Field("kind", "Kind", "choice", value="call", options=[("call", "Call"), ("visit", "Visit"), ("demo", "Demo")]),
    Field("customer", "Customer", "record", find=find),
    Field("private", "Private", "yes", value=False),
    Field("note", "Note", "long"),
]


class Host(App[None]):
    def __init__(self, modal) -> None:
        super().__init__()
        self.modal = modal
        self.answers: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self.modal, self.answers.append)


def form(save=lambda values: values, fields=FIELDS) -> Form:
    return Form("New [/b] follow-up", fields, save)


def caption(modal: Form, name: str) -> Caption:
    return modal.row(name).caption


async def test_what_was_typed_arrives_as_values():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"call back", "tab", *"fri", "tab", *"12.5k", "tab", "v", "tab", *"fab", "enter")
        await pilot.press("y", "tab", *"line", "enter", *"two", "ctrl+s")
        await pilot.pause()
    assert app.answers == [
        {
            "subject": "call back",
            "due": date(2026, 11, 27),
            "amount": 1_250_000,
            "kind": "visit",
            "customer": 4,
            "private": True,
            "note": "line\ntwo",
        }
    ]


async def test_an_untouched_form_gives_what_it_began_with():
    fields = [
        Field("s", "S", value="x"),
        Field("d", "D", "day", value=TODAY, today=TODAY),
        Field("m", "M", "money", value=-123450),
        Field("n", "N", "number", value=7),
        Field("c", "C", "choice", value=2, options=[(1, "one"), (2, "two")]),
        Field("r", "R", "record", value=1, shown="华星科技", find=find),
        Field("l", "L", "long", value="a\nb"),
        Field("e", "E"),
        Field("f", "F", "number"),
    ]
    app = Host(form(fields=fields))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert app.answers == [
        {"s": "x", "d": TODAY, "m": -123450, "n": 7, "c": 2, "r": 1, "l": "a\nb", "e": "", "f": None}
    ]


async def test_the_reading_of_a_day_stands_beside_it_as_it_is_typed():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", *"fri")
        await pilot.pause()
        assert "Fri 27 Nov" in caption(app.modal, "due").note


async def test_every_error_is_shown_at_once_beside_its_field_and_what_was_typed_is_kept():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", *"some day", "tab", *"much", "ctrl+s")
        await pilot.pause()
        assert caption(app.modal, "subject").error
        assert caption(app.modal, "due").error
        assert caption(app.modal, "amount").error
        assert app.modal.row("due").raw() == "some day"
        assert app.modal.focused is app.modal.row("subject").editor
        await pilot.press("x")
        assert not caption(app.modal, "subject").error
    assert app.answers == []


async def test_a_rule_of_the_store_that_is_broken_is_said_beside_the_field_or_at_the_bottom():
    def save(values):
        raise Invalid({"due": Reason("too late"), "whole": Reason("both can't be")})

    app = Host(form(save))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"x", "ctrl+s")
        await pilot.pause()
        assert caption(app.modal, "due").error == "too late"
        assert app.modal.query_one(Trouble).text == "both can't be"
        assert app.modal.row("subject").raw() == "x"


async def test_a_conflict_stands_at_the_bottom_and_loses_nothing():
    def save(values):
        raise Conflict(Reason("{name} changed this meanwhile.", {"name": "Li"}))

    app = Host(form(save))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"mine", "ctrl+s")
        await pilot.pause()
        assert app.modal.query_one(Trouble).text == "Li changed this meanwhile."
        assert app.modal.row("subject").raw() == "mine"
        assert app.modal.query_one(Trouble).region.height == 1


async def test_escape_asks_before_typed_text_is_thrown_away():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")  # the safe answer has the focus
        await pilot.pause()
        assert app.screen is app.modal
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
    assert app.answers == [None]


async def test_escape_leaves_an_untouched_form_at_once():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert app.answers == [None]


async def test_a_record_that_nobody_chose_is_refused():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "tab", "tab", "tab", "tab", *"zzz", "ctrl+s")
        await pilot.pause()
        assert caption(app.modal, "customer").error


async def test_the_only_match_is_taken_when_the_field_is_left():
    app = Host(form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "tab", "tab", "tab", "tab", *"华星", "tab", "ctrl+s")
        await pilot.pause()
    assert app.answers[0]["customer"] == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (45, 20), (40, 12)])
async def test_a_form_fits_the_terminal_and_every_field_can_be_reached(size):
    app = Host(form())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        box = app.modal.query_one("Box").region
        assert box.width <= min(72, size[0])
        assert box.bottom <= size[1]
        await pilot.press("tab", "tab", "tab", "tab", "tab", "tab")
        await pilot.pause()
        area = app.modal.row("note").editor
        assert area.has_focus
        assert area.region.y < size[1]


async def test_hostile_text_is_shown_as_it_is():
    app = Host(form(fields=[Field("a", "[@click=app.quit]x[/]", value="[/b]"), FIELDS[4]]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", *"[/b]")
        await pilot.pause()
        shown = app.export_screenshot()
        assert "Alpine" in shown
        await pilot.press("ctrl+a", "backspace", *"evil")
        await pilot.pause()
        assert "\x1b" not in app.export_screenshot()


async def test_nothing_in_a_form_blinks():
    app = Host(form())
    async with app.run_test(size=(80, 24)):
        editors = [*app.modal.query("Input"), *app.modal.query("TextArea")]
        assert len(editors) >= 5
        assert not any(editor.cursor_blink for editor in editors)


async def test_a_choice_changes_by_arrows_space_and_letters_and_shows_one_when_all_do_not_fit():
    options = [(n, f"option {n}") for n in "abcdefghij"]
    app = Host(form(fields=[Field("c", "C", "choice", value="a", options=options)]))
    async with app.run_test(size=(60, 20)) as pilot:
        choice = app.modal.row("c").editor
        assert choice.render().plain.startswith("‹")
        await pilot.press("right", "space", "left")
        assert choice.value == "b"
        await pilot.press("o")
        assert choice.value == "c"


async def test_a_confirmation_does_nothing_unless_it_is_told_to():
    for keys, answer in (("enter", False), ("escape", False), ("n", False), ("q", False), ("y", True)):
        app = Host(Confirm("Remove [/b]?"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(keys)
            await pilot.pause()
        assert app.answers == [answer]


async def test_the_picker_answers_what_was_chosen():
    app = Host(Pick("Give it to", find))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
    assert app.answers == [1]


async def test_a_form_has_no_word_outside_the_catalogue():
    i18n.use(i18n.BRACKETS)
    try:
        app = Host(form())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert caption(app.modal, "subject").error.startswith("⟦")
            assert "⟦Save⟧" in app.modal.query_one("KeyBar").render().plain
    finally:
        i18n.use("en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("1.5", Decimal("1.5")),
        ("1,5", Decimal("1.5")),
        ("-3", -3),
        ("12k", 12000),
        ("48万", 480000),
        ("１２", 12),
        ("1.2.3", None),
        ("x", None),
        ("1,2,3", None),
        (".", None),
    ],
)
def test_numbers_are_read_as_people_type_them(text, value):
    assert number(text) == value


async def test_a_letter_chooses_a_chinese_option_by_its_pinyin() -> None:
    app: App[None] = App()
    fields = [Field("priority", "优先级", "choice", "low", options=[("low", "低"), ("normal", "普通"), ("high", "高")])]
    saved: list[object] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Form("选择", fields, lambda values: saved.append(values["priority"])))
        await pilot.pause()
        await pilot.press("g", "ctrl+s")
        await pilot.pause()
        app.push_screen(Form("选择", fields, lambda values: saved.append(values["priority"])))
        await pilot.pause()
        await pilot.press("普", "ctrl+s")
        await pilot.pause()
    assert saved == ["high", "normal"]

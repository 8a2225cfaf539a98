"""The frame of every screen: bar, footer, status row, filter, help, palette, room, and the way between screens."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.widget import Widget

from store import customers, database, deals, followups
from store.errors import Denied, Reason, Unavailable
from tui import i18n, keys, screens
from tui.app import HuddleApp
from tui.config import Config
from tui.palette import Palette
from tui.screens import Place
from tui.screens.base import HuddleScreen
from tui.screens.help import Help, HelpText
from tui.screens.toosmall import TooSmall
from tui.widgets.bar import Bar
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, name
from tui.widgets.keybar import KeyBar, key_display
from tui.widgets.list_detail import ListDetail
from tui.widgets.picker import Matches
from tui.widgets.quickentry import QuickEntry
from tui.widgets.record_list import Column, RecordList, Section
from tui.widgets.status import Status

NAMES = [
    ("1", "today", "Today", "Today"),
    ("2", "meeting", "Meeting", "Meet"),
    ("3", "goals", "Goals", "Goals"),
    ("4", "followups", "Follow-ups", "Follow"),
    ("5", "customers", "Customers", "Cust"),
    ("6", "deals", "Deals", "Deals"),
    ("7", "training", "Training", "Train"),
    ("8", "risks", "Risks", "Risks"),
    ("9", "team", "Team", "Team"),
    ("0", "reports", "Reports", "Rep"),
]


class Rows(Widget, can_focus=True):
    """A list as far as the frame is concerned."""

    DEFAULT_CSS = "Rows { height: 1fr; }"

    def render(self) -> Content:
        return Content("[/b] a row")


class Plain(HuddleScreen):
    """A screen with one list that counts how often it is filled."""

    FOOTER = ("done", "snooze", "quick_entry", "log", "filter")
    AUTO_FOCUS = "Rows"
    BINDINGS = keys.bind("done", "snooze", "log", "note", "owner", "new", "edit", "remove")

    def __init__(self) -> None:
        super().__init__()
        self.fills = 0
        self.asked: list[str] = []
        self.shown = None

    def body(self):
        yield Rows()

    def fill(self) -> None:
        self.fills += 1
        self.asked.append(self.filter_text)
        if self.filter_text == "broken":
            raise Unavailable(Reason("The file is busy."))

    def show(self, ref) -> None:
        self.shown = ref

    def why_not(self, action):
        return "Nothing is selected." if action == "snooze" else None

    def action_done(self) -> None:
        self.perform(lambda me: "x", said="Done · u undo")

    def action_edit(self) -> None:
        def refuse(me):
            raise Denied(Reason("Only {who} may.", {"who": "the lead"}))

        self.perform(refuse)

    def action_remove(self) -> None:
        self.ask(Confirm("Remove it?"), lambda _yes: self.say("Removed"))


def loader(name: str, title: str):
    kind = type(f"Screen_{name}", (Plain,), {"NAME": name, "TITLE_": title, "ANSWERS": "What now?"})
    return lambda: kind


@pytest.fixture(autouse=True)
def ten_screens(monkeypatch):
    kinds = {"customers": ("customer",)}
    table = [Place(k, n, t, s, loader(n, t), kinds.get(n, ())) for k, n, t, s in NAMES]
    former = list(screens.SCREENS)
    screens.SCREENS[:] = table
    yield
    screens.SCREENS[:] = former


@pytest.fixture
def app(ana) -> HuddleApp:
    return HuddleApp(ana, badges=lambda me: {"today": 5, "followups": 3, "risks": 1}, start="followups")


def bar(app) -> str:
    return app.screen.query_one(Bar).render().plain


def footer(app) -> str:
    return app.screen.query_one(KeyBar).render().plain


def status(app) -> str:
    return app.screen.query_one(Status).render().plain


# The bar


@pytest.mark.parametrize(
    ("width", "seen", "unseen"),
    [
        (160, ["Huddle", "4 Follow-ups·3", "0 Reports", "Mon 23 Nov", "Ana"], []),
        (120, ["1 Today·5", "4 Follow-ups·3", "0 Reports", "Ana"], ["Huddle", "Nov"]),
        (80, ["1Today·5", "4Follow·3", "0Rep", "Ana"], ["Follow-ups"]),
        (60, ["4 Follow-ups·3", "Ana"], ["Today", "Risks"]),
        (40, ["4 Follow-ups·3", "Ana"], ["Today"]),
    ],
)
async def test_the_bar_takes_the_longest_form_that_fits(app, width, seen, unseen):
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        line = bar(app)
        assert len(line) <= width
        assert [text for text in seen if text not in line] == []
        assert [text for text in unseen if text in line] == []


async def test_the_demo_says_so_in_the_bar_at_every_width(ana):
    for width in (160, 120, 80, 40):
        app = HuddleApp(ana, demo=True, start="followups")
        async with app.run_test(size=(width, 24)) as pilot:
            await pilot.pause()
            assert "DEMO" in bar(app)


async def test_a_click_on_a_name_opens_that_screen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(Bar, offset=(bar(app).index("7Train") + 1, 0))
        await pilot.pause()
        assert app.current_mode == "training"


async def test_the_digits_open_the_screens_which_are_made_on_the_first_visit_only(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9")
        await pilot.pause()
        team = app.screen
        await pilot.press("0")
        await pilot.pause()
        assert app.current_mode == "reports"
        await pilot.press("9")
        await pilot.pause()
        assert app.screen is team


async def test_a_digit_of_a_screen_that_does_not_exist_does_nothing(app):
    screens.SCREENS[:] = [place for place in screens.SCREENS if place.name != "deals"]
    app = HuddleApp(app.me, start="followups")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await pilot.pause()
        assert app.current_mode == "followups"


# The footer


async def test_the_footer_has_at_most_seven_keys_with_help_and_fits_80_columns(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        line = footer(app)
        assert len(app.screen.query_one(KeyBar).items()) == 7
        assert len(line) <= 78
        for words in ("space Done", "+ Quick entry", "/ Filter", "? Help", "q Quit"):
            assert words in line
        assert "palette" not in line


async def test_the_palette_stands_in_the_footer_from_100_columns_on(app):
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        assert footer(app).rstrip().endswith("^P palette")


async def test_the_footer_of_a_narrow_terminal_keeps_help(app):
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        assert "? Help" in footer(app)
        assert len(footer(app)) <= 58


async def test_what_cannot_be_done_says_why_when_its_key_is_pressed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert status(app) == "✕ Nothing is selected."


async def test_a_key_of_the_config_file_is_used_and_shown(ana):
    app = HuddleApp(ana, config=Config(keys={"done": "d,D"}), start="followups")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert status(app) == "Done · u undo"
        assert "d Done" in footer(app)


@pytest.mark.parametrize(("key", "shown"), [("enter", "⏎"), ("ctrl+s", "^S"), ("question_mark", "?"), ("plus", "+")])
def test_keys_are_written_short(key, shown):
    assert key_display(key) == shown


# The status row


async def test_the_outcome_and_the_refusal_of_an_action_are_said(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert status(app) == "Done · u undo"
        await pilot.press("e")
        await pilot.pause()
        assert status(app) == "✕ Only the lead may."


async def test_undo_takes_back_the_last_change_and_says_what(app, ana):
    made = customers.add(ana, "Northwind [/b]")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert status(app) == "Undone: Northwind [/b]"
        assert not customers.Customer.select().where(customers.Customer.kept(), customers.Customer.id == made.id)
        await pilot.press("u")
        await pilot.pause()
        assert status(app).startswith("✕ ") or "Undone" in status(app)


async def test_a_question_gives_the_keys_back_to_the_list(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert status(app).strip() == ""
        assert isinstance(app.screen.focused, Rows)
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert status(app) == "Removed"


# Filter, mine, quick entry: letters belong to the field


async def test_the_filter_works_as_it_is_typed_and_enter_keeps_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "n", "q", "1")
        await pilot.pause()
        assert app.screen.filter_text == "nq1"
        assert app.screen.asked[-3:] == ["n", "nq", "nq1"]
        assert "⏎ Keep" in footer(app)
        assert "Quit" not in footer(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "/nq1" in status(app)
        assert isinstance(app.screen.focused, Rows)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.filter_text == ""


async def test_escape_in_the_filter_clears_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "n", "escape")
        await pilot.pause()
        assert (app.screen.filter_text, app.screen.asked[-1]) == ("", "")


async def test_q_goes_back_before_it_leaves(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "n", "enter", "q")
        await pilot.pause()
        assert (app.screen.filter_text, app.is_running) == ("", True)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


async def test_a_chinese_input_method_opens_filter_and_help(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ideographic_comma", "x", "escape", "fullwidth_question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)


async def test_a_question_that_the_store_cannot_answer_is_said(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"broken", "enter")
        await pilot.pause()
        assert "✕ The file is busy." in status(app)


async def test_m_switches_between_mine_and_everyone(app):
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.screen.mine
        await pilot.press("m")
        await pilot.pause()
        assert app.screen.mine is not before


async def test_quick_entry_shows_its_reading_adds_and_says_so(app, ana):
    customers.add(ana, "Northwind Traders")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("+", *"visit northwind renewal fri !high")
        await pilot.pause()
        shown = app.screen.query_one("ReadingLine").render().plain
        assert [w for w in ("Visit", "Northwind Traders", "renewal", "Fri 27 Nov", "high") if w not in shown] == []
        await pilot.press("enter")
        await pilot.pause()
        assert status(app).startswith("Added · Visit · Northwind Traders · ")
        assert not app.screen.query("QuickEntry")


async def test_quick_entry_offers_the_nearest_customers_and_adds_none_by_itself(app, ana):
    customers.add(ana, "Northwind Traders")
    customers.add(ana, "Northwind Hotels")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("+", *"call northwind terms fri", "enter")
        await pilot.pause()
        shown = app.screen.query_one("ReadingLine").render().plain
        assert "Northwind Traders" in shown
        assert "✕" in shown
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert status(app).startswith("Added · Call · Northwind ")


# Help and palette


async def test_help_shows_the_keys_of_this_screen_in_words(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        await pilot.pause()
        text = app.screen.query_one(HelpText).render().plain
        assert [w for w in ("What now?", "Done", "Quick entry", "Remove", "Everywhere") if w not in text] == []
        assert "？" not in text
        await pilot.press("q")
        await pilot.pause()
        assert app.screen.NAME == "followups"


async def test_the_palette_finds_a_record_and_opens_its_screen_on_it(app, ana):
    made = customers.add(ana, "[/b] 华星科技")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"华星", "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.current_mode == "customers"
        assert app.screen.shown.id == made.id


async def test_a_click_where_nothing_was_found_chooses_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"zzzz")
        await pilot.pause()
        for row in range(app.screen.query_one(Matches).size.height):
            await pilot.click(Matches, offset=(2, row))
        assert isinstance(app.screen.query_one(Matches).screen, Palette)


async def test_the_palette_runs_an_action_of_the_screen_and_leaves_out_what_cannot_be_done(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        labels = [hit[1] for hit in app.screen.fixed]
        assert any(label.startswith("Done") for label in labels)
        assert not any(label.startswith("Snooze") for label in labels)
        await pilot.press(*"done", "enter")
        await pilot.pause()
        assert status(app) == "Done · u undo"


async def test_the_palette_switches_the_theme(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"theme: light", "enter")
        await pilot.pause()
        assert app.theme == "huddle-light"


# Room


async def test_a_terminal_too_small_names_the_room_and_takes_only_back_quit_and_screens(app):
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        text = app.screen.query_one(TooSmall).render().plain
        assert ("60 × 16" in text, "50 × 12" in text) == (True, True)
        await pilot.press("space", "slash", "?", "ctrl+p")
        await pilot.pause()
        assert status(app).strip() == ""
        assert app.screen.NAME == "followups"
        await pilot.press("8")
        await pilot.pause()
        assert app.current_mode == "risks"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not app.screen.query(TooSmall)
        await pilot.press("space")
        await pilot.pause()
        assert status(app) == "Done · u undo"


class Paired(HuddleScreen):
    """A list with its detail."""

    NAME, TITLE_ = "followups", "Follow-ups"

    def body(self):
        self.rows = RecordList([Column("", 0, lambda row: (row, ""))])
        yield ListDetail(self.rows, Detail(), lambda of: [name(f"about {of.row}")])

    def fill(self) -> None:
        self.rows.fill([Section(keys=[1, 2, 3])], lambda wanted: {key: f"row {key}" for key in wanted})


@pytest.fixture
def paired(ana) -> HuddleApp:
    screens.SCREENS[3] = screens.SCREENS[3]._replace(load=lambda: Paired)
    return HuddleApp(ana, start="followups")


def detail(app) -> str:
    return "".join(span[0] for line in app.screen.query_one(Detail).lines for span in line.spans)


async def test_on_a_wide_terminal_the_detail_follows_the_cursor_after_a_rest(paired):
    async with paired.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        assert detail(paired) == "about row 1"
        await pilot.press("j", "j")
        await pilot.pause(0.3)
        assert detail(paired) == "about row 3"


@pytest.mark.parametrize("back", ["q", "escape"])
async def test_on_a_narrow_terminal_enter_opens_the_detail_and_back_returns(paired, back):
    async with paired.run_test(size=(99, 24)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        assert not paired.screen.query_one(Detail).display
        await pilot.press("enter")
        await pilot.pause()
        assert detail(paired) == "about row 2"
        assert (paired.screen.query_one(Detail).display, paired.screen.rows.display) == (True, False)
        assert "q Back" in footer(paired)
        await pilot.press(back)
        await pilot.pause()
        assert paired.screen.rows.has_focus
        assert "q Quit" in footer(paired)
        assert paired.is_running


async def test_a_window_made_wider_shows_both_panes(paired):
    async with paired.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert paired.screen.query_one(Detail).display
        assert detail(paired) == "about row 1"


# Data that change, themes, warnings, trouble


async def test_a_change_by_somebody_else_fills_the_screen_again_and_others_when_they_are_seen(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("9")
        await pilot.pause()
        team, fills = app.screen, app.screen.fills
        await pilot.press("4")
        await pilot.pause()
        before = app.screen.fills
        monkeypatch.setattr(database.watch, "changed", lambda: True)
        app.look()
        await pilot.pause()
        monkeypatch.setattr(database.watch, "changed", lambda: False)
        assert (app.screen.fills, team.fills) == (before + 1, fills)
        await pilot.press("9")
        await pilot.pause()
        assert team.fills == fills + 1


async def test_a_file_that_is_gone_is_said_and_not_fatal(app, monkeypatch):
    def gone() -> bool:
        raise Unavailable(Reason("team.db is gone."))

    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(database.watch, "changed", gone)
        app.look()
        await pilot.pause()
        assert status(app) == "✕ team.db is gone."


async def test_an_unknown_theme_is_said_and_the_dark_one_is_used(ana):
    app = HuddleApp(ana, config=Config(theme="pink", theme_line=3), start="followups")
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        assert app.theme == "huddle-dark"
        assert "line 3" in status(app)


async def test_any_theme_of_textual_can_be_configured(ana):
    assert HuddleApp(ana, config=Config(theme="nord")).theme == "nord"


async def test_nothing_in_the_frame_repaints_by_itself(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        painted: list[object] = []
        for kind in (Bar, Status, KeyBar, Rows):
            monkeypatch.setattr(kind, "refresh", lambda self, *a, **k: painted.append(self) or self)
        app.look()
        await pilot.pause(1.2)  # longer than one look at the file
        assert painted == []
        assert app.animation_level == "none"


async def test_no_word_of_the_frame_escapes_translation(ana):
    i18n.use(i18n.BRACKETS)
    try:
        app = HuddleApp(ana, demo=True, start="followups")
        async with app.run_test(size=(160, 24)) as pilot:
            await pilot.press("slash", "x", "enter")
            await pilot.pause()
            for line in (bar(app), footer(app), status(app)):
                outside = "".join(part.partition("⟧")[2] for part in ("⟧" + line).split("⟦"))
                words = {word for word in outside.replace("·", " ").split() if len(word) > 2}
                assert words <= {"Ana", "space", "/x"}
    finally:
        i18n.use("en")


async def test_a_crash_leaves_a_report(ana, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    app = HuddleApp(ana, start="followups")
    assert app.crash.report() is None
    app.crash.text.write("Traceback")
    path = app.crash.report()
    assert path is not None
    assert path.read_text() == "Traceback"
    assert path.stat().st_mode & 0o077 == 0


async def test_quick_entry_offers_the_nearest_deals_and_adds_for_the_chosen_one(ana):
    acme, zenith = customers.add(ana, "Acme"), customers.add(ana, "Zenith")
    first, second = (deals.add(ana, one, "Pumps", amount=2 - n) for n, one in enumerate((acme, zenith)))
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("+", *"call", "space", *"#pumps", "enter")
        await pilot.pause()
        panel = app.screen.query_one(QuickEntry)
        shown = "".join(text for text, _style in panel.shown.parts)
        assert "Which deal is meant? Tab chooses." in shown and "Pumps · Zenith" in shown
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert "◆ Pumps" in "".join(text for text, _style in panel.shown.parts)
        await pilot.press("enter")
        await pilot.pause()
    (made,) = followups.planned_for_deal(second.id)
    assert (made.deal_id, made.customer) == (second.id, "Zenith") and followups.planned_for_deal(first.id) == []


async def test_letters_and_digits_in_full_width_are_the_keys_that_were_meant(app):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("５")
        await pilot.pause()
        assert app.current_mode == "customers"
        await pilot.press("？")
        await pilot.pause()
        assert type(app.screen).__name__ == "Help"
        await pilot.press("ｑ")
        await pilot.pause()
        assert app.screen is app.huddle_screen()

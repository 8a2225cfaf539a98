"""The team by its keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from pilots import lines_of, press, rows_of, said, typed
from textual.pilot import Pilot

from store import customers, followups, team
from store.access import Role
from store.records import Ref
from store.team import Absence, Holiday, Member
from tui import i18n
from tui.app import HuddleApp
from tui.screens.team import TeamScreen
from tui.screens.team.entries import weekdays_words
from tui.screens.team.forms import find_zone
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail
from tui.widgets.form import About, Form
from tui.widgets.keybar import KeyBar
from tui.widgets.list_detail import ListDetail

DAY = date(2026, 11, 23)
TOMORROW = DAY + timedelta(days=1)
SIZES = [(80, 24), (120, 40)]


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="team")


def detail_of(app: HuddleApp) -> str:
    lines = app.screen.query_one(Detail).lines
    return "\n".join(" ".join((entry.label, *(text for text, _tone in entry.spans))) for entry in lines)


def form_of(app: HuddleApp) -> Form[object]:
    assert isinstance(app.screen, Form)
    return app.screen


async def go(pilot: Pilot[None], app: HuddleApp, *key: object) -> None:
    """Put the cursor on a row."""
    assert rows_of(app).move_to(key)
    await pilot.pause()


# The list


async def test_the_sections_say_who_is_here_who_is_away_and_when_we_work(ana: Member, li: Member) -> None:
    team.add_absence(ana, li, DAY, TOMORROW, ana)
    team.add_holidays(ana, [(date(2026, 12, 25), False, "Navidad"), (date(2026, 11, 28), True, "instead")])
    team.add_holidays(ana, [(date(2026, 10, 12), False, "Fiesta")])
    app = app_of(ana)
    async with app.run_test(size=(80, 30)):
        shown = [line.split() for line in lines_of(app) if line]
        assert shown == [
            ["People", "·", "2"],
            ["▌", "Ana", "lead", "·", "ana", "since", "today"],
            ["Li", "rep", "·", "li", "▲", "away", "until", "tomorrow"],
            ["Groups"],
            ["None", "is", "known", "n", "adds", "some"],
            ["Positions"],
            ["None", "is", "written", "down", "n", "adds", "some"],
            ["Away", "·", "1"],
            ["Li", "Ana", "stands", "in", "▲", "23–24", "Nov"],
            ["Holidays", "and", "make-up", "days", "·", "2"],
            ["instead", "make-up", "day,", "worked", "Sat", "28", "Nov"],
            ["Navidad", "holiday", "Fri", "25", "Dec"],
            ["Working", "time"],
            ["Team", "Northern", "Sales"],
            ["Working", "days", "Monday", "–", "Friday"],
            ["Working", "hours", "09:00", "–", "18:00"],
            ["Language", "as", "each", "terminal", "says"],
            ["Timezone", "Europe/Madrid"],
            ["Currency", "EUR"],
            ["Fiscal", "year", "begins", "in", "January"],
            ["Past", "·", "1"],
            ["Fiesta", "holiday", "Mon", "12", "Oct"],
        ]


async def test_people_who_left_leave_or_join_say_so(ana: Member, li: Member, wang: Member) -> None:
    team.edit_member(ana, li, joined_on=DAY - timedelta(days=30))
    team.leave(ana, li, DAY - timedelta(days=10))
    team.leave(ana, wang, DAY + timedelta(days=4))
    team.add_member(ana, "Zoe", "zoe", joined_on=DAY + timedelta(days=7))
    app = app_of(ana)
    async with app.run_test(size=(80, 24)):
        states = {line.split()[0]: line for line in lines_of(app)[2:5]}
        assert "▲ leaves Fri 27" in states["王芳"]
        assert "joins Mon 30 Nov" in states["Zoe"]
        assert "left Fri 13 Nov" in states["Li"]
        assert lines_of(app)[4].split()[0] == "Li"


async def test_an_empty_section_says_which_key_adds_to_it(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        assert any(line.split() == ["Nobody", "is", "away", "n", "adds", "some"] for line in lines_of(app))
        await go(pilot, app, "absence", 0)
        for key in ("e", "x", "y"):
            await press(pilot, key)
            assert said(app) == "There is nothing here yet; n adds some."


async def test_an_absence_over_the_new_year_is_said_in_full(ana: Member, li: Member) -> None:
    team.add_absence(ana, li, date(2026, 12, 28), date(2027, 1, 5))
    app = app_of(ana)
    async with app.run_test(size=(80, 24)):
        assert any("28 Dec – 5 Jan" in line and "nobody stands in" in line for line in lines_of(app))


async def test_the_filter_looks_in_names_roles_strengths_and_settings(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, strengths="Pilots that convince")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "/", *typed("PILOTS rep"), "enter")
        assert [rows_of(app).count, rows_of(app).key] == [1, ("member", li.id)]
        await press(pilot, "/", "ctrl+u", *"madrid", "enter")
        assert rows_of(app).key == ("team", "timezone")
        await press(pilot, "/", "ctrl+u", *"zzz", "enter")
        assert "Nothing here contains zzz." in "\n".join(lines_of(app))
        await press(pilot, "escape")
        assert rows_of(app).count > 3


async def test_enter_opens_everything_about_a_person(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, phone="123", email="li@x.example", strengths="Pilots", interests="Cycling")
    team.add_absence(ana, li, TOMORROW, TOMORROW, ana)
    followups.add(ana, DAY, owner=li, subject="Call")
    customers.add(ana, "Northwind", owner=li)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "enter")
        assert app.screen.query_one(ListDetail).opened
        text = detail_of(app)
        wanted = ("Li", "rep", "123", "li@x.example", "Pilots", "Cycling", "1 planned follow-up, 1 customer", "24 Nov")
        assert [word for word in wanted if word not in text] == []
        await press(pilot, "q")
        assert not app.screen.query_one(ListDetail).opened


async def test_the_detail_of_an_absence_a_holiday_and_the_settings(ana: Member, li: Member) -> None:
    away = team.add_absence(ana, li, DAY, DAY + timedelta(days=7))
    (friday,) = team.add_holidays(ana, [(date(2026, 11, 27), False, "Fair")])
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, app, "absence", away.id)
        await pilot.pause(0.2)
        assert "Working days 5" in detail_of(app)
        await go(pilot, app, "holiday", friday.id)
        await pilot.pause(0.2)
        assert "Worked before Thu 26 Nov" in detail_of(app)
        assert "Worked after Mon 30 Nov" in detail_of(app)
        await go(pilot, app, "team", "currency")
        await pilot.pause(0.2)
        assert "Timezone Europe/Madrid" in detail_of(app)


async def test_the_palette_opens_a_member_an_absence_and_the_team(ana: Member, li: Member) -> None:
    away = team.add_absence(ana, li, DAY, DAY)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "/", *"zzz", "enter")
        for ref, key in (
            (li.ref, ("member", li.id)),
            (away.ref, ("absence", away.id)),
            (Ref("team", 1), ("team", "name")),
        ):
            app.open(ref)
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert rows_of(app).key == key


async def test_y_copies_a_persons_number(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, phone="+34 600")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "y")
        assert said(app) == "No phone number is known here."
        await press(pilot, "j", "y")
        assert (app.clipboard, said(app)) == ("+34 600", "Copied +34 600")
        await go(pilot, app, "team", "name")
        await press(pilot, "y")
        assert said(app) == "Only of people a number can be copied."


# New


async def test_n_welcomes_somebody_and_goes_there(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *typed("王芳"), "tab", *"Wang", "tab", "v", "tab", *"123", "tab", "tab", "ctrl+u")
        await press(pilot, *typed("30 Nov"), "tab", *"Patience", "ctrl+s")
        made = team.by_login("wang")
        assert made is not None
        assert (made.name, made.role, made.phone, made.joined_on) == ("王芳", Role.VIEWER, "123", date(2026, 11, 30))
        assert made.strengths == "Patience"
        assert rows_of(app).key == ("member", made.id)
        assert said(app) == "Added · u undo"
        await press(pilot, "u")
        assert team.by_login("wang") is None


async def test_a_login_that_is_taken_is_said_beside_it_and_nothing_is_lost(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *"Lin", "tab", *"LI", "ctrl+s")
        form = form_of(app)
        assert form.row("login").caption.error == "This is taken already; choose another."
        assert (form.row("name").raw(), form.row("login").raw()) == ("Lin", "LI")


async def test_n_among_the_absences_notes_who_is_away(ana: Member, li: Member, wang: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "absence", 0)
        await press(pilot, "n", "l", "tab", "tab", "ctrl+u", *"thu", "ctrl+s")
        (made,) = team.absences(DAY)
        assert (made.name, made.first_day, made.last_day, made.stand_in) == ("Li", DAY, date(2026, 11, 26), "")
        assert rows_of(app).key == ("absence", made.id)


async def test_an_absence_in_the_wrong_order_is_refused_beside_the_day(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "absence", 0)
        await press(pilot, "n", "tab", "tab", "ctrl+u", *"yesterday", "tab", "a", "ctrl+s")
        assert form_of(app).row("last_day").caption.error == "The last day comes before the first."


async def test_a_list_of_days_is_pasted(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "holiday", 0)
        await press(pilot, "n", *typed("25 Dec Navidad"), "enter", *typed("+2026-11-28 instead"), "ctrl+s")
        found = [(h.day, h.works, h.label) for h in team.holidays(DAY)]
        assert found == [(date(2026, 11, 28), 1, "instead"), (date(2026, 12, 25), 0, "Navidad")]
        assert said(app) == "2 days added · u undo"
        await press(pilot, "u")
        assert team.holidays(DAY) == []


async def test_a_line_that_is_no_day_is_named_and_nothing_is_lost(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "holiday", 0)
        await press(pilot, "n", *typed("25 Dec x"), "enter", *typed("[/b] never"), "ctrl+s")
        row = form_of(app).row("days")
        assert row.caption.error == "Line 2 has no date at its beginning: [/b] never"
        assert row.raw() == "25 Dec x\n[/b] never"
        assert team.holidays(DAY) == []


async def test_there_is_no_second_team(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "team", "name")
        await press(pilot, "n")
        assert said(app) == "A file holds one team; e edits its working time."
        await press(pilot, "x")
        assert said(app) == "The team's working time stays; e edits it."


# Edit


async def test_e_edits_a_member(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "e", "end", *typed(" Wei"), "tab", "tab", "l")
        form_of(app).row("interests").take_focus()
        await press(pilot, *"Chess", "ctrl+s")
        it = Member.load(li.id)
        assert (it.name, it.role, it.interests) == ("Li Wei", Role.LEAD, "Chess")
        assert said(app) == "Saved · u undo"


async def test_the_last_lead_cannot_step_down(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "tab", "tab", "r", "ctrl+s")
        assert form_of(app).row("role").caption.error == "Ana is the last lead; make somebody else lead first."


async def test_e_edits_an_absence_and_a_holiday(ana: Member, li: Member) -> None:
    away = team.add_absence(ana, li, DAY, DAY)
    (holiday,) = team.add_holidays(ana, [(TOMORROW, False, "Fair")])
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "absence", away.id)
        await press(pilot, "e", "tab", "ctrl+u", *"wed", "tab", "a", "ctrl+s")
        it = Absence.load(away.id)
        assert (it.last_day, it.stand_in_id) == (date(2026, 11, 25), ana.id)
        await go(pilot, app, "holiday", holiday.id)
        await press(pilot, "e", "tab", "e", "tab", "end", *"s", "ctrl+s")
        changed = Holiday.load(holiday.id)
        assert (changed.day, changed.works, changed.label) == (TOMORROW, 1, "Fairs")


async def test_the_working_time_is_edited_where_the_cursor_is_and_days_are_words(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "team", "weekdays")
        await press(pilot, "e")
        row = form_of(app).row("weekdays")
        assert row.editor.has_focus
        assert [word for word in ("✓Mon", "✓Fri", " Sat", " Sun") if word not in row.editor.render().plain] == []
        await press(pilot, "space", "s", "space", "tab", "ctrl+u", *"8:30", "ctrl+s")  # not Monday, but Saturday
        found = team.team()
        assert (found.weekdays, found.work_from) == ("12345", time(8, 30))
        assert any("Tuesday – Saturday" in line for line in lines_of(app))


async def test_a_click_takes_a_day_or_leaves_it(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "team", "name")
        await press(pilot, "e")
        days = form_of(app).row("weekdays").editor
        await pilot.click(days, offset=(days.render().plain.index("Sat") + 1, 0))
        await pilot.click(days, offset=(days.render().plain.index("Mon"), 0))
        await press(pilot, "ctrl+s")
        assert team.team().weekdays == "12345"


async def test_timezone_currency_and_fiscal_month(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "team", "timezone")
        await press(pilot, "e")
        form = form_of(app)
        assert form.row("timezone").editor.search.has_focus
        await press(pilot, "ctrl+u", *"shanghai", "enter", "ctrl+u", *"cny", "tab", "a", "ctrl+s")
        found = team.team()
        assert (found.timezone, found.currency, found.fiscal_month) == ("Asia/Shanghai", "CNY", 4)


async def test_wrong_settings_are_refused_beside_their_fields(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "team", "work_from")
        await press(pilot, "e", "ctrl+u", *"late", "ctrl+s")
        form = form_of(app)
        assert form.row("work_from").caption.error == "Write a time such as 10:00."
        await press(pilot, "ctrl+u", *"19:00", "ctrl+s")
        assert form.row("work_until").caption.error == "Work ends after it begins."
        form.row("work_from").take_focus()
        await press(pilot, "ctrl+u", *"09:00")
        form.row("weekdays").take_focus()
        await press(pilot, *["space", "right"] * 5, "ctrl+s")
        assert form.row("weekdays").caption.error == "A team works on at least one day of the week."


def test_a_timezone_is_found_by_its_city_with_the_time_there(ana: Member) -> None:
    assert find_zone("new york")[0] == ("America/New_York", "America/New_York", "04:00")
    assert find_zone("madrid") == [("Europe/Madrid", "Europe/Madrid", "10:00")]
    assert find_zone("atlantis") == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("01234", "Monday – Friday"),
        ("0", "Monday"),
        ("56", "Sat, Sun"),
        ("0236", "Mon, Wed, Thu, Sun"),
        ("0123456", "Monday – Sunday"),
    ],
)
def test_working_days_in_words(days: str, words: str) -> None:
    assert weekdays_words(days) == words


# Remove, leave


async def test_x_asks_a_members_last_day_and_hands_over_what_is_theirs(ana: Member, li: Member, wang: Member) -> None:
    call = followups.add(ana, DAY, owner=li, subject="Call")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j")
        await pilot.pause(0.2)
        assert "x Leave" in app.screen.query_one(KeyBar).render().plain
        await press(pilot, "x")
        assert "Li still has 1 follow-up." in app.screen.query_one(About).text
        await press(pilot, *"fri", "tab", "right", "ctrl+s")  # typing replaces the day that stands there
        assert Member.load(li.id).left_on == date(2026, 11, 27)
        assert followups.FollowUp.load(call.id).owner_id == wang.id
        assert said(app) == "Last day Fri 27 Nov · 王芳 takes over · u undo"
        await press(pilot, "u")
        assert Member.load(li.id).left_on is None
        assert followups.FollowUp.load(call.id).owner_id == li.id


async def test_who_has_nothing_open_leaves_without_an_heir(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "x")
        assert "nothing open" in app.screen.query_one(About).text
        await press(pilot, "ctrl+s")
        assert said(app) == "Last day Mon 23 Nov · u undo"


async def test_the_last_lead_is_told_that_they_cannot_leave(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x")
        assert "The last lead can't leave" in app.screen.query_one(About).text
        await press(pilot, "ctrl+s")
        assert form_of(app).row("left_on").caption.error == "Ana is the last lead; make somebody else lead first."
        assert Member.load(ana.id).left_on is None


async def test_who_has_left_comes_back_by_an_empty_last_day(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, joined_on=DAY - timedelta(days=20))
    team.leave(ana, li, DAY - timedelta(days=1))
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "member", li.id)
        await press(pilot, "x")
        assert said(app) == "Li has left already; e edits the last day."
        await press(pilot, "e")
        form_of(app).row("left_on").take_focus()
        await press(pilot, "ctrl+u", "ctrl+s")
        assert Member.load(li.id).left_on is None


async def test_x_removes_an_absence_and_a_holiday_after_asking_by_name(ana: Member, li: Member) -> None:
    away = team.add_absence(ana, li, DAY, TOMORROW)
    (holiday,) = team.add_holidays(ana, [(TOMORROW, False, "Fair")])
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        for key, name in ((("absence", away.id), "Li · 23–24 Nov"), (("holiday", holiday.id), "Tue 24 Nov Fair")):
            await go(pilot, app, *key)
            await press(pilot, "x")
            assert isinstance(app.screen, Confirm)
            assert app.screen.question == name
            await press(pilot, "n")
            assert rows_of(app).key == key
            await press(pilot, "x", "y")
            assert said(app) == "Removed · u undo"
            assert not rows_of(app).move_to(key)
        assert (team.absences(DAY), team.holidays(DAY)) == ([], [])
        await press(pilot, "u", "u")
        assert (len(team.absences(DAY)), len(team.holidays(DAY))) == (1, 1)


async def test_what_is_gone_meanwhile_is_said_and_taken_out(ana: Member) -> None:
    (holiday,) = team.add_holidays(ana, [(TOMORROW, False, "Fair")])
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "holiday", holiday.id)
        team.remove_holiday(ana, Holiday.load(holiday.id))
        await press(pilot, "e")
        assert isinstance(app.screen, TeamScreen)
        assert said(app)
        assert not rows_of(app).move_to(("holiday", holiday.id))


# Rights


async def test_a_rep_sees_everything_and_is_told_what_only_the_lead_may(ana: Member, li: Member, wang: Member) -> None:
    (holiday,) = team.add_holidays(ana, [(TOMORROW, False, "Fair")])
    hers = team.add_absence(ana, wang, DAY, DAY)
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in (("member", li.id), ("holiday", holiday.id), ("team", "name")):
            await go(pilot, app, *key)
            for letter in ("n", "e", "x"):
                await press(pilot, letter)
                assert isinstance(app.screen, TeamScreen), (key, letter)
                assert said(app) in (
                    "Only the lead may change this.",
                    "A file holds one team; e edits its working time.",
                    "The team's working time stays; e edits it.",
                )
        await go(pilot, app, "absence", hers.id)
        await press(pilot, "x")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."


async def test_a_rep_notes_the_own_absence_and_takes_it_out(li: Member, wang: Member) -> None:
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, app, "absence", 0)
        await press(pilot, "n")
        assert [words for _value, words in form_of(app).row("member").editor.options] == ["Li"]
        await press(pilot, "ctrl+s")
        (made,) = team.absences(DAY)
        assert made.member == li.id
        await press(pilot, "x", "y")
        assert team.absences(DAY) == []


async def test_a_group_is_made_changed_and_taken_out(ana: Member, li: Member, wang: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, app, "group", 0)
        await press(pilot, "n", "ctrl+s")
        assert "this can't be left empty" in form_of(app).row("name").caption.error
        await press(pilot, *typed("China"), "tab", "right", "space", "ctrl+s")  # Ana, Li, 王芳
        assert said(app) == "Added · u undo"
        (made,) = team.groups()
        assert (made.name, made.ids) == ("China", {li.id})
        await press(pilot, "e", "tab", "right", "right", "space", "ctrl+s")
        assert team.groups()[0].ids == {li.id, wang.id}
        await press(pilot, "u")
        assert team.groups()[0].ids == {li.id}
        await press(pilot, "x", "y")
        assert team.groups() == []
        await press(pilot, "u")
        assert [group.name for group in team.groups()] == ["China"]


async def test_a_viewer_changes_nothing(viewer: Member) -> None:
    app = app_of(viewer)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in (("member", viewer.id), ("group", 0), ("absence", 0), ("holiday", 0)):
            await go(pilot, app, *key)
            await press(pilot, "n")
            assert "change nothing" in said(app)


# Words and pictures


async def test_every_word_of_ours_goes_through_the_catalogue(ana: Member, li: Member) -> None:
    team.add_absence(ana, li, DAY, TOMORROW, ana)
    i18n.use(i18n.BRACKETS)
    app = app_of(ana)
    async with app.run_test(size=(160, 40)):
        for line in lines_of(app)[:14]:
            assert "⟦" in line, line


@pytest.mark.parametrize("size", SIZES)
def test_picture_filled(snap_compare: Callable[..., bool], demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "wait:200"])


@pytest.mark.parametrize("size", SIZES)
def test_picture_new_team(snap_compare: Callable[..., bool], ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, press=["wait:200"])


@pytest.mark.parametrize("size", SIZES)
def test_picture_days_with_an_error(snap_compare: Callable[..., bool], ana: Member, size: tuple[int, int]) -> None:
    keys = [*"jjjj", "n", *typed("25 Dec Navidad"), "enter", *typed("Christmas"), "ctrl+s"]
    assert snap_compare(app_of(ana), terminal_size=size, press=keys)


@pytest.mark.parametrize("size", SIZES)
def test_picture_working_time(snap_compare: Callable[..., bool], ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, press=["G", "k", "k", "k", "k", "k", "e"])


@pytest.mark.parametrize("size", SIZES)
def test_picture_last_lead_leaves(snap_compare: Callable[..., bool], ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, press=["x", "ctrl+s"])


@pytest.mark.parametrize("size", SIZES)
def test_picture_hostile(snap_compare: Callable[..., bool], hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["j", "wait:200"])

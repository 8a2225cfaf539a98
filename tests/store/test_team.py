"""The team: who may leave, who is away, which days are worked, and lists of days as people paste them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from store import changes, customers, followups, team
from store.access import Role
from store.errors import Conflict, Denied, Invalid, NotFound
from store.team import Absence, Holiday, Member

DAY = date(2026, 11, 23)
TOMORROW = DAY + timedelta(days=1)


def refused(call: Callable[..., object], *args: object, **values: object) -> set[str]:
    """The fields beside which a call is refused."""
    with pytest.raises(Invalid) as problem:
        call(*args, **values)
    return set(problem.value.fields)


# The team itself


def test_a_team_begins_with_its_lead_who_joined_today(ana: Member) -> None:
    found = team.team()
    assert (found.name, found.timezone, found.currency, found.weekdays) == (
        "Northern Sales",
        "Europe/Madrid",
        "EUR",
        "01234",
    )
    assert (ana.role, ana.joined_on, ana.login) == (Role.LEAD, DAY, "ana")
    assert team.is_set_up()


def test_without_a_team_there_is_none(store_file: object) -> None:
    assert not team.is_set_up()
    with pytest.raises(NotFound):
        team.team()


def test_wrong_settings_are_refused_beside_their_fields(ana: Member) -> None:
    wrong = refused(
        team.edit_team,
        ana,
        team.team(),
        name=" ",
        timezone="Middle/Earth",
        currency="EURO",
        fiscal_month=13,
        weekdays="",
        work_from=time(18),
        work_until=time(9),
    )
    assert wrong == {"name", "timezone", "currency", "fiscal_month", "weekdays", "work_until"}
    assert refused(team.edit_team, ana, team.team(), weekdays="07") == {"weekdays"}
    assert refused(team.edit_team, ana, team.team(), timezone="../etc/passwd") == {"timezone"}


def test_working_days_and_hours_make_the_calendar(ana: Member) -> None:
    team.edit_team(ana, team.team(), weekdays="12345", work_from=time(8), work_until=time(14), currency="cny")
    calendar = team.work_calendar()
    assert not calendar.is_working(DAY)
    assert calendar.is_working(date(2026, 11, 28))
    assert calendar.hours == (time(8), time(14))
    assert team.team().currency == "CNY"


def test_today_is_the_day_where_the_team_is(ana: Member) -> None:
    team.edit_team(ana, team.team(), timezone="Pacific/Kiritimati")
    assert team.today() == DAY
    team.edit_team(ana, team.team(), timezone="Pacific/Pago_Pago")
    assert team.today() == date(2026, 11, 22)


def test_two_who_edit_the_team_at_once_are_told(ana: Member) -> None:
    one, other = team.team(), team.team()
    team.edit_team(ana, one, name="One")
    with pytest.raises(Conflict):
        team.edit_team(ana, other, name="Other")


# People


def test_a_login_is_kept_small_and_found_whatever_its_case(ana: Member) -> None:
    made = team.add_member(ana, " Li Wei ", " Li.Wei ")
    assert (made.name, made.login) == ("Li Wei", "li.wei")
    assert team.acting("LI.WEI").id == made.id


@pytest.mark.parametrize("login", ["", " ", "li wei", "li/wei", "li\x1b"])
def test_an_impossible_login_is_refused(ana: Member, login: str) -> None:
    assert refused(team.add_member, ana, "Li", login) == {"login"}


def test_a_login_that_is_taken_is_refused_beside_the_login(ana: Member, li: Member, wang: Member) -> None:
    assert refused(team.add_member, ana, "Other", "LI") == {"login"}
    assert refused(team.edit_member, ana, wang, login="li") == {"login"}
    assert wang.login == "wang"


def test_a_nameless_person_and_an_address_without_an_at_are_refused(ana: Member, li: Member) -> None:
    assert refused(team.edit_member, ana, li, name="  ", email="li.example") == {"name", "email"}


def test_strangers_and_leavers_do_not_act(ana: Member, li: Member) -> None:
    with pytest.raises(Denied):
        team.acting("eve")
    team.leave(ana, li, DAY)
    assert team.acting("li").id == li.id  # the last day is still a day of work
    team.edit_member(ana, li, left_on=DAY - timedelta(days=1), joined_on=DAY - timedelta(days=9))
    with pytest.raises(Denied):
        team.acting("li")


def test_the_last_lead_can_neither_leave_nor_step_down(ana: Member, li: Member) -> None:
    assert team.is_last_lead(ana)
    assert not team.is_last_lead(li)
    assert refused(team.leave, ana, ana, DAY) == {"left_on"}
    assert refused(team.edit_member, ana, ana, role=Role.REP) == {"role"}
    assert refused(team.edit_member, ana, ana, left_on=DAY) == {"left_on"}
    team.edit_member(ana, li, role=Role.LEAD)
    assert not team.is_last_lead(ana)
    team.edit_member(ana, ana, role=Role.REP)
    assert team.is_last_lead(li)


def test_a_lead_who_is_about_to_leave_does_not_count_as_another_lead(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, role=Role.LEAD)
    team.leave(ana, li, DAY + timedelta(days=30))
    assert refused(team.leave, ana, ana, DAY) == {"left_on"}


def test_nobody_leaves_before_they_joined(ana: Member, li: Member) -> None:
    early = li.joined_on - timedelta(days=1)
    assert refused(team.leave, ana, li, early) == {"left_on"}
    assert refused(team.edit_member, ana, li, left_on=early) == {"left_on"}
    assert refused(team.add_member, ana, "Bo", "bo", joined_on=DAY, left_on=early) == {"left_on"}


def test_a_leaver_is_out_of_the_lists_but_keeps_the_name_and_may_come_back(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, joined_on=DAY - timedelta(days=20))
    team.leave(ana, li, DAY - timedelta(days=1))
    assert [m.name for m in team.members()] == ["Ana"]
    assert [m.name for m in team.members(left=True)] == ["Ana", "Li"]
    assert team.names()[li.id] == "Li"
    team.edit_member(ana, li, left_on=None)
    assert [m.name for m in team.members()] == ["Ana", "Li"]


def test_leaving_is_undone_like_any_change(ana: Member, li: Member) -> None:
    team.leave(ana, li, DAY)
    changes.undo(ana)
    assert Member.load(li.id).left_on is None


def test_people_say_where_they_are_and_leavers_come_last(ana: Member, li: Member, wang: Member) -> None:
    team.add_absence(ana, wang, DAY, TOMORROW, li)
    team.edit_member(ana, ana, name="Zoe")
    team.edit_member(ana, li, joined_on=DAY - timedelta(days=20))
    team.leave(ana, li, DAY - timedelta(days=1))
    found = team.people(DAY)
    assert [(p.member.name, p.left, p.away_until, p.stand_in) for p in found] == [
        ("Zoe", False, None, ""),
        ("王芳", False, TOMORROW, "Li"),
        ("Li", True, None, ""),
    ]


def test_what_somebody_looks_after_is_counted(ana: Member, li: Member) -> None:
    customer = customers.add(li, "Northwind", owner=li)
    customers.remove(li, customers.add(li, "Gone", owner=li))
    followups.add(li, DAY, customer=customer, owner=li)
    assert (customers.count_owned(li.id), followups.count_planned(li.id)) == (1, 1)
    assert (customers.count_owned(ana.id), followups.count_planned(ana.id)) == (0, 0)


# Absences


def test_an_absence_counts_from_its_first_to_its_last_day(ana: Member, li: Member, wang: Member) -> None:
    team.add_absence(ana, li, DAY, TOMORROW, wang)
    assert team.away_on(DAY - timedelta(days=1)) == {}
    assert team.away_on(DAY) == team.away_on(TOMORROW) == {li.id: wang.id}
    assert team.away_on(TOMORROW + timedelta(days=1)) == {}
    assert [(a.name, a.stand_in) for a in team.absences(TOMORROW)] == [("Li", "王芳")]
    assert team.absences(TOMORROW + timedelta(days=1)) == []


def test_an_absence_has_its_days_in_order_and_another_stand_in(ana: Member, li: Member, wang: Member) -> None:
    assert refused(team.add_absence, ana, li, TOMORROW, DAY) == {"last_day"}
    assert refused(team.add_absence, ana, li, DAY, DAY, li) == {"stand_in"}
    made = team.add_absence(ana, li, DAY, DAY)
    assert refused(team.edit_absence, ana, made, TOMORROW, DAY) == {"last_day"}
    assert refused(team.edit_absence, ana, made, DAY, DAY, li) == {"stand_in"}
    team.edit_absence(ana, made, DAY, TOMORROW, wang)
    assert team.away_on(TOMORROW) == {li.id: wang.id}


def test_everybody_may_say_that_they_are_away_and_the_lead_of_everybody(ana: Member, li: Member, wang: Member) -> None:
    own = team.add_absence(li, li, DAY, DAY)
    with pytest.raises(Denied):
        team.add_absence(li, wang, DAY, DAY)
    hers = team.add_absence(ana, wang, DAY, DAY)
    with pytest.raises(Denied):
        team.edit_absence(li, hers, DAY, TOMORROW)
    with pytest.raises(Denied):
        team.remove_absence(li, hers)
    team.remove_absence(li, own)
    assert list(team.away_on(DAY)) == [wang.id]
    changes.undo(li)
    assert Absence.load(own.id).first_day == DAY


# Holidays and make-up days


def test_a_holiday_is_not_worked_and_a_make_up_day_is_whatever_the_weekday(ana: Member) -> None:
    saturday = date(2026, 11, 28)
    team.add_holidays(ana, [(TOMORROW, False, "Fair"), (saturday, True, "instead")])
    calendar = team.work_calendar()
    assert not calendar.is_working(TOMORROW)
    assert calendar.is_working(saturday)
    assert [h.label for h in team.holidays(TOMORROW + timedelta(days=1))] == ["instead"]


def test_a_day_that_is_there_takes_the_new_label_and_one_undo_takes_the_list_back(ana: Member) -> None:
    team.add_holidays(ana, [(TOMORROW, False, "Fair")])
    team.add_holidays(ana, [(TOMORROW, True, "no fair"), (DAY, False, "Rest"), (DAY, False, "Rest day")])
    assert [(h.day, h.works, h.label) for h in team.holidays(DAY)] == [(DAY, 0, "Rest day"), (TOMORROW, 1, "no fair")]
    changes.undo(ana)
    assert [(h.day, h.works, h.label) for h in team.holidays(DAY)] == [(TOMORROW, 0, "Fair")]


def test_an_empty_list_of_days_is_refused(ana: Member) -> None:
    assert refused(team.add_holidays, ana, []) == {"days"}


def test_a_holiday_moves_but_not_onto_another_one(ana: Member) -> None:
    one, other = team.add_holidays(ana, [(DAY, False, "One"), (TOMORROW, False, "Other")])
    team.edit_holiday(ana, one, DAY + timedelta(days=5), True, " Moved ")
    assert (one.day, one.works, one.label) == (date(2026, 11, 28), 1, "Moved")
    assert refused(team.edit_holiday, ana, one, TOMORROW, False, "") == {"day"}
    team.remove_holiday(ana, other)
    assert [h.label for h in team.holidays(DAY)] == ["Moved"]
    changes.undo(ana)
    assert len(team.holidays(DAY)) == 2


@pytest.mark.parametrize(
    ("line", "day", "works", "name"),
    [
        ("2026-12-25 Christmas", date(2026, 12, 25), False, "Christmas"),
        ("2026/12/25, Navidad", date(2026, 12, 25), False, "Navidad"),
        ("25 Dec Christmas Day", date(2026, 12, 25), False, "Christmas Day"),
        ("Dec 25\tChristmas", date(2026, 12, 25), False, "Christmas"),
        ("Fri 25 Dec Christmas", date(2026, 12, 25), False, "Christmas"),
        ("1 Jan New Year", date(2027, 1, 1), False, "New Year"),
        ("11-23 today", date(2026, 11, 23), False, "today"),
        ("11-22 next year's", date(2027, 11, 22), False, "next year's"),
        ("2026-12-26", date(2026, 12, 26), False, ""),
        ("+ 2026-12-12 make-up Saturday", date(2026, 12, 12), True, "make-up Saturday"),
        ("+2026-12-12 make-up", date(2026, 12, 12), True, "make-up"),
        ("2027-02-14 调休", date(2027, 2, 14), True, "调休"),
        ("2027-02-14 春节上班", date(2027, 2, 14), True, "春节上班"),
        ("10月1日 国庆节", date(2027, 10, 1), False, "国庆节"),
        ("2027年10月1日国庆节", date(2027, 10, 1), False, "国庆节"),
        ("＋１２－１２ 补班", date(2026, 12, 12), True, "补班"),
        ("2026-12-25 [/b] \u202eodd", date(2026, 12, 25), False, "[/b] \u202eodd"),
    ],
)
def test_a_pasted_line_is_a_day_and_its_name(line: str, day: date, works: bool, name: str) -> None:
    assert team.parse_days(line, DAY) == [(day, works, name)]


def test_empty_lines_and_remarks_are_left_out() -> None:
    text = "# from the town hall\n\n  2026-12-25 Christmas  \r\n\n+ 2026-12-12 x\n"
    assert [day for day, _, _ in team.parse_days(text, DAY)] == [date(2026, 12, 25), date(2026, 12, 12)]
    assert team.parse_days("", DAY) == []


@pytest.mark.parametrize("line", ["Christmas", "25", "2026-02-30 never", "32 Dec x", "+", "2026-12-25x", "\x1b[31m"])
def test_a_line_without_a_date_is_named(line: str) -> None:
    with pytest.raises(Invalid) as problem:
        team.parse_days(f"2026-12-25 Christmas\n\n{line}", DAY)
    why = problem.value.fields["days"]
    assert why.values["line"] == 3


def test_a_long_line_is_named_by_its_beginning() -> None:
    with pytest.raises(Invalid) as problem:
        team.parse_days("x" * 300, DAY)
    assert len(str(problem.value.fields["days"].values["text"])) == 40


# Rights


def test_only_the_lead_changes_the_team_its_people_and_its_holidays(ana: Member, li: Member, viewer: Member) -> None:
    (holiday,) = team.add_holidays(ana, [(DAY, False, "Fair")])
    for actor in (li, viewer):
        for call in (
            lambda actor: team.edit_team(actor, team.team(), name="Mine"),
            lambda actor: team.add_member(actor, "Eve", "eve"),
            lambda actor: team.edit_member(actor, Member.load(li.id), phone="1"),
            lambda actor: team.leave(actor, Member.load(li.id), DAY),
            lambda actor: team.add_holidays(actor, [(TOMORROW, False, "Mine")]),
            lambda actor: team.edit_holiday(actor, Holiday.load(holiday.id), TOMORROW, False, ""),
            lambda actor: team.remove_holiday(actor, Holiday.load(holiday.id)),
        ):
            with pytest.raises(Denied):
                call(actor)
    with pytest.raises(Denied):
        team.add_absence(viewer, viewer, DAY, DAY)
    assert [h.label for h in team.holidays(DAY)] == ["Fair"]


def test_people_with_chinese_names_stand_after_the_others_by_their_pinyin(ana: Member) -> None:
    for login, name in (("w", "王芳"), ("c", "陈晨"), ("z", "张伟"), ("l", "李娜"), ("t", "Tom")):
        team.add_member(ana, name, login)
    assert [member.name for member in team.members()] == ["Ana", "Tom", "陈晨", "李娜", "王芳", "张伟"]

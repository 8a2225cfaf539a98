"""Import: what a file says arrives once, as it was meant, or is refused with its line and the reason."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import changes, customers, importing, search
from store.access import Role
from store.changes import last_change
from store.customers import Contact, Customer, CustomerKind, Need, ValueClass
from store.database import rows
from store.deals.kinds import BookingKind
from store.deals.records import Booking
from store.duplicates import same_name, same_phone
from store.errors import Denied, Invalid, NotFound, Reason, Unavailable
from store.followups import FollowUp, Kind, Origin, Outcome, Priority, Status
from store.importing import Act, reading, values
from store.team import Member

COUNTS = ("create", "update", "skip", "error")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files lie."""
    made = tmp_path / "files"
    made.mkdir()
    return made


def written(folder: Path, text: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def imported(actor: Member, subject: str, path: Path, **options: bool) -> tuple[int, ...]:
    outcome = importing.run(actor, importing.plan(actor, subject, path, **options))
    return tuple(outcome.counts[Act(name)] for name in COUNTS)


def planned(actor: Member, subject: str, path: Path) -> tuple[int, ...]:
    counts = importing.plan(actor, subject, path).counts
    return tuple(counts[Act(name)] for name in COUNTS)


def why(actor: Member, subject: str, path: Path) -> list[str]:
    plan = importing.plan(actor, subject, path)
    return [f"{plan.row(index).line}: {plan.row(index).why}" for index in plan.of(Act.ERROR)]


# Bytes, delimiters, headings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_saves_is_read(ana: Member, folder: Path, encoding: str, delimiter: str) -> None:
    lines = [
        "客户名称(*),电话,负责人,客户等级",
        '"星辰, 科技",0571-1234,Ana,重点',
        "䶮㛃镕喆堃,+86 138 0000 1234,ANA,B",
    ]
    text = "\r\n".join(line.replace(",", delimiter) if line[0] != '"' else line for line in lines)
    text = text.replace('科技",0571-1234,Ana,重点', f'科技"{delimiter}0571-1234{delimiter}Ana{delimiter}重点')
    assert imported(ana, "customers", written(folder, text, encoding=encoding)) == (2, 0, 0, 0)
    first, second = Customer.select().order_by(Customer.id)
    assert (first.name, first.phone, first.owner_id, first.value_class) == ("星辰, 科技", "0571-1234", ana.id, "A")
    assert (second.name, second.phone, second.value_class) == ("䶮㛃镕喆堃", "+86 138 0000 1234", "B")


def test_a_class_with_its_meaning_in_brackets_is_that_class(ana: Member, folder: Path) -> None:
    found = imported(ana, "customers", written(folder, "客户名称,客户级别\n星辰,A（重点客户）\n华星,C(非优先客户)\n"))
    assert found == (2, 0, 0, 0)
    assert [one.value_class for one in Customer.select().order_by(Customer.id)] == ["A", "C"]


def test_a_line_that_names_the_delimiter_is_obeyed(ana: Member, folder: Path) -> None:
    assert imported(ana, "customers", written(folder, "sep=|\nname|city\nA, B; C|Jaén\n")) == (1, 0, 0, 0)
    assert Customer.get().name == "A, B; C"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff\xff\xff", "is no text"),
        (b"PK\x03\x04\x00\x00\x00\x00", "is no text"),
        (b"Firma;Ort\nx;y", "has no column for name"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(ana: Member, folder: Path, raw: bytes, words: str) -> None:
    path = folder / "a.csv"
    path.write_bytes(raw.replace(b"Firma", b"Betrieb"))
    with pytest.raises(Invalid, match=words):
        importing.plan(ana, "customers", path)


def test_a_missing_file_is_said(ana: Member, folder: Path) -> None:
    with pytest.raises(Unavailable, match="can't be read"):
        importing.plan(ana, "customers", folder / "none.csv")


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_any_text_is_a_table_or_is_refused_in_words(text: str) -> None:
    try:
        sheet = reading.table(text, "x")
    except Invalid:
        return
    assert all(len(row) == len(sheet.headers) for row in sheet.rows)
    assert len(sheet.lines) == len(sheet.rows) and list(sheet.lines) == sorted(sheet.lines)


def test_lines_are_those_of_the_file_behind_quoted_breaks(ana: Member, folder: Path) -> None:
    path = written(folder, 'name,notes\nA,"one\ntwo\nthree"\n\nB,x\n,y\n')
    assert why(ana, "customers", path) == ["7: a name is needed"]


# Customers


ONE = """Customer number,Company,Type,City,Phone,E-mail,Sales rep,Class,Need,Loyalty,Tags,Contact,Job title,Contact role
K1,Northwind S.L.,customer,Jaén,+34 600 1,a@b.es,ana,A,urgent,4,retail,Eva Ruiz,CEO,decision maker
K2,华星科技有限公司,潜在,上海,021-1234,,Ana,,明确,,,王芳,采购总监,决策人
"""


def test_every_field_arrives_with_the_person_there(ana: Member, folder: Path) -> None:
    assert imported(ana, "customers", written(folder, ONE)) == (2, 0, 0, 0)
    first, second = Customer.select().order_by(Customer.id)
    assert (first.code, first.kind, first.need, first.loyalty) == ("K1", CustomerKind.CUSTOMER, Need.URGENT, 4)
    assert (first.value_class, first.value_class_set_by_hand) == (ValueClass.A, 1)
    assert (second.need, second.value_class, second.value_class_set_by_hand, second.loyalty) == ("clear", None, 0, None)
    eva, wang = Contact.select().order_by(Contact.id)
    assert (eva.name, eva.title, eva.role, eva.primary, eva.customer_id) == ("Eva Ruiz", "CEO", "decision_maker", 1, 1)
    assert (wang.title, wang.customer_id) == ("采购总监", second.id)
    assert [hit.ref for hit in search.find("星科")] == [second.ref]


def test_the_same_file_again_changes_nothing(ana: Member, folder: Path) -> None:
    path = written(folder, ONE)
    imported(ana, "customers", path)
    before = last_change(ana)
    customers.edit(ana, Customer.get_by_id(1), phone="+34 999")
    assert imported(ana, "customers", path) == (0, 0, 2, 0)
    assert Customer.get_by_id(1).phone == "+34 999", "what was worked on since stays"
    assert before is not None and rows("SELECT count(*) FROM change WHERE verb = 'imported'") == [(1,)]


def test_a_changed_row_updates_its_record_and_empty_cells_empty_nothing(ana: Member, folder: Path) -> None:
    imported(ana, "customers", written(folder, ONE))
    path = written(folder, "customer number,name,city,email,contact,job title\nK1,Northwind,,x@y.es,Eva Ruiz,Chair\n")
    plan = importing.plan(ana, "customers", path)
    changed = {
        "name": ("Northwind S.L.", "Northwind"),
        "email": ("a@b.es", "x@y.es"),
        "contact_title": ("CEO", "Chair"),
    }
    assert (plan.row(0).act, plan.row(0).changes) == (Act.UPDATE, changed)
    assert imported(ana, "customers", path) == (0, 1, 0, 0)
    northwind = Customer.get_by_id(1)
    assert (northwind.name, northwind.city, northwind.email) == ("Northwind", "Jaén", "x@y.es")
    assert [(c.name, c.title) for c in customers.contacts(1)] == [("Eva Ruiz", "Chair")]
    assert imported(ana, "customers", path) == (0, 0, 1, 0)
    changes.undo(ana)
    assert Customer.get_by_id(1).name == "Northwind S.L." and customers.contacts(1)[0].title == "CEO"
    assert imported(ana, "customers", path) == (0, 1, 0, 0), "after an undo the file counts again"


def test_customers_without_numbers_are_known_by_name_and_phone(ana: Member, folder: Path) -> None:
    here = customers.add(ana, "Northwind, S.L.", phone="+34 600 123 456")
    customers.add(ana, "Sol", phone="1234567")
    path = written(folder, "name,phone,city\nNORTHWIND,600-123-456,Jaén\nSol,7654321,Jaén\nNew one,,Jaén\n")
    assert why(ana, "customers", path) == [
        "3: Huddle knows Sol with the phone 1234567; is this another one? A column with numbers tells"
    ]
    assert imported(ana, "customers", path) == (1, 1, 0, 1)
    assert (Customer.load(here.id).city, Customer.load(here.id).phone) == ("Jaén", "600-123-456")
    assert imported(ana, "customers", path)[:3] == (0, 0, 2)


def test_nobody_is_picked_among_customers_of_one_name(ana: Member, folder: Path) -> None:
    customers.add(ana, "Sol")
    customers.add(ana, "SOL Ltd.")
    path = written(folder, "name\nSol\n")
    assert "more than one customer is called Sol" in why(ana, "customers", path)[0]


def test_a_customer_is_known_by_its_code_though_it_was_typed_in(ana: Member, folder: Path) -> None:
    here = customers.add(ana, "Northwind", code="K7")
    assert imported(ana, "customers", written(folder, "customer no,name\nK7,Northwind Traders\n")) == (0, 1, 0, 0)
    assert Customer.load(here.id).name == "Northwind Traders"


def test_a_repeated_row_is_skipped_and_a_contradiction_refused(ana: Member, folder: Path) -> None:
    path = written(folder, "id,name,city\n1,A,Jaén\n1,A,Jaén\n1,A,Madrid\n")
    assert planned(ana, "customers", path) == (1, 0, 1, 1)
    assert why(ana, "customers", path) == ["4: the same customer as line 2"]


def test_what_was_removed_in_huddle_stays_removed(ana: Member, folder: Path) -> None:
    imported(ana, "customers", written(folder, ONE))
    customers.remove(ana, Customer.load(1))
    assert imported(ana, "customers", written(folder, ONE)) == (0, 0, 2, 0)
    assert imported(ana, "customers", written(folder, ONE.replace("Jaén", "Úbeda"))) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("email", "a.b.es", "email: an e-mail address has an @"),
        ("phone", "12\x1b[31m3", "phone: a phone number has no control characters"),
        ("phone", "1.38E+10", "phone: the spreadsheet has shortened this number; format the column as text"),
        ("class", "D", "class: D is none of: a, b, c"),
        ("owner", "Zoe", "owner: nobody in the team is called Zoe"),
        ("loyalty", "6", "loyalty: a number from 1 to 5 is meant"),
        ("notes", "x" * 10_000, "notes: 10000 characters; at most 4000 fit here."),
        ("do not call", "maybe", "do not call: yes or no is meant"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named_with_its_column(
    ana: Member, folder: Path, header: str, cell: str, words: str
) -> None:
    path = written(folder, f"name,{header}\nA,\nB,{cell}\n")
    assert why(ana, "customers", path) == [f"3: {words}"]
    assert imported(ana, "customers", path) == (1, 0, 0, 1)


def test_cells_are_text_and_nothing_is_evaluated(ana: Member, folder: Path) -> None:
    text = 'name,notes,phone\n\'=1+1,"=HYPERLINK(""http://x"")",\'+34 600\n[@click=app.quit]x,\'quoted\',@x\n'
    imported(ana, "customers", written(folder, text))
    found = [(c.name, c.notes, c.phone) for c in Customer.select().order_by(Customer.id)]
    assert found == [("=1+1", '=HYPERLINK("http://x")', "+34 600"), ("[@click=app.quit]x", "'quoted'", "@x")]


def test_rejected_rows_go_to_a_file_that_can_be_mended_and_imported(ana: Member, folder: Path) -> None:
    path = written(folder, "name;email;phone\nA;nobody;+34 1\nB;b@b.es;\n", "customers.csv")
    outcome = importing.run(ana, importing.plan(ana, "customers", path))
    assert outcome.rejected == folder / "customers-rejected.csv"
    text = outcome.rejected.read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(text.splitlines(), delimiter=";")
    assert row == {
        "name": "A",
        "email": "nobody",
        "phone": "'+34 1",
        "Line": "2",
        "Reason": "email: an e-mail address has an @",
    }
    mended = written(folder, text.replace("nobody", "a@a.es"), "mended.csv")
    assert imported(ana, "customers", mended) == (1, 0, 0, 0)
    assert Customer.get(Customer.name == "A").phone == "+34 1"
    importing.run(ana, importing.plan(ana, "customers", path))
    assert (folder / "customers-rejected-2.csv").exists(), "nobody's half-mended rows are written over"


def test_planning_writes_nothing(ana: Member, folder: Path) -> None:
    path = written(folder, ONE + ",,,,,,,,,,,,,\nK3,,,,,,,,,,,,,\n")
    before = rows("SELECT count(*) FROM change")
    assert planned(ana, "customers", path) == (2, 0, 0, 1)
    assert rows("SELECT count(*) FROM change") == before and sorted(p.name for p in folder.iterdir()) == ["a.csv"]


def test_one_undo_takes_an_import_back(ana: Member, li: Member, folder: Path) -> None:
    imported(ana, "customers", written(folder, ONE, "autumn.csv"))
    with pytest.raises(NotFound):
        importing.undo(li)
    assert importing.undo(ana).title == "autumn.csv"
    assert customers.ids() == [] and search.find("northwind") == []
    with pytest.raises(NotFound, match="nothing that could be undone"):
        importing.undo(ana)
    assert imported(ana, "customers", written(folder, ONE)) == (2, 0, 0, 0)


def test_a_rep_imports_only_what_is_theirs(ana: Member, li: Member, viewer: Member, folder: Path) -> None:
    anas = customers.add(ana, "Hers", owner=ana, code="1")
    text = "code,name,owner,city\n1,Hers,,Madrid\n2,Mine,li,\n3,Nobody's,,\n4,Sneaky,ana,\n"
    path = written(folder, text)
    assert why(li, "customers", path) == [
        f"{line}: this belongs to a colleague; its owner or the lead may change it" for line in (2, 5)
    ]
    assert imported(li, "customers", path) == (2, 0, 0, 2)
    assert Customer.load(anas.id).city == ""
    with pytest.raises(Denied):
        importing.plan(viewer, "customers", path)
    assert viewer.role is Role.VIEWER


def test_what_changed_between_preview_and_run_is_seen(ana: Member, li: Member, folder: Path) -> None:
    path = written(folder, "name,city\nNorthwind,Jaén\n")
    plan = importing.plan(ana, "customers", path)
    customers.add(li, "Northwind S.L.")
    outcome = importing.run(ana, plan)
    assert (outcome.counts[Act.CREATE], outcome.counts[Act.UPDATE]) == (0, 1)


def test_progress_reaches_the_end(ana: Member, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.importing.planning.CHUNK", 2)
    told: list[tuple[int, int]] = []
    text = "name\n" + "".join(f"Customer {n}\n" for n in range(5))
    importing.run(ana, importing.plan(ana, "customers", written(folder, text)), lambda *now: told.append(now))
    assert told == [(2, 5), (4, 5), (5, 5)]


# Follow-ups


def test_planned_and_done_follow_ups(ana: Member, li: Member, folder: Path) -> None:
    northwind = customers.add(ana, "Northwind", owner=li, code="K1")
    text = (
        "客户编号,客户名称,跟进方式,主题,下次联系时间,跟进时间,结果,优先级,负责人\n"
        "K1,,电话,报价,2026/11/30 09:30,,,高,\n"
        ",NORTHWIND SL,visit,Terms,,2026年11月2日,推进,,ana\n"
        ",,,只有主题,2026-12-01,,,,\n"
        ",Northwind,call,Back,2026-12-03,2026-11-20,no answer,,\n"
    )
    path = written(folder, text)
    assert imported(ana, "followups", path) == (4, 0, 0, 0)
    made = list(FollowUp.select().order_by(FollowUp.id))
    first, second, third, fourth, again = made
    assert (first.customer_id, first.kind, first.due_on, first.priority) == (
        northwind.id,
        Kind.CALL,
        date(2026, 11, 30),
        Priority.HIGH,
    )
    assert (first.due_time.isoformat(), first.owner_id, first.status) == ("09:30:00", li.id, Status.PLANNED)
    assert (second.status, second.outcome, second.owner_id) == (Status.DONE, Outcome.ADVANCED, ana.id)
    assert second.done_at == datetime(2026, 11, 2, 11, 0, tzinfo=UTC), "noon in Madrid"
    assert (third.customer_id, third.owner_id, third.origin) == (None, ana.id, Origin.IMPORT)
    assert (fourth.status, fourth.due_on) == (Status.DONE, date(2026, 11, 20))
    assert (again.status, again.due_on, again.origin) == (Status.PLANNED, date(2026, 12, 3), Origin.NEXT_STEP)
    assert imported(ana, "followups", path) == (0, 0, 4, 0)
    changes.undo(ana)
    assert FollowUp.select().where(FollowUp.kept()).count() == 0


def test_an_import_is_no_contact_but_tells_of_those_that_were(ana: Member, folder: Path) -> None:
    for name in ("Silent", "Talked"):
        customers.add(ana, name)
    text = "customer,subject,due,done,outcome\nSilent,x,2026-11-20,2026-11-20,\nTalked,x,,2026-11-05,connected\n"
    imported(ana, "followups", written(folder, text))
    contact = {row.name: row.last_contact_on for row in customers.listed(customers.ids()).values()}
    assert contact == {"Silent": None, "Talked": date(2026, 11, 5)}


def test_a_follow_up_without_a_subject_is_found_by_its_customer(ana: Member, folder: Path) -> None:
    customers.add(ana, "Northwind")
    imported(ana, "followups", written(folder, "customer,due\nNorthwind,2026-12-01\n"))
    assert rows("SELECT title FROM search_entry WHERE kind = 'follow_up'") == [("Northwind",)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Nowhere,x,2026-12-01,,", "no customer is called Nowhere; import or add it first"),
        (",,2026-12-01,,", "neither a customer nor a subject is named"),
        ("Northwind,x,,,", "a day is needed"),
        ("Northwind,x,,2026-11-24,", "it can't be done on a day that has not come"),
        ("Northwind,x,30 February 2026,,", "due: 30 February 2026 is no day such as 2026-11-23"),
        ("Northwind,x,tomorrow,,", "due: tomorrow is no day such as 2026-11-23"),
        ("Northwind,x,,2026-11-20,planned", "it is planned, and has a day on which it was done"),
    ],
)
def test_a_follow_up_that_can_not_be_is_refused(ana: Member, folder: Path, row: str, words: str) -> None:
    customers.add(ana, "Northwind")
    path = written(folder, f"customer,subject,due,done,status\n{row}\n")
    assert why(ana, "followups", path) == [f"2: {words}"]


# Bookings


def test_bookings_make_customers_and_count_once(ana: Member, li: Member, folder: Path) -> None:
    northwind = customers.add(ana, "Northwind", owner=li)
    text = "客户名称,日期,金额,类型\nNorthwind,2026/11/20,12.5万,签约\nNorthwind,2026-11-20,12.5万,\n"
    text += "Northwind,20261121,€1200.00,回款\n"
    path = written(folder, text)
    assert imported(ana, "bookings", path) == (3, 0, 0, 0)
    found = [(b.kind, b.amount, b.owner_id) for b in Booking.select().order_by(Booking.id)]
    assert found == [
        (BookingKind.BOOKING, 12_500_000, li.id),
        (BookingKind.BOOKING, 12_500_000, li.id),
        (BookingKind.PAYMENT, 120_000, li.id),
    ]
    assert Customer.load(northwind.id).kind is CustomerKind.CUSTOMER
    assert imported(ana, "bookings", path) == (0, 0, 3, 0)
    changes.undo(ana)
    assert Customer.load(northwind.id).kind is CustomerKind.PROSPECT
    assert Booking.select().where(Booking.kept()).count() == 0


def test_a_corrected_amount_updates_the_booking_of_its_number(ana: Member, folder: Path) -> None:
    customers.add(ana, "Northwind")
    imported(ana, "bookings", written(folder, "order number,customer,date,amount\n7,Northwind,2026-11-20,100\n"))
    path = written(folder, "order number,customer,date,amount\n7,Northwind,2026-11-20,150\n")
    assert imported(ana, "bookings", path) == (0, 1, 0, 0)
    assert [b.amount for b in Booking.select()] == [15_000]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Nowhere,2026-11-20,5", "no customer is called Nowhere; import or add it first"),
        (",2026-11-20,5", "no customer is named"),
        ("Northwind,2026-11-24,5", "that day has not come yet"),
        ("Northwind,2026-11-20,-5", "an amount above zero is needed"),
        ("Northwind,2026-11-20,five", "amount: five is no amount"),
        ("Northwind,2026-11-20,9999999999999999", "amount: this amount is too large to be true"),
        ("Northwind,2026-11-20,5,surplus", "more cells than there are headings"),
    ],
)
def test_a_booking_that_can_not_be_is_refused(ana: Member, folder: Path, row: str, words: str) -> None:
    customers.add(ana, "Northwind")
    path = written(folder, f"customer,date,amount\n{row}\n")
    assert why(ana, "bookings", path) == [f"2: {words}"]


# Days and amounts as people write them


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "2026年11月23日",
        "２０２６/11/23",
        "20261123",
        "23.11.2026",
        "23/11/26",
        "23 Nov 2026",
        "Nov 23, 2026",
        "2026-11-23 09:30:00",
        "2026-11-23T09:30:00Z",
        "46349",
        "23-11-2026 9:30",
    ],
)
def test_a_day_as_people_write_it(text: str) -> None:
    assert values.day(True, date(2026, 1, 1))(text) == "2026-11-23"


def test_the_order_of_days_is_decided_by_what_can_be_read_one_way_only(ana: Member, folder: Path) -> None:
    customers.add(ana, "Northwind")
    path = written(folder, "customer,date,amount\nNorthwind,03/04/2026,5\nNorthwind,23/04/2026,5\n")
    imported(ana, "bookings", path)
    assert [b.day for b in Booking.select().order_by(Booking.id)] == [date(2026, 4, 3), date(2026, 4, 23)]


@pytest.mark.parametrize("days", [["03/04/2026"], ["3.4.26"], ["03/04/2026", "13/01/2026", "01/13/2026"]])
def test_an_ambiguous_order_is_asked_and_not_guessed(ana: Member, folder: Path, days: list[str]) -> None:
    customers.add(ana, "Northwind")
    path = written(folder, "customer,date,amount\n" + "".join(f"Northwind,{day},5\n" for day in days))
    with pytest.raises(Invalid, match="--day-first or --month-first") as asked:
        importing.plan(ana, "bookings", path)
    assert list(asked.value.fields) == ["day_first"]
    assert importing.plan(ana, "bookings", path, day_first=True).values["day"][0] == "2026-04-03"
    assert importing.plan(ana, "bookings", path, day_first=False).values["day"][0] == "2026-03-04"


def test_days_that_look_the_same_both_ways_need_no_answer() -> None:
    assert values.order_of([["05/05/2026", "2026-03-04"]]) is False


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1200", 120_000),
        ("1,200.00", 120_000),
        ("1.200,50", 120_050),
        ("€1,200.00", 120_000),
        ("12.5万", 12_500_000),
        ("１２００", 120_000),
        ("1 200 €", 120_000),
        ("12k", 1_200_000),
        ("3亿", 30_000_000_000),
        ("1.200", 120_000),
        ("0.5", 50),
        ("-12", -1200),
        ("(12)", -1200),
        ("EUR 12", 1200),
        ("1'200.5", 120_050),
        ("12,5", 1250),
    ],
)
def test_an_amount_as_people_write_it(text: str, minor: int) -> None:
    assert values.amount("EUR")(text) == minor


@pytest.mark.parametrize(
    ("text", "currency", "taken"),
    [
        ("¥480", "EUR", False),
        ("¥480", "CNY", True),
        ("480元", "USD", False),
        ("RMB 480", "CNY", True),
        ("$480", "SGD", True),
        ("$480", "EUR", False),
        ("USD 480", "SGD", False),
        ("￥480", "CNY", True),
    ],
)
def test_an_amount_of_another_currency_is_not_taken_for_ours(text: str, currency: str, taken: bool) -> None:
    assert isinstance(values.amount(currency)(text), int) is taken


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1.234.5", "12.345.67", "1.005,005", "--1", "1e5", "12 apples"])
def test_what_is_no_amount_is_said(text: str) -> None:
    assert not isinstance(values.amount("EUR")(text), int)


def test_the_mark_of_decimals_is_decided_for_the_column() -> None:
    german, english = ["1.200", "12,50"], ["1.200", "12.50"]
    assert [values.amount("EUR", values.decimal_mark(german))(cell) for cell in german] == [120_000, 1_250]
    assert [values.amount("KWD", values.decimal_mark(english))(cell) for cell in english] == [1_200, 12_500]


@given(minor=st.integers(min_value=1, max_value=10**14))
def test_every_amount_is_read_back_in_both_notations(minor: int) -> None:
    text = f"{minor // 100:,}.{minor % 100:02}"
    assert values.amount("EUR")(text) == minor
    assert values.amount("EUR")(text.translate(str.maketrans(",.", ".,"))) == minor


# Names and phones as people mean them


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northwind S.L.", "NORTHWIND"),
        ("Muster GmbH & Co. KG", "muster"),
        ("华星科技有限公司", "华星科技"),
        ("Ａｃｍｅ Ltd.", "acme"),
        ("O'Neil Inc", "ONEIL"),
        ("华星（上海）有限公司", "华星(上海)"),
        ("Sol S. L.", "Sol"),
        ("Cerámicas Peñón", "ceramicas penon"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


@pytest.mark.parametrize(("one", "other"), [("AG", "KG"), ("公司", "集团"), ("Sol", "Sole"), ("", "Ltd"), ("が", "か")])
def test_other_names_stay_others(one: str, other: str) -> None:
    assert same_name(one) != same_name(other)


def test_phones_are_compared_by_their_digits() -> None:
    assert same_phone("+34 600 123 456", "600-123-456") and same_phone("0034600123456", "+34 600123456")
    assert same_phone("089 1234567", "+49 89 1234567")
    assert not same_phone("1234", "991234") and not same_phone("", "")


CELLS = st.lists(st.text(alphabet=st.sampled_from("aE5 \t\r\n'=华é\x1b@"), max_size=6), max_size=12)


@pytest.mark.parametrize("read", [values.text, values.long_text, values.phone])
@settings(max_examples=150)
@given(cells=CELLS)
def test_a_column_is_always_read_as_its_cells_one_by_one(read: values.Read, cells: list[str]) -> None:
    wrong: values.Wrong = {}
    found = values.read_each(cells, "Heading", read, wrong)
    one_by_one = [read(cell) if cell else None for cell in cells]
    assert found == [None if isinstance(value, Reason) else value for value in one_by_one]
    assert set(wrong) == {row for row, value in enumerate(one_by_one) if isinstance(value, Reason)}


@settings(max_examples=150)
@given(cells=CELLS)
def test_blanks_and_the_apostrophe_of_an_export_are_always_taken_off(cells: list[str]) -> None:
    for cell, bare in zip(cells, reading._bare_each(cells), strict=True):
        stripped = cell.strip()
        guarded = stripped[:1] == "'" and stripped[1:2] in ("=", "+", "-", "@", "\t")
        assert bare == (stripped[1:] if guarded else stripped)

"""``huddle history``, and the history's keys to take it along: all of it, safe for a spreadsheet, and nothing of what
one may not read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pilots import press, said

from store import changes, customers, reviews, team, unfinished
from store.access import Role
from store.calendar import Period, PeriodKind
from store.customers import Customer
from store.database import close_store, open_store, rows
from store.reviews import Rated, Review
from store.team import Member
from store.unfinished import Typed
from tui import cli
from tui.app import HuddleApp
from tui.commands import plain
from tui.screens.history.exporting import FORMULA
from tui.screens.history.screen import History

SECRET = "secretly disappointed"
DRAFTED = "half a thought"
Q3 = Period(PeriodKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Folders of one's own."""
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HUDDLE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    yield
    close_store()


@pytest.fixture
def northwind(ana: Member, li: Member) -> Customer:
    """A customer of which two have changed something; its name would be computed by a spreadsheet."""
    made = customers.add(ana, "=1+1 Northwind", owner=li, city="Porto")
    customers.edit(li, made, city="@Lisbon", phone="-5")
    return made


def run(store_file: Path, login: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, ["--db", str(store_file), "--as", login, *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def told(store_file: Path, login: str, *arguments: str) -> str:
    code, output = run(store_file, login, "history", *arguments)
    assert code == 0, output
    return output


def test_everything_is_told_by_member_record_and_day(ana: Member, northwind: Customer, store_file: Path) -> None:
    count = rows("SELECT count(*) FROM change")[0][0]
    assert len(told(store_file, "ana").splitlines()) == count == len(json.loads(told(store_file, "ana", "--json")))
    edit, made = told(store_file, "ana", "--record", f"customer:{northwind.id}").splitlines()
    assert "Li" in edit and "edited customer" in edit and "Porto → @Lisbon" in edit and "added" in made
    assert told(store_file, "ana", "--member", "li") == edit + "\n"
    assert told(store_file, "ana", "--record", "#northwind").splitlines() == [edit, made]
    assert told(store_file, "ana", "--since", "tomorrow") == ""
    assert told(store_file, "ana", "--since", "today") == told(store_file, "ana")
    [found] = json.loads(told(store_file, "ana", "--member", "li", "--json"))
    assert found["touched"] == [
        {
            "record": f"customer:{northwind.id}",
            "added": False,
            "fields": {"city": ["Porto", "@Lisbon"], "phone": ["", "-5"]},
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--record", "customer"), "write its kind and number"),
        (("--record", "customer:99"), "There is no customer:99"),
        (("--record", "customer:" + "9" * 20), "write its kind and number"),
        (("--record", "planet:1"), "no records of the kind planet"),
        (("--record", "#nobody"), "Nothing is called nobody"),
        (("--record", "#twin"), "Which one is meant"),
        (("--member", "eve"), "Nobody is called eve"),
        (("--since", "someday"), "is no day"),
        (("--csv", "there.csv"), "such a file already"),
        (("--csv", "none/here.csv"), "can't be written"),
        (("--csv", "~nobody-here/here.csv"), "can't be written"),
    ],
)
def test_what_can_not_be_listed_is_refused_in_one_sentence(
    ana: Member, store_file: Path, arguments: tuple[str, ...], words: str
) -> None:
    customers.add(ana, "Twin one")
    customers.add(ana, "Twin two")
    Path("there.csv").write_text("mine")
    code, output = run(store_file, "ana", "history", *arguments)
    assert code == 2 and words in output and output.count("\n") == 1
    assert Path("there.csv").read_text() == "mine"


def test_no_cell_is_computed_by_a_spreadsheet(ana: Member, northwind: Customer, store_file: Path) -> None:
    assert "history.csv" in told(store_file, "ana", "--csv", "history.csv")
    table = list(csv.reader(io.StringIO(Path("history.csv").read_bytes().decode("utf-8-sig"))))
    assert {"'=1+1 Northwind", "'@Lisbon", "'-5"} <= {cell for row in table for cell in row}
    assert [cell for row in table for cell in row if cell.startswith(FORMULA)] == []
    assert {row[0] for row in table[1:]} == {str(number) for (number,) in rows("SELECT id FROM change")}


async def test_the_screen_copies_and_saves_it_and_over_ssh_only_copies(ana: Member, northwind: Customer) -> None:
    for confined in (False, True):
        app = HuddleApp(ana, start="customers", confined=confined)
        async with app.run_test(size=(100, 30)) as pilot:
            await press(pilot, "h")
            assert isinstance(app.screen, History)
            await press(pilot, "y")
            assert "Porto → @Lisbon" in app.clipboard and len(app.clipboard.splitlines()) == 2
            await press(pilot, "w")
            if confined:
                assert isinstance(app.screen, History), "no file of the host is asked for"
                continue
            await press(pilot, "ctrl+s")
            assert "2 changes are in" in said(app)
            assert Path("history-2026-11-23.csv").read_text(encoding="utf-8-sig").count("@Lisbon") == 1


@pytest.mark.parametrize("login", ["bea", "wang", "vera"])
def test_no_plain_command_tells_what_two_people_keep_to_themselves_or_one_has_not_finished(
    ana: Member, li: Member, wang: Member, viewer: Member, store_file: Path, login: str
) -> None:
    """A review and a half-written text, asked for by another lead, a colleague, somebody who only looks."""
    _write_what_is_private(ana, li)
    for name, lines in COMMANDS.items():
        for line in lines:
            output = run(store_file, login, name, *line)[1]
            assert SECRET not in output and DRAFTED not in output, (name, line)
    assert COMMANDS.keys() == {str(command.name) for command in plain()}, "a new command stands here, too"
    assert SECRET in told(store_file, "ana", "--json"), "who wrote it finds it"
    assert DRAFTED not in told(store_file, "ana", "--json"), "not even its author, while it isn't finished"


COMMANDS: dict[str, list[list[str]]] = {
    "add": [["call - nothing today"]],
    "agenda": [[], ["--json"]],
    "backup": [],  # a copy of all there is, as the file itself is: see who may open either
    "calendar": [["x.ics"]],
    "check": [[]],
    "customer": [["Northwind"], ["Northwind", "--json"]],
    "deals": [[], ["--json"]],
    "done": [["1"]],
    "due": [["--everyone"], ["--everyone", "--json"]],
    "forecast": [[], ["--json"]],
    "goals": [[], ["--json"]],
    "history": [[], ["--json"], ["--member", "ana"], ["--record", "review:1"], ["--record", "assessment:1", "--json"]],
    "import": [],
    "init": [],
    "member": [["list"], ["list", "--json"]],
    "minutes": [[]],
    "note": [["Northwind", "seen"]],
    "restore": [],
    "risks": [["--all"], ["--all", "--json"]],
    "signals": [["--all"], ["--rules"], ["--all", "--json"]],
    "snooze": [["1", "fri"]],
    "ssh": [],
    "training": [[], ["--json"]],
}


def _write_what_is_private(ana: Member, li: Member) -> None:
    team.add_member(ana, "Bea", "bea", Role.LEAD)
    for one in (ana, li):
        team.edit_member(ana, one, joined_on=date(2026, 1, 7))
    customers.add(ana, "Northwind")
    reviews.start(ana, Q3)
    review = Review.first_of("WHERE member_id = ?", li.id)
    assert review is not None
    numbers = [n for (n,) in rows("SELECT id FROM review_criterion WHERE cycle_id = ?", (review.cycle_id,))]
    reviews.write(ana, review, {n: Rated(2, SECRET) for n in numbers}, SECRET, SECRET)
    reviews.share(ana, review)
    reviews.dispute(li, review, SECRET)
    with changes.session("another terminal"):
        unfinished.keep(ana, "customers", None, Typed("Note", "", "form", {"text": ("", DRAFTED)}))


def test_nothing_takes_a_row_of_the_history_away() -> None:
    """Retention is for good: no statement of the code deletes or changes what the history keeps."""
    root = Path(changes.__file__).parent
    for path in (*root.rglob("*.py"), *(root.parent / "tui").rglob("*.py")):
        source = " ".join(path.read_text(encoding="utf-8").split())
        for table in ("change ", "change_entry"):
            for statement in ("DELETE FROM", "UPDATE", "DROP TABLE", "REPLACE INTO"):
                assert f"{statement} {table}" not in source, path
        for model in ("Change", "ChangeEntry"):
            for call in ("delete", "update", "delete_by_id", "truncate_table"):
                assert f"{model}.{call}(" not in source, path


def test_the_history_of_what_was_removed_is_still_there(ana: Member, northwind: Customer, store_file: Path) -> None:
    before = rows("SELECT * FROM change_entry")
    customers.remove(ana, Customer.load(northwind.id))
    close_store()
    open_store(store_file)
    assert rows("SELECT * FROM change_entry")[: len(before)] == before

"""`huddle import`: what it prints, what it writes, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store import customers, team
from store.database import close_store, open_store
from store.team import Member
from tui.cli import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two customers, one of them with a mistake."""
    path = tmp_path / "files" / "autumn.csv"
    path.parent.mkdir()
    path.write_text("name,city,email,colour\nNorthwind,Jaén,,red\n[/b]华星,上海,bad,\n", encoding="utf-8")
    return path


def run(store_file: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(store_file), "--as", "ana", "import", *words])


def names(store_file: Path) -> list[str]:
    open_store(store_file)
    return [row.name for row in customers.listed(customers.ids()).values()]


def test_a_dry_run_says_what_each_row_would_do_and_writes_nothing(ana: Member, store_file: Path, file: Path) -> None:
    result = run(store_file, "customers", str(file), "--dry-run")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["2", "create", "Northwind"]
    assert lines[1].split(maxsplit=3) == ["3", "error", "[/b]华星", "email: an e-mail address has an @"]
    assert lines[2] == "1 to create · 0 to update · 0 unchanged · 1 can't be taken"
    assert result.stderr == "Not read: colour\n" and result.exit_code == 0
    assert names(store_file) == [] and list(file.parent.iterdir()) == [file]


def test_an_import_says_what_it_did_and_where_the_rejected_rows_are(ana: Member, store_file: Path, file: Path) -> None:
    result = run(store_file, "customers", str(file))
    assert result.stdout == "1 created · 0 updated · 0 unchanged · 1 rejected\n" and result.exit_code == 0
    rejected = file.with_name("autumn-rejected.csv")
    assert result.stderr == f"1 row was rejected; it is in {rejected} with the reason.\n"
    assert rejected.exists() and names(store_file) == ["Northwind"]
    again = run(store_file, "customers", str(file))
    assert again.stdout == "0 created · 0 updated · 1 unchanged · 1 rejected\n"


def test_an_update_is_shown_with_what_was_and_what_will_be(ana: Member, store_file: Path, file: Path) -> None:
    run(store_file, "customers", str(file))
    file.write_text("name,city,owner\nNorthwind,Úbeda,ana\n", encoding="utf-8")
    line = run(store_file, "customers", str(file), "--dry-run").stdout.splitlines()[0]
    assert line.split(maxsplit=3)[1:] == ["update", "Northwind", "city: Jaén → Úbeda, owner: – → Ana"]


def test_json_for_scripts(ana: Member, store_file: Path, file: Path) -> None:
    planned = json.loads(run(store_file, "customers", str(file), "--dry-run", "--json").stdout)
    assert planned["counts"] == {"create": 1, "update": 0, "skip": 0, "error": 1}
    assert planned["not_read"] == ["colour"]
    assert planned["rows"][1]["why"] == "email: an e-mail address has an @"
    done = json.loads(run(store_file, "customers", str(file), "--json").stdout)
    assert done["counts"] == planned["counts"] and done["rejected"].endswith("autumn-rejected.csv")


def test_undo_takes_the_latest_import_back_in_another_session(ana: Member, store_file: Path, file: Path) -> None:
    run(store_file, "customers", str(file))
    close_store()
    assert run(store_file, "undo").stdout == "Undone: autumn.csv\n"
    assert names(store_file) == []
    refused = run(store_file, "undo")
    assert refused.exit_code == 2 and refused.stderr == "You have imported nothing that could be undone.\n"


def test_an_ambiguous_day_is_asked_by_naming_the_option(ana: Member, store_file: Path, file: Path) -> None:
    customers.add(ana, "Northwind")
    file.write_text("customer,date,amount\nNorthwind,03/04/2026,12\n", encoding="utf-8")
    asked = run(store_file, "bookings", str(file))
    assert asked.exit_code == 2
    assert asked.stderr == "Is 03/04/2026 day/month or month/day? Say --day-first or --month-first.\n"
    assert run(store_file, "bookings", str(file), "--month-first").stdout.startswith("1 created")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["customers", "none.csv"], "none.csv can't be read: No such file or directory."),
        (["customers", "."], "can't be read: Is a directory."),
        (["followups", "FILE"], "autumn.csv has no column for due_on / done_on"),
    ],
)
def test_refusals_are_one_sentence_and_exit_2(
    ana: Member, store_file: Path, file: Path, words: list[str], said: str
) -> None:
    result = run(store_file, *(str(file) if word == "FILE" else word for word in words))
    assert result.exit_code == 2 and said in result.stderr and len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_somebody_who_may_only_look_imports_nothing(viewer: Member, store_file: Path, file: Path) -> None:
    result = CliRunner().invoke(main, ["--db", str(store_file), "--as", "vera", "import", "customers", str(file)])
    assert result.exit_code == 2 and "may look at everything" in result.stderr


def test_a_long_import_shows_its_progress_on_standard_error(
    ana: Member, store_file: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.importing.LONG", 2)
    file.write_text("name\nA\nB\nC\n", encoding="utf-8")
    result = run(store_file, "customers", str(file))
    assert "Importing" in result.stderr and "Importing" not in result.stdout
    assert team.today().isoformat() == "2026-11-23" and result.stdout.startswith("3 created")

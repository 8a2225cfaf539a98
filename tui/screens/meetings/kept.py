"""The minutes of a meeting that was held: read on a screen, copied or saved as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from textual.app import ComposeResult

from store.actions import ActionStatus
from store.errors import N_, NP_
from store.minutes import Agreed, Minutes, Said, Talked, Waits
from store.topics import TopicStatus
from tui import format, keys, minutes
from tui.format import Tone
from tui.i18n import _
from tui.newfile import new_file, proposed
from tui.screens.base import HuddleScreen
from tui.widgets.detail import Detail, Line, blank, fact, heading, line, name
from tui.widgets.form import Field, Form

STATE: dict[str, Tone] = {"on_track": "good", "at_risk": "warning", "off_track": "bad"}


class KeptMinutes(HuddleScreen):
    """The minutes of one meeting."""

    NAME = "meeting"
    TITLE_ = NP_("of a meeting", "Minutes")
    ANSWERS = N_("What did we decide, and who does what?")
    HAS_MINE = False
    FILTERS = False
    AUTO_FOCUS = "Detail"
    FOOTER = ("copy", "write")
    BINDINGS = keys.bind("copy", "write")

    def __init__(self, found: Minutes) -> None:
        super().__init__()
        self.found = found

    def body(self) -> ComposeResult:
        pane = Detail(NP_("of a meeting", "Minutes"), hint=("copy",) if self.huddle.confined else self.FOOTER)
        pane.styles.height = "1fr"
        yield pane

    def fill(self) -> None:
        """Show them."""
        self.query_one(Detail).show(lines_of(self.found))

    def focus_list(self) -> None:
        """Give the keys to the minutes."""
        self.query_one(Detail).focus()

    def relabel(self, id: str) -> str | None:
        """It was opened over another screen."""
        return N_("Back") if id == "quit" else super().relabel(id)

    def action_copy(self) -> None:
        """Copy them as Markdown to the terminal's clipboard."""
        self.app.copy_to_clipboard(minutes.markdown(self.found))
        self.say(_("The minutes are on your clipboard, as Markdown"))

    def action_write(self) -> None:
        """Save them as a Markdown file."""
        self.ask(save_form(self.found), lambda path: self.say(_("Saved as {file}").format(file=path)))

    def action_quit(self) -> None:
        """Back to where they were opened."""
        self.action_back()

    def action_back(self) -> None:
        """Back to where they were opened."""
        self.dismiss()

    def action_go(self, name: str) -> None:
        """Another screen."""
        self.dismiss()
        if name != self.NAME:
            super().action_go(name)


def save_form(found: Minutes) -> Form[Path]:
    """Ask under which name they are saved."""
    field = Field("file", _("File"), value=proposed(f"minutes-{found['day']}.md"), required=True)

    def save(values: dict[str, object]) -> Path:
        with new_file(str(values["file"])) as file:
            file.write(minutes.markdown(found))
        return Path(file.name)

    return Form(_("Save the minutes"), [field], save)


# As lines


def lines_of(found: Minutes) -> list[Line]:
    """The minutes as the lines of a pane."""
    day = date.fromisoformat(found["day"])
    lines = [name(found["title"], (format.weekday(day), "bold"))]
    lines.append(line((minutes.when(found), ""), right=(minutes.led_words(found), "muted")))
    lines += _people(found)
    for topic in found["topics"]:
        lines += _topic(topic)
    lines += _part(_("Action items"), [_agreed(item) for item in found["agreed"]])
    lines += _part(_("Follow-ups"), [_planned(row) for row in found["followups"]])
    lines += _part(_("Not reached, comes back"), [_waits(row) for row in found["waiting"]])
    lines += _part(_("Headlines"), [line((row["text"], ""), right=(row["by"], "muted")) for row in found["headlines"]])
    lines += _part(
        _("Scorecard"),
        [
            line((row["title"], ""), right=(minutes.figures(row), STATE.get(row["state"], "muted")))
            for row in found["scorecard"]
        ],
    )
    lines += _part(minutes.done_words(found), [_agreed(item) for item in found["due"]])
    lines += _updates(found)
    lines += _notes(found)
    return lines + _times(found)


def _part(title: str, lines: Sequence[Line]) -> list[Line]:
    return [blank(), heading(title), *lines] if lines else []


def _people(found: Minutes) -> list[Line]:
    lines = []
    for presence, words in minutes.PRESENCE.items():
        names = [seat["name"] for seat in found["attendance"] if seat["presence"] == presence.value]
        if names:
            lines.append(fact(_(words), format.listed(names)))
    if found["rating"] is not None:
        lines.append(fact(_("Rating"), minutes.rating_words(found)))
        lines += [
            fact("", format.labelled(f"{seat['name']} {seat['rating']}", seat["why"]))
            for seat in found["attendance"]
            if seat["why"]
        ]
    return lines


def _topic(topic: Talked) -> list[Line]:
    state: dict[str, tuple[str, Tone]] = {
        TopicStatus.SOLVED.value: (_("✓ solved"), "good"),
        TopicStatus.PARKED.value: (_("parked"), "muted"),
        TopicStatus.DROPPED.value: (_("dropped"), "muted"),
    }
    lines = [blank(), name(topic["title"], state.get(topic["status"], (_("▲ no decision yet"), "warning")))]
    if stars := minutes.stars_words(topic):
        lines.append(fact(_("Votes"), stars))
    if topic["problem"]:
        lines.append(fact(_("Real problem"), topic["problem"]))
    lines += [_said(note) for note in topic["notes"]]
    if topic["decision"]:
        lines.append(fact(_("Decision"), topic["decision"], "good"))
    return lines


def _said(note: Said) -> Line:
    return fact(note["author"], note["body"])


def _agreed(item: Agreed) -> Line:
    done = item["status"] == ActionStatus.DONE.value
    end: tuple[str, Tone] = (_("✓ done"), "good") if done else (minutes.due_words(item), "")
    if item["status"] == ActionStatus.DROPPED.value:
        end = (_("dropped"), "muted")
    elif item["carried"] > 1:
        end = (minutes.carried_words(item["carried"]), "bad")
    return line((f"{item['owner']}  ", "bold"), (item["title"], ""), right=end)


def _planned(row: object) -> Line:
    assert isinstance(row, dict)
    what = " · ".join(part for part in (row["customer"], row["subject"]) if part)
    return line(
        (f"{row['owner']}  ", "bold"), (what, ""), right=(format.weekday(date.fromisoformat(row["due_on"])), "")
    )


def _waits(row: Waits) -> Line:
    end: tuple[str, Tone] = (row["by"], "muted")
    if row["carried"] > 1:
        end = (minutes.carried_words(row["carried"]), "warning")
    stars = minutes.stars_words(row)
    return line((row["title"], ""), (f"  {stars}" if stars else "", "accent"), right=end)


def _updates(found: Minutes) -> list[Line]:
    lines: list[Line] = []
    written, missing = minutes.updates(found)
    for row in written:
        sure = minutes.confidence_words(row) if row["confidence"] is not None else ""
        lines.append(line((row["name"], "bold"), right=(sure, "muted")))
        lines += [fact(_(label), answer) for label, answer in minutes.answers(row)]
    if missing:
        lines.append(line((_("nothing from {names}").format(names=format.listed(missing)), "warning")))
    return _part(_("Weekly updates"), lines)


def _notes(found: Minutes) -> list[Line]:
    lines: list[Line] = []
    for part in found["parts"]:
        lines += _part(minutes.part_title(part), [_said(note) for note in part["notes"]])
    return lines + _part(_("Notes"), [_said(note) for note in found["notes"]])


def _times(found: Minutes) -> list[Line]:
    lines = []
    for part in found["parts"]:
        if part["spent"] is None:
            continue
        over = part["spent"] > part["planned"] * minutes.MINUTE
        words = _("{taken} of {n} min").format(taken=format.elapsed(part["spent"]), n=part["planned"])
        lines.append(line((minutes.part_title(part), ""), right=(words, "warning" if over else "muted")))
    return _part(_("Time"), lines)

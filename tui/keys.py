"""The one table of keys: what each key is called, does and says.

Screens take their bindings from here with ``bind("done", "snooze")``; the footer, the help and the palette
draw the words, translated when they are drawn; the config file names the ids. The same letter is the same
verb everywhere. With a Chinese input method on, ``？ ／ 、 ＋ 《 》 ＝`` arrive instead of
``? / / + < > =``, so they are further keys of the same binding.

No Textual import at the top: plain commands check the key table of the config file with this module.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from store.errors import N_, NP_, Reason

if TYPE_CHECKING:
    from textual.binding import BindingType

RECORD = N_("On the selected row")
MOVE = N_("Moving")
FRAME = N_("Everywhere")
SCREENS = N_("Screens")
FORM = N_("In a form")
GROUPS = (RECORD, MOVE, FRAME, SCREENS, FORM)


class Key(NamedTuple):
    """One action and its keys.

    ``keys`` are separated by commas, the first is the one that is shown; ``action`` is the name of the
    ``action_…`` method; ``words`` stand in the footer and ``help`` in the help (both untranslated).
    """

    id: str
    keys: str
    action: str
    words: str
    help: str
    group: str = RECORD

    @property
    def first(self) -> str:
        """The key that is shown."""
        return self.keys.split(",")[0]


def _verb(id: str, keys: str, words: str, help: str, group: str = RECORD) -> Key:
    """A key whose action bears the name of its id."""
    return Key(id, keys, id, words, help, group)


_TABLE = (
    _verb("done", "space", N_("Done"), N_("Complete or tick what is selected")),
    _verb("snooze", "s", N_("Snooze"), N_("Snooze or postpone")),
    _verb("log", "l", N_("Log"), N_("Log a contact that just happened")),
    _verb("note", "c", N_("Note"), N_("Write a note")),
    _verb("owner", "o", N_("Owner"), N_("Give it to somebody else")),
    _verb("new", "n", N_("New"), N_("Add a new one")),
    _verb("edit", "e", N_("Edit"), N_("Edit what is selected")),
    _verb("remove", "x", N_("Remove"), N_("Remove what is selected (asks; undoable)")),
    _verb("topic", "i", N_("Topic"), N_("Raise it as a topic for the meeting")),
    _verb("action_item", "t", N_("Action"), N_("Add an action item about it")),
    _verb("followup", "f", N_("Follow-up"), N_("Plan a follow-up about it")),
    _verb("previous", "<,《", NP_("section or stage", "Back"), N_("Previous section or stage")),
    _verb("next", ">,》", N_("Next"), N_("Next section or stage")),
    _verb("previous_tab", "<,《", N_("Tab before"), N_("The customer's tab before this one")),
    _verb("next_tab", ">,》", N_("Next tab"), N_("The customer's next tab")),
    _verb("more_time", "=,＝", N_("+1 min"), N_("One more minute for this section")),
    _verb("write", "w", N_("Save"), N_("Save the minutes as a Markdown file")),
    _verb("suspend", "P", N_("Pause"), N_("Pause the meeting, or continue it")),
    _verb("attendance", "a", N_("Who is here"), N_("Correct who is here")),
    _verb("end", "E", N_("End"), N_("End the meeting: rate it, then its minutes are written")),
    _verb("rejoin", "F", NP_("the meeting", "Follow"), N_("Follow the meeting, or rejoin it")),
    _verb("share", "v", N_("Share view"), N_("The view to share with the room")),
    _verb("check_in", "p", N_("Check in"), N_("Enter the latest value")),
    _verb("people", "p", N_("People"), N_("Whom to talk to there: add, edit, remove")),
    _verb("complaints", "C", N_("Complaints"), N_("Their complaints, and how satisfied they are")),
    _verb("satisfaction", "r", N_("Satisfaction"), N_("Write down how satisfied the customer is")),
    _verb("wait", "s", N_("Wait"), N_("Say for what it waits, or go on with it")),
    _verb("reopen", "<,《", N_("Open again"), N_("Work on it again, and say why")),
    _verb("classes", "v", N_("Classes"), N_("Need × value, curve of revenue, segments")),
    _verb("recompute", "R", N_("Compute"), N_("Compute classes and segments now, and plan what is due")),
    _verb("load", "L", N_("Load"), N_("How much everybody has on the next ten working days")),
    _verb("rate", "r", N_("Rate"), N_("Rate probability and impact")),
    _verb("role_play", "r", N_("Role play"), N_("Hold a role play, with clock and scores")),
    _verb("role_plays", "R", N_("Role plays"), N_("What is to be played, and what was held")),
    _verb("scorecard", "v", N_("Scorecard"), N_("The weekly numbers, and whether each was reached")),
    _verb("reviews", "W", N_("Reviews"), N_("Reviews: how somebody did, read by two people only")),
    _verb("tell", "T", N_("Tell the team"), N_("Tell the team about a strength, in the next meeting")),
    _verb("skills", "v", N_("Skills"), N_("The matrix of people and skills, with its gaps")),
    _verb("begin", "b", N_("Begin"), N_("Begin a plan from this programme, or a stopped one again")),
    _verb("book", "b", N_("Book"), N_("Write down a booking or a payment")),
    _verb("bookings", "B", N_("Bookings"), N_("Bookings and payments: add, remove")),
    _verb("stages", "S", N_("Stages"), N_("Stages of the pipeline: add, change, retire")),
    _verb("offered", "a", N_("Offered"), N_("What the plan is offered: changes of its programme, and days off")),
    _verb("respond", "a", N_("Respond"), N_("Accept, or say how to respond")),
    _verb("happened", "H", N_("Happened"), N_("It happened: a fact now, and a topic for the meeting")),
    _verb("after", "V", N_("After"), N_("The heat map as it is now, or after the responses")),
    _verb("acknowledge", "w", N_("Acknowledge"), N_("Say that you read the check-ins of others")),
    _verb("review", "w", N_("Reviewed"), N_("Mark as reviewed and set the next review")),
    _verb("decision", "d", N_("Decision"), N_("Write down what was decided")),
    _verb("update", "w", N_("Update"), N_("Write your weekly update: progress, problems, support needed")),
    _verb("vote", "S", N_("Vote"), N_("One star more from you for the topic; after three, none")),
    _verb("votes", "V", N_("Votes"), N_("Everybody's stars for the topic; enter them for the room")),
    _verb("preview", "P", N_("Preview"), N_("The whole agenda as text")),
    _verb("numbers", "N", N_("Numbers"), N_("How the last meetings went: actions done, ratings, time")),
    _verb("skip", "z", N_("Skip"), N_("Skip this one, and say why")),
    _verb("earlier", "K,shift+up", NP_("move it", "Earlier"), N_("Move the selected entry up")),
    _verb("later", "J,shift+down", NP_("move it", "Later"), N_("Move the selected entry down")),
    _verb("view", "v", N_("View"), N_("Board or list")),
    _verb("copy", "y", N_("Copy"), N_("Copy to the clipboard of your terminal")),
    _verb("history", "h,H", N_("History"), N_("Who changed what, and when")),
    _verb("mark", "M", N_("Mark"), N_("Mark rows, then act on all of them; Esc unmarks")),
    _verb("mark_all", "A", N_("Mark all"), N_("Mark all rows that are listed, or none")),
    _verb("split", "S", N_("Split"), N_("Split it over people or groups")),
    _verb("merge", "D", N_("Merge"), N_("Merge it with another one that is the same")),
    Key("list.down", "j,down", "cursor_down", N_("Down"), N_("Next row"), MOVE),
    Key("list.up", "k,up", "cursor_up", N_("Up"), N_("Previous row"), MOVE),
    Key("list.first", "g,home", "cursor_first", N_("First"), N_("First row"), MOVE),
    Key("list.last", "G,end", "cursor_last", NP_("row", "Last"), N_("Last row"), MOVE),
    Key("list.page_down", "pagedown", "page_down", N_("Page down"), N_("One page down"), MOVE),
    Key("list.page_up", "pageup", "page_up", N_("Page up"), N_("One page up"), MOVE),
    Key("board.left", "h,left", "lane(-1)", N_("Left"), N_("Column to the left"), MOVE),
    Key("board.right", "l,right", "lane(1)", N_("Right"), N_("Column to the right"), MOVE),
    Key("list.open", "enter", "choose", N_("Open"), N_("Open what is selected"), MOVE),
    Key("pane.next", "tab", "next_pane", N_("Next pane"), N_("Next pane"), MOVE),
    Key("pane.previous", "shift+tab", "previous_pane", N_("Previous pane"), N_("Previous pane"), MOVE),
    _verb("filter", "/,／,、", N_("Filter"), N_("Show only rows that contain what you type"), FRAME),
    _verb("mine", "m", N_("Mine"), N_("Only mine, or everyone's"), FRAME),
    _verb("undo", "u", N_("Undo"), N_("Undo my last change, then the one before"), FRAME),
    _verb("quick_entry", "+,＋", N_("Quick entry"), N_("Add a follow-up in one line"), FRAME),
    _verb("help", "?,？", N_("Help"), N_("This help"), FRAME),
    _verb("palette", "ctrl+p", N_("palette"), N_("Every action and every record by name"), FRAME),
    _verb("back", "escape", N_("Back"), N_("Back: close what is open, clear the filter"), FRAME),
    _verb("quit", "q", N_("Quit"), N_("Back; on a top screen, leave Huddle"), FRAME),
    Key("screen.today", "1", "go('today')", N_("Today"), N_("Today"), SCREENS),
    Key("screen.meeting", "2", "go('meeting')", N_("Meeting"), N_("Meeting"), SCREENS),
    Key("screen.goals", "3", "go('goals')", N_("Goals"), N_("Goals"), SCREENS),
    Key("screen.followups", "4", "go('followups')", N_("Follow-ups"), N_("Follow-ups"), SCREENS),
    Key("screen.customers", "5", "go('customers')", N_("Customers"), N_("Customers"), SCREENS),
    Key("screen.deals", "6", "go('deals')", N_("Deals"), N_("Deals"), SCREENS),
    Key("screen.training", "7", "go('training')", N_("Training"), N_("Training"), SCREENS),
    Key("screen.risks", "8", "go('risks')", N_("Risks"), N_("Risks"), SCREENS),
    Key("screen.team", "9", "go('team')", N_("Team"), N_("Team"), SCREENS),
    Key("screen.reports", "0", "go('reports')", N_("Reports"), N_("Reports"), SCREENS),
    Key("form.save", "ctrl+s", "save", N_("Save"), N_("Save the form"), FORM),
    Key("form.cancel", "escape", "cancel", N_("Cancel"), N_("Close without saving"), FORM),
    Key("form.choose", "enter", "choose", N_("Choose"), N_("Choose the marked one"), FORM),
    Key("filter.keep", "enter,down", "keep", N_("Keep"), N_("Keep the filter"), FORM),
    Key("filter.clear", "escape", "clear", N_("Clear"), N_("Clear the filter"), FORM),
    Key("entry.add", "enter", "add", N_("Add"), N_("Add what the line says"), FORM),
    Key("entry.cancel", "escape", "cancel", N_("Cancel"), N_("Close without adding"), FORM),
    Key("entry.offer", "tab,down", "offer(1)", N_("Choose"), N_("The next of the nearest customers or deals"), FORM),
    Key("form.next", "down", "next_field", N_("Next field"), N_("Next field, as Tab and Enter do"), FORM),
    Key("form.previous", "up", "previous_field", N_("Field before"), N_("The field before"), FORM),
)
KEYS: dict[str, Key] = {key.id: key for key in _TABLE}


def bind(*ids: str, **labels: str | tuple[str, str]) -> list[BindingType]:
    """The bindings of these ids, for a screen's BINDINGS.

    ``labels`` gives an id other words (N_), and as a pair another sentence for the help, too.
    """
    from textual.binding import Binding

    bindings: list[BindingType] = []
    for id in (*ids, *(label for label in labels if label not in ids)):
        key = KEYS[id]
        label = labels.get(id, key.words)
        words, help = label if isinstance(label, tuple) else (label, key.help)
        bindings.append(Binding(key.keys, key.action, words, id=id, tooltip=help))
    return bindings


_NAMED = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
        *("enter", "escape", "space", "tab", "backspace", "delete", "insert"),
        *(f"f{number}" for number in range(1, 13)),
    )
)
_EATEN = frozenset(f"ctrl+{letter}" for letter in ("h", "i", "j", "m", "[", "a", "b", "c", "q", "s", "z"))
_OURS = {"form.save": "ctrl+s"}


def trouble(key: str, id: str = "") -> Reason | None:
    """Why this key can't be bound (to this id), or None when it can.

    Terminals send ctrl+h, i, j, m and [ as other keys; screen and tmux take ctrl+a and ctrl+b, terminals alt,
    and shift with a digit is another character on every keyboard.
    """
    if len(key) == 1 and key.isprintable():
        return None
    *modifiers, base = key.split("+")
    if "alt" in modifiers or "meta" in modifiers or (key in _EATEN and _OURS.get(id) != key):
        return Reason(N_("terminals keep {key} for themselves"), {"key": key})
    if "shift" in modifiers and base.isdigit():
        return Reason(N_("{key} is another character on every keyboard"), {"key": key})
    if set(modifiers) <= {"ctrl", "shift"} and (base in _NAMED or (modifiers == ["ctrl"] and _letter(base))):
        return None
    if not modifiers and character(base):
        return None
    return Reason(N_("{key} is no key"), {"key": key})


def _letter(text: str) -> bool:
    return re.fullmatch(r"[a-z]", text) is not None


_SIGNS = {"plus": "+", "slash": "/", "minus": "-", "underscore": "_", "backslash": "\\"} | {
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def character(name: str) -> str:
    """The character of a key's name such as ``question_mark`` or ``slash``, or ""."""
    if name in _SIGNS:
        return _SIGNS[name]
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""


def clash(chosen: dict[str, str], id: str) -> str | None:
    """The id that already answers to one of the keys of ``id`` on the same screen, or None.

    ``chosen`` are the user's keys by id. Keys of a form never meet those of a screen, and actions that share
    a key in the table never meet each other.
    """
    form = KEYS[id].group == FORM
    mine, usual = set(chosen.get(id, KEYS[id].keys).split(",")), set(KEYS[id].keys.split(","))
    for other in KEYS.values():
        if other.id == id or (other.group == FORM) is not form or usual & set(other.keys.split(",")):
            continue
        if mine & set(chosen.get(other.id, other.keys).split(",")):
            return other.id
    return None

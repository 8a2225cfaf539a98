"""What stands in the cells of the classes screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from store.care import Judged, Segment, Segments
from store.customers import Customer, Need, ValueClass
from store.errors import N_, NP_
from tui import format
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.widgets.charts import bar
from tui.widgets.record_list import Cell

NONE = "—"
BY_HAND = "✎"
NEED: Mapping[Need, str] = {
    Need.URGENT: NP_("need", "urgent"),
    Need.CLEAR: N_("clear"),
    Need.VAGUE: N_("vague"),
    Need.NONE: N_("none yet"),
}
NEEDS = tuple(NEED)
CLASSES: tuple[ValueClass | None, ...] = (*ValueClass, None)
CLASS_TONE: Mapping[ValueClass | None, Tone] = {
    ValueClass.A: "accent",
    ValueClass.B: "good",
    ValueClass.C: "warning",
    None: "muted",
}
SEGMENT: Mapping[Segment, str] = {
    Segment.CHAMPIONS: N_("Champions"),
    Segment.POTENTIAL_LOYALISTS: N_("Potential loyalists"),
    Segment.LOYAL: N_("Loyal"),
    Segment.PROMISING: N_("Promising"),
    Segment.NEW: NP_("customers", "New"),
    Segment.CANT_LOSE: N_("Can't lose"),
    Segment.AT_RISK: NP_("customers", "At risk"),
    Segment.NEED_ATTENTION: N_("Need attention"),
    Segment.ABOUT_TO_SLEEP: N_("About to sleep"),
    Segment.LOST: N_("Slipped away"),
    Segment.OTHERS: N_("Others"),
}
# what the name means, for those who didn't learn the table by heart
MEANING: Mapping[Segment, str] = {
    Segment.CHAMPIONS: N_("just bought, most often, most"),
    Segment.POTENTIAL_LOYALISTS: N_("bought of late and often"),
    Segment.LOYAL: N_("come back, middling amounts"),
    Segment.PROMISING: N_("rarely, but for good money"),
    Segment.NEW: N_("bought of late, not often yet"),
    Segment.CANT_LOSE: N_("bought much, but long ago"),
    Segment.AT_RISK: N_("good ones that stay away"),
    Segment.NEED_ATTENTION: N_("often, but not lately"),
    Segment.ABOUT_TO_SLEEP: N_("seldom, and not lately"),
    Segment.LOST: N_("nothing for the longest time"),
    Segment.OTHERS: N_("in none of the above"),
}
BAR = 10  # cells


class Heap(NamedTuple):
    """A row of the list of segments: what it is called, what that means, how many, their share of all buyers.

    ``segment`` is None for the customers that are proposed as dormant.
    """

    segment: Segment | None
    name: str
    meaning: str
    customers: int
    share: float


def heap_of(segment: Segment, found: Segments) -> Heap:
    """A segment with its count and share."""
    count, everyone = found.counts[segment], sum(found.counts.values())
    return Heap(segment, _(SEGMENT[segment]), _(MEANING[segment]), count, count / everyone if everyone else 0.0)


def name_cell(heap: Heap) -> Cell:
    """What the segment is called."""
    return (heap.name, "bold" if heap.customers else "muted")


def meaning_cell(heap: Heap) -> Cell:
    """What that means."""
    return (heap.meaning, "muted")


def bar_cell(heap: Heap) -> Cell:
    """Its share as a bar; nothing for none."""
    return tuple(bar(heap.share, BAR)) if heap.segment is not None and heap.customers else ("", "")


def count_cell(heap: Heap) -> Cell:
    """How many customers there are in it."""
    return (str(heap.customers), "" if heap.customers else "muted")


def share_cell(heap: Heap) -> Cell:
    """Their share of all buyers."""
    return (format.percent(heap.share) if heap.segment is not None and heap.customers else "", "muted")


def class_cell(row: Judged) -> Cell:
    """The class, and the mark of one that was set by hand."""
    mark = BY_HAND if row.by_hand else ""
    return (f"{row.value_class or NONE}{mark}", "bold" if row.value_class == "A" else "muted")


def who_cell(row: Judged) -> Cell:
    """Who it is."""
    return (row.name, "bold")


def scores_cell(row: Judged) -> Cell:
    """The scores R-F-M."""
    return (row.scores or NONE, "muted")


def computed_cell(row: Judged) -> Cell:
    """What revenue says, where a class set by hand says otherwise."""
    if not row.by_hand or row.computed in ("", row.value_class):
        return ("", "")
    return (_("computed {value}").format(value=row.computed), "warning")


def owner_cell(row: Judged) -> Cell:
    """Whose it is."""
    return (row.owner or _("nobody"), "muted" if row.owner else "warning")


def scored(record: Customer) -> str:
    """A customer's segment with its scores: ``Loyal · 3-4-5``."""
    name = _(SEGMENT[Segment(record.segment or Segment.OTHERS)])
    return f"{name} · {record.rfm_r}-{record.rfm_f}-{record.rfm_m}"


def population(found: Segments) -> str:
    """Who was scored, and how."""
    customers = ngettext("{n} bought in 24 months", "{n} bought in 24 months", found.buyers)
    how = _("quintiles") if found.quintiles else _("thresholds (under 25)")
    return f"{customers.format(n=found.buyers)} · {how}"

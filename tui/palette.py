"""The palette: every action, every screen, every theme and every record by name, in one search line."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING

from store.errors import Unavailable
from store.pinyin import is_spelled
from tui import i18n
from tui.i18n import _
from tui.keys import KEYS, MOVE
from tui.keys import SCREENS as SCREEN_KEYS
from tui.screens import SCREENS
from tui.theme import NAMES
from tui.widgets.keybar import key_display
from tui.widgets.picker import Hit, Pick

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen

MOST = 12
RECORDS = 20


class Palette(Pick):
    """Types, chooses, runs. Records are opened on their screen with the cursor on them."""

    def __init__(self, screen: HuddleScreen) -> None:
        super().__init__(_("Go to or do"), self._find, placeholder=_("An action, a screen, a name…"), most=MOST)
        self.about = screen
        self.acts: dict[Hashable, Callable[[], object]] = {}
        self.fixed = [
            *self._actions(screen),
            *self._places(),
            *self._histories(screen),
            *([] if screen.huddle.confined else [self._import()]),
            *self._training(screen),
            *self._stages(),
            *self._languages(),
            *self._themes(),
        ]

    def _actions(self, screen: HuddleScreen) -> Iterator[Hit]:
        """What the screen can do now, in the words of its keys."""
        seen: set[str] = set()
        for key, active in screen.active_bindings.items():
            binding = active.binding
            known = KEYS.get(binding.id or "")
            if known is None or known.group in (MOVE, SCREEN_KEYS) or known.id in (*seen, "palette"):
                continue
            seen.add(known.id)
            if active.enabled:
                self.acts[known.id] = self._runner(binding.action, active.node)
                label, help = _(screen.relabel(known.id) or binding.description), _(active.tooltip or known.help)
                yield known.id, f"{label} · {help}" if label != help else label, key_display(key)

    def _runner(self, action: str, node: object) -> Callable[[], object]:
        app = self.about.app
        return lambda: self.about.call_later(app.run_action, action, node)

    def _places(self) -> Iterator[Hit]:
        for place in SCREENS:
            id = f"screen:{place.name}"
            self.acts[id] = lambda name=place.name: self.about.app.switch_mode(name)  # type: ignore[misc]  # late
            yield id, _(place.title), place.key

    def _histories(self, screen: HuddleScreen) -> Iterator[Hit]:
        """Of the whole team; of the selected record where the key does something else."""
        from tui.screens.base import HuddleScreen

        ref = screen.record()
        if ref is not None and type(screen).action_history is not HuddleScreen.action_history:
            self.acts["history:record"] = lambda: self.about.call_later(screen.open_history, ref)
            yield "history:record", _("History of what is selected"), ""
        self.acts["history:team"] = lambda: self.about.call_later(screen.open_history, None)
        yield "history:team", _("History of the whole team"), ""

    def _import(self) -> Hit:
        """Rows of a spreadsheet, which have no key of their own."""

        def begin() -> None:
            from tui.screens import importing

            self.about.call_later(importing.begin, self.about)  # its answers are for that screen

        self.acts["import"] = begin
        return "import", _("Import customers, follow-ups or bookings from a file"), ""

    def _stages(self) -> Iterator[Hit]:
        """The stages of the pipeline, from every screen but the deals', whose key says it."""

        def begin() -> None:
            from tui.screens.deals.stages import Stages

            self.about.call_later(self.about.ask, Stages(self.about))

        if "stages" not in self.acts:
            self.acts["stages"] = begin
            yield "stages", f"{_('Stages')} · {_(KEYS['stages'].help)}", ""

    def _training(self, screen: HuddleScreen) -> Iterator[Hit]:
        """A plan of training because of the selected record, such as a lost deal; it has no key on most screens."""
        ref = screen.subject()
        if ref is None or ref.kind not in ("deal", "complaint", "customer", "risk", "goal", "review"):
            return

        def begin() -> None:
            from tui.screens.training import because

            self.about.call_later(because.plan, self.about, ref)

        self.acts["training"] = begin
        yield "training", _("Plan training because of this"), ""

    def _languages(self) -> Iterator[Hit]:
        """The others, each in its own words, so that nobody is locked in one that they can't read."""
        for language, name in i18n.LANGUAGES.items():
            if language == i18n.current():
                continue

            def begin(language: str = language) -> None:
                from tui.languages import for_now

                app = self.about.huddle
                app.call_later(for_now, app, language)

            id = f"language:{language}"
            self.acts[id] = begin
            yield id, " · ".join(dict.fromkeys((_("Language: {name}").format(name=name), f"Language: {name}"))), ""

    def _themes(self) -> Iterator[Hit]:
        own = {name: word for word, name in NAMES.items()}
        for name in sorted(self.about.app.available_themes, key=lambda name: (name not in own, name)):
            id = f"theme:{name}"
            self.acts[id] = lambda name=name: setattr(self.about.app, "theme", name)  # type: ignore[misc]  # late
            yield id, _("Theme: {name}").format(name=own.get(name, name)), ""

    def _find(self, text: str) -> list[Hit]:
        wanted = text.casefold().split()
        fixed = [hit for hit in self.fixed if all(word in hit[1].casefold() for word in wanted)]
        if not fixed:  # 客户 as it is spelled: kh, kehu
            fixed = [hit for hit in self.fixed if text.isascii() and all(is_spelled(hit[1], word) for word in wanted)]
        fixed.sort(key=lambda hit: not (wanted and hit[1].casefold().startswith(wanted[0])))
        if not text:
            return fixed
        return [*fixed[: MOST // 2], *self._records(text), *fixed[MOST // 2 :]]

    def _records(self, text: str) -> Iterator[Hit]:
        from store.search import find

        kinds = {kind: place.title for place in SCREENS for kind in place.kinds}
        try:
            found = find(text, limit=RECORDS)
        except Unavailable:
            return
        for record in found:
            if record.ref.kind in kinds:
                self.acts[record.ref] = lambda ref=record.ref: self.about.huddle.open(ref)  # type: ignore[misc]  # late
                yield record.ref, record.title, _(kinds[record.ref.kind])

    def answer(self, id: Hashable | None) -> None:
        """Close first: the action belongs to the screen underneath."""
        act = self.acts.get(id)
        self.dismiss(None)
        if act is not None:
            act()

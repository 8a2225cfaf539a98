"""Every language says all that English says: nothing is untranslated, outdated, or names other values."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from catalogue import Said, catalogues, in_source, read, said, whole

CATALOGUES = catalogues()


@pytest.fixture(scope="module", params=sorted(CATALOGUES))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """The translations of one language."""
    return read(CATALOGUES[request.param], request.param)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(message: Message) -> tuple[list[str], list[str]]:
    """The English forms of a message, and the translated ones."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return ids, strings


def places(text: str) -> Counter[str]:
    """The named values that a text has room for."""
    return Counter(re.findall(r"\{(\w*)(?:![rs])?(?::[^}]*)?\}|%\((\w+)\)s", text))


def test_nothing_that_is_said_is_missing_and_nothing_is_kept_that_is_said_no_more(catalogue: Catalog) -> None:
    """`python tests/support/catalogue.py` brings it up to date; what is new is translated then."""
    wanted = {(message.context, message.one, message.many) for message in said()}
    wanted -= {(context, one, "") for context, one, many in wanted if many}  # said with and without a count
    found = set()
    for message in messages(catalogue):
        ids = forms(message)[0]
        found.add((message.context or "", ids[0], ids[1] if len(ids) > 1 else ""))
    assert (wanted - found, found - wanted) == (set(), set())


def test_everything_is_translated_and_nothing_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in messages(catalogue) if not whole(message.string)] == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []


def test_every_translation_has_room_for_the_same_values(catalogue: Catalog) -> None:
    wrong = []
    for message in messages(catalogue):
        ids, strings = forms(message)
        known = places(ids[-1]) | places(ids[0])
        for string in strings:
            if set(places(string)) - set(known) or set(places(ids[-1])) - set(places(string)):
                wrong.append((ids[-1], string))
    assert wrong == []


def test_every_count_has_as_many_forms_as_the_language(catalogue: Catalog) -> None:
    counted = [message for message in messages(catalogue) if not isinstance(message.id, str)]
    assert counted
    assert [message.id for message in counted if len(forms(message)[1]) != catalogue.num_plurals] == []


@pytest.mark.parametrize("path", CATALOGUES.values(), ids=CATALOGUES)
def test_what_was_installed_is_compiled(path: Path) -> None:
    """`pip install -e .` compiles it, and `tests/support/catalogue.py` what was changed since."""
    assert path.with_suffix(".mo").exists()


def test_what_is_marked_is_found() -> None:
    source = '''
import click

N_("a"), _("b" "c"), _(f"{_('d')} e"), ngettext("{n} f", "{n} fs", n), NN_("{n} g", "{n} gs"), pgettext("h", "i")
click.argument("file"), click.option("--to", metavar="[PLACE]", help="Where.")

@command()
def run():
    """Runs.

    Then stops.
    """
'''
    assert set(in_source(source)) == {
        *(Said("a"), Said("bc"), Said("d"), Said("{n} f", many="{n} fs"), Said("{n} g", many="{n} gs")),
        *(Said("i", context="h"), Said("FILE"), Said("PLACE"), Said("Where."), Said("Runs.\n\nThen stops.")),
    }

"""What a domain offers, imported when it is first asked for, so that a screen loads only what it shows.

The ``__init__`` of a domain says twice what it offers: as ordinary imports for readers, editors and mypy, and as the
table of ``late()`` for the running program; a test compares the two. No module of a domain is named like something
that the domain offers: Python would put the module in its place.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(package: str, **names: str) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package (PEP 562) whose modules offer these names, with blanks between."""
    home = {name: module for module, its in names.items() for name in its.split()}

    def offered(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{home[name]}"), name)
        setattr(sys.modules[package], name, found)  # it isn't asked for again
        return found

    return offered

"""Terminal sizes as names of snapshots: (80, 24) is ``80x24``."""

from __future__ import annotations


def by_size(size: tuple[int, int]) -> str:
    """``80x24``."""
    return f"{size[0]}x{size[1]}"

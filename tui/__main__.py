"""``python -m tui`` is ``huddle``."""

from tui.cli import main

main()

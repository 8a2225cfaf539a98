"""The beginning of ``huddle``, also as ``python -m tui``."""

import gc


def main() -> None:
    """Run the command."""
    # Until the first screen is drawn nothing is garbage yet, and looking for it costs a tenth of the start.
    gc.disable()
    from tui.cli import main

    main()


if __name__ == "__main__":
    main()

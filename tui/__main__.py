"""The beginning of ``huddle``, also as ``python -m tui``."""

import gc
import sys


def main() -> None:
    """Run the command."""
    # Until the first screen is drawn nothing is garbage yet, and looking for it costs a tenth of the start.
    gc.disable()
    try:
        from tui import opening

        options = opening.without_command(sys.argv[1:])
        if options is None or not opening.begin(options):
            from tui.cli import main

            main()
    except KeyboardInterrupt:  # pressed before there was anything to see
        sys.exit(130)


if __name__ == "__main__":
    main()

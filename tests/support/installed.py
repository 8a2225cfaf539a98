"""The installed program, as it is called from a shell."""

from __future__ import annotations

import sys
from pathlib import Path

_SCRIPT = Path(sys.executable).with_name("huddle")
HUDDLE = [str(_SCRIPT)] if _SCRIPT.exists() else [sys.executable, "-m", "tui"]
MONDAY = "2026-11-23T09:00:00Z"  # 10:00 in Madrid

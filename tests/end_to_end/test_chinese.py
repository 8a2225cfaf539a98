"""A team that speaks Chinese, in the installed program: begun, typed with an input method, and read on a terminal."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable

from installed import HUDDLE
from terminal import Terminal

TEAM = ["--team", "北方销售", "--name", "王芳", "--currency", "CNY", "--timezone", "Asia/Shanghai"]


def frame_stands(terminal: Terminal) -> bool:
    """Whether the list's frame has its right side in the last column, beside whatever Chinese."""
    rows = [terminal.screen.buffer[y] for y in range(2, 20)]
    return all(row[79].data == row[0].data == "│" for row in rows)


def test_chinese_is_typed_and_shown_and_kept(home: dict[str, str], plain: Callable[..., str]) -> None:
    home |= {"LANG": "zh_CN.UTF-8"}
    begun = plain("init", *TEAM, "--weekday", "周一", "--time", "上午9点半")
    assert begun.startswith("团队北方销售")
    with Terminal(HUDDLE, size=(80, 24), env=home) as terminal:
        terminal.wait_for("5客户", 30)
        terminal.press("5")
        terminal.wait_for("客户")
        terminal.press("n")
        terminal.wait_for("新建客户")
        terminal.press("深圳华星科技有限公司")
        terminal.press("ctrl+s")
        terminal.wait_for("深圳华星科技有限公司")
        assert frame_stands(terminal)
        terminal.press("＋")  # as an input method sends it
        terminal.wait_for("快速录入 ─")
        terminal.press("电话 华星 明天下午3点半 报价跟进 紧急")
        terminal.wait_for("15:30")
        terminal.press("enter")
        terminal.wait_for("已添加")
        terminal.press("４")
        terminal.wait_for("╭─ 跟进 · 1")
        assert frame_stands(terminal)
        terminal.press("？")
        terminal.wait_for("跟进 · 帮助")
        terminal.press("q")
        terminal.wait_for("╭─ 跟进 · 1")
        terminal.press("ｑ")
        assert terminal.wait() == 0
    (due,) = json.loads(plain("due", "--json"))
    assert (due["customer"], due["subject"], due["priority"]) == ("深圳华星科技有限公司", "报价跟进", "high")
    assert (due["due_on"], due["due_time"], due["kind"]) == ("2026-11-24", "15:30", "call")
    assert plain("member", "list").split() == [getpass.getuser(), "王芳", "主管"]
    assert plain("--lang", "en", "member", "list").split()[-1] == "lead"

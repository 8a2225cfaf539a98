"""Chinese says each thing with one word, the one that the team's trade uses."""

from __future__ import annotations

import re

import pytest
from catalogue import catalogues, read, whole

# English and Chinese, in turn, separated by " · "; a term stands for every message that is this word alone.
GLOSSARY = """
team 团队 · lead 主管 · rep 销售 · viewer 只读 · position 岗位
customer 客户 · prospect 潜在 · dormant 沉睡 · owner 负责人 · industry 行业 · source 来源
contact 联系 联系人 · people 联系人 成员 · tags 标签 · purchasing power 购买力 · loyalty 忠诚度
call 电话 · visit 拜访 · message 消息 · email 邮件 · demo 演示 · quote 报价 · care 关怀
follow-up 跟进 · follow-ups 跟进 · due 到期 · overdue 逾期 · priority 优先级 · low 低 · normal 普通 · high 高
planned 已计划 · done 已完成 完成 · cancelled 已取消 · outcome 结果 · connected 已沟通 · no answer 未接通
advanced 推进 · neutral 一般 · blocked 受阻 · next step 下一步 · no next step 无下一步 · snooze 推迟
quick entry 快速录入
deals 商机 · stage 阶段 · amount 金额 · probability 概率 · won 赢单 · competitor 竞争对手 · commit 承诺
weighted 加权 · win rate 赢单率 · first contact 初步接触 · needs confirmed 需求确认
proposal 方案报价 · negotiation 商务谈判
complaints 投诉 · quality 质量 · delivery 交付 · billing 账单 · service 服务 · severity 严重程度
in progress 处理中 · waiting 等待 · resolved 已解决 · root cause 根本原因 · satisfaction 满意度
goals 目标 · check in 报进展 · confidence 信心 · on track 正常 · at risk 有风险 · off track 偏离
too early 为时尚早 · draft 草稿 · active 进行中 · achieved 已达成 · missed 未达成 · split 分解 已分解 · scorecard 记分卡
reviews 考核 · gaps 不足
present 出席 · late 迟到 逾期 · absent 缺席 · excused 请假 · topic 议题 · decision 决定 · solve 解决 · park 搁置
action 行动项 · action item 行动项 · progress 进展 · problems 问题 · support needed 需要的支持 · share view 共享视图
take over 接手 · pause 暂停
training 培训 · programme 培训方案 · onboarding 入职 · role play 角色扮演 · quiz 测验 · coach 教练 · skills 技能
discovery 挖掘需求 · objections 异议处理 · structure 结构
risks 风险 · market 市场 · cause 原因 · impact 影响 · residual 剩余 · medium 中 · critical 严重 · alarm 警报
prevent 预防 · control 控制 · transfer 转移 · treating 应对中 · dismiss 忽略 · rules 规则
today 今日 今天 · reports 报表 · history 历史 · undo 撤销 · filter 筛选 · palette 命令面板 · help 帮助 · save 保存
cancel 取消 · quit 退出 · edit 编辑 · new 新建 · remove 移除 · merge 合并 · mine 我的
"""
OTHERS = "销售机会|跟单|丢单|屏幕|签字|撤消|销售漏斗|潜客|工单|任务单|您"


def terms() -> dict[str, set[str]]:
    entries = [entry.strip() for line in GLOSSARY.splitlines() for entry in line.split(" · ") if entry.strip()]
    parts = [re.fullmatch(r"([ -~]+?) ([^ -~].*)", entry) for entry in entries]
    return {part[1]: set(part[2].split()) for part in parts if part}


@pytest.fixture(scope="module")
def translated() -> list[tuple[str, str]]:
    """Each message without a context, and its translation."""
    catalogue = read(catalogues()["zh_CN"], "zh_CN")
    found = [(one.id, one.string) for one in catalogue if one.id and whole(one.string) and not one.context]
    return [(ids if isinstance(ids, str) else ids[0], s if isinstance(s, str) else s[0]) for ids, s in found]


def test_the_terms_are_those_of_the_glossary(translated: list[tuple[str, str]]) -> None:
    wanted = terms()
    said = {english.lower() for english, _chinese in translated}
    assert len(wanted) > 120
    assert set(wanted) - said == set(), "these words aren't said any more"
    wrong = [(e, c) for e, c in translated if e.lower() in wanted and c not in wanted[e.lower()]]
    assert wrong == []


def test_no_second_word_is_used_for_a_thing(translated: list[tuple[str, str]]) -> None:
    assert [chinese for _english, chinese in translated if re.search(OTHERS, chinese)] == []


def test_sentences_have_the_signs_of_chinese(translated: list[tuple[str, str]]) -> None:
    """Full-width ones behind a Chinese character, and no blank before or behind a count."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff] \{n\}|\{n\} [\u4e00-\u9fff]|[\u4e00-\u9fff]\.$")
    assert [chinese for _english, chinese in translated if wrong.search(chinese)] == []

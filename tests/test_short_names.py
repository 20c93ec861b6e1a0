"""Short names of units: what is short for what, and what is not."""

from __future__ import annotations

import pytest

from pipeline.language.profile import load_profile
from pipeline.language.short_names import plain, short_names

KNOWN = short_names(load_profile("base").lexicon)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("县质监局党支部", "县质量技术监督局党支部"),
        ("质监局党支部", "青川县质量技术监督局机关党支部"),
        ("县发改委", "县发展和改革委员会"),
        ("发改局第二党支部", "县发展和改革局第二党支部"),
        ("县人社局党总支", "县人力资源和社会保障局党总支"),
        ("市卫健委机关党委", "市卫生健康委员会机关党委"),
        ("住建局质监站党支部", "县住房和城乡建设局质量监督站党支部"),
        ("县一中党总支", "县第一中学党总支"),
        ("城关二小", "城关镇第二小学党支部"),
        ("云岭中心校党支部", "云岭镇中心小学党支部"),
        ("云岭中心校", "云岭中心学校党支部"),
        ("南关社区居委会党支部", "南关社区党支部"),
        ("南关居委会", "南关社区居民委员会党委"),
        ("柳坝村委会", "柳坝村党支部"),
        ("县疾控中心", "县疾病预防控制中心党支部"),
        ("县残联党支部", "县残疾人联合会党支部"),
        ("县科协", "县科学技术协会党支部"),
        ("县农行党支部", "县农业银行党支部"),
        ("县供销社", "县供销合作社党总支"),
        ("县药监局", "县食品药品监督管理局党支部"),
        ("县法院党总支", "县人民法院党总支"),
        ("县侨联", "县归国华侨联合会党支部"),
        ("城投公司党支部", "县城市建设投资有限公司党支部"),
        ("青年路中学团委", "共青团青年路中学委员会"),
        ("红星机械厂工会", "红星机械厂工会委员会"),
        ("中共县环保局支部委员会", "县环境保护局党支部"),
    ],
)
def test_a_short_name_is_its_full_one_s(short: str, full: str) -> None:
    assert KNOWN.same(short, full)
    assert KNOWN.same(full, short)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县一中党总支", "县第二中学党总支"),
        ("第一小学", "第一实验小学"),
        ("县一小", "县第一中学"),
        ("发改局第一党支部", "县发展和改革局第二党支部"),
        ("甲山县质监局", "乙水县质量技术监督局"),
        ("县水利局", "县林业局党支部"),
        ("县教育局", "县教师进修学校"),
        ("县人社局", "县人民医院"),
        ("云岭中心校", "白石镇中心小学"),
        ("县妇联", "县妇幼保健院"),
        ("青年路中学团委", "青年路中学工会"),
        ("党支部", "县一中党支部"),
        ("", "县一中党支部"),
    ],
)
def test_what_is_not_short_for_it(one: str, other: str) -> None:
    assert not KNOWN.same(one, other)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("共青团红光中学委员会", "红光中学团委"),
        ("共青团红光中学总支部委员会", "红光中学团总支"),
        ("中共红光乡委员会", "红光乡"),
        ("红光乡妇联", "红光乡妇联"),
    ],
)
def test_formal_names_are_told_plainly(name: str, told: str) -> None:
    assert plain(name) == told

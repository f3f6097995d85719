"""The elements of titles: what they are about and what is done to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference.elements import ElementKind
from matcher.elements import ElementWord, elements_of, kinds_of
from models.protocols import Segmenter
from models.segmenters import open_segmenter

# title | objects | functions | head | worked on. All titles are invented.
TITLES = """
防爆锂电池管理系统|锂电池|防爆 管理|锂电池|锂电池
高强铝合金的表面处理工艺|铝合金|高强 表面处理|铝合金|铝合金
污水中氨氮的去除|污水 氨氮|去除|氨氮|氨氮
去除氨氮的装置|氨氮|去除|氨氮|氨氮
氨氮去除装置|氨氮|去除|氨氮|氨氮
金刚石的抛光|金刚石|抛光|金刚石|金刚石
金刚石刀具|金刚石 刀具||刀具|
焊接机器人|机器人|焊接|机器人|
焊接机器人的故障诊断|机器人|焊接 故障诊断|机器人|机器人
面向轨道交通的减振橡胶|轨道交通 橡胶|减振|橡胶|
用于冷库的制冷压缩机|冷库 压缩机|制冷|压缩机|
汽车用阻燃聚丙烯|汽车 聚丙烯|阻燃|聚丙烯|
茶叶加工过程中的粉尘收集|茶叶 粉尘|加工 收集|粉尘|粉尘 茶叶
一种耐高温润滑油及其制备方法|润滑油|耐高温 制备|润滑油|
水稻病害的图像识别方法|水稻 病害|图像识别|病害|病害
秸秆的资源化利用关键技术研究|秸秆|资源化|秸秆|秸秆
种薯活力检测|种薯 活力|检测|活力|活力
种薯繁育技术|种薯|繁育|种薯|种薯
阻燃印刷油墨|油墨|阻燃 印刷|油墨|
数控机床主轴的振动监测|机床 主轴|数控 振动 监测|主轴|主轴
风机叶片的除冰装置|风机 叶片|除冰|叶片|叶片
低温余热发电机组|余热 机组|低温 发电|机组|余热
光伏组件清洗机器人|光伏 机器人|清洗|机器人|
无人机自主避障算法|无人机|避障|无人机|无人机
智能化管理平台的研发||管理||
新型装置的研究与应用||||
枸杞多糖提取工艺|枸杞 多糖|提取|多糖|多糖
抗菌不锈钢|不锈钢|抗菌|不锈钢|
铝合金焊接气孔的抑制|铝合金 气孔|焊接 抑制|气孔|气孔 铝合金
煤矿瓦斯抽采钻机|煤矿 瓦斯 钻机|抽采|钻机|瓦斯
自动扶梯|自动扶梯||自动扶梯|
粗糙度测量仪|粗糙度 测量仪|测量|测量仪|粗糙度
AGV调度系统|agv|调度|agv|agv
木材干燥窑的温度控制|木材 温度|干燥 控制|温度|木材 温度
医用钛合金的增材制造技术|医用 钛合金|增材制造 增材 制造|钛合金|钛合金
基于机器视觉的轴承缺陷检测系统|轴承|机器视觉 视觉 检测|轴承|轴承
高盐废水零排放工艺|高盐 废水|零排放|废水|废水
海水淡化反渗透膜|海水 反渗透膜|淡化 反渗透|反渗透膜|
镁合金压铸件的表面防腐|镁合金 压铸件|压铸 防腐|压铸件|压铸件 镁合金
聚氨酯发泡保温板|聚氨酯 保温板|发泡 保温|保温板|聚氨酯
废旧轮胎热解炭黑的改性|轮胎 炭黑|热解 改性|炭黑|炭黑 轮胎
"""
CASES = [tuple(line.split("|")) for line in TITLES.strip().splitlines()]


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return open_segmenter()


@pytest.mark.parametrize(("title", "objects", "functions", "head", "worked_on"), CASES)
def test_a_title_is_read_into_objects_and_functions(
    segmenter: Segmenter, title: str, objects: str, functions: str, head: str, worked_on: str
) -> None:
    found = elements_of(segmenter.words_for_index(title))

    read = (" ".join(found.objects), " ".join(found.functions), found.head, " ".join(sorted(found.worked_on)))
    assert read == (objects, functions, head, worked_on)


@pytest.mark.parametrize(
    ("title", "word", "kind"),
    [
        ("汽车用阻燃聚丙烯", "汽车", ElementKind.APPLICATION),
        ("汽车用阻燃聚丙烯", "阻燃", ElementKind.EFFECT),
        ("汽车用阻燃聚丙烯", "聚丙烯", ElementKind.MATERIAL),
        ("焊接机器人", "焊接", ElementKind.METHOD),
        ("焊接机器人", "机器人", ElementKind.PRODUCT),
        ("枸杞多糖提取工艺", "多糖", ElementKind.MATERIAL),
        ("基于图像的种薯分拣机", "图像", ElementKind.METHOD),
    ],
)
def test_each_word_plays_one_of_five_parts(segmenter: Segmenter, title: str, word: str, kind: ElementKind) -> None:
    assert ElementWord(word, kind) in elements_of(segmenter.words_for_index(title)).words
    assert word in elements_of(segmenter.words_for_index(title)).of(kind)


def test_an_empty_title_has_no_elements(segmenter: Segmenter) -> None:
    found = elements_of(segmenter.words_for_index(""))

    assert (found.words, found.head, found.worked_on) == ((), "", frozenset())


@given(
    st.lists(
        st.sampled_from(["的", "去除", "氨氮", "装置", "基于", "用", "用于", "检测仪", "复合", "膜", "3", "X", "温度"])
    )
)
def test_objects_and_functions_share_out_the_words(words: list[str]) -> None:
    found = elements_of(words)

    assert sorted(found.objects + found.functions) == sorted(word.text for word in found.words)
    assert found.worked_on <= {word.text for word in found.words}
    assert found.head == "" or found.head in found.objects


def test_equivalent_functions_are_of_one_group(segmenter: Segmenter) -> None:
    first, second, third = (
        elements_of(segmenter.words_for_index(title)) for title in ("氨氮的去除", "氨氮净化装置", "氨氮检测仪")
    )

    assert first.function_groups & second.function_groups == {"remove"}
    assert first.function_groups & third.function_groups == frozenset()


def test_words_by_themselves_name_their_elements() -> None:
    assert kinds_of(["氨氮", "净化", "系统", "的"]) == {ElementKind.MATERIAL, ElementKind.EFFECT}

from collections.abc import Callable
from dataclasses import replace

from lxml import html

from data.records.ids import NeedId
from data.records.matches import MatchList, MatchReport
from service.exports import web_page
from service.exports.masking import MASKED
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_achievement, make_need


def opened(report: MatchReport) -> html.HtmlElement:
    return html.fromstring(web_page.render(report, MASKED).decode("utf-8"))


def texts_at(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def many(n_candidates: int) -> MatchReport:
    achievements = [
        make_achievement(f"A{number}", content=f"第{number}项成果的介绍。") for number in range(n_candidates)
    ]
    matches = tuple(
        make_match("N1", each.id, rank=rank, passages=(), indicators=()) for rank, each in enumerate(achievements, 1)
    )
    return make_report(lists=[MatchList(NeedId("N1"), matches)], achievements=achievements)


def test_page_is_the_golden_one(check_golden: Callable[[str, bytes], None]) -> None:
    check_golden("matches.html", web_page.render(make_report(), MASKED))


def test_contents_list_every_need_with_its_best_candidate() -> None:
    rows = opened(make_report()).xpath("//table[@class='list']//tr[td]")
    assert [[" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in rows] == [
        [
            "1",
            "注塑模具表面耐磨涂层",
            "某县恒泰模具有限公司",
            "模具用低摩擦复合涂层及其制备方法（东海理工大学 表面工程团队）",
            "强相关",
            "84",
        ],
        ["2", "冷链运输温度监测", "某县恒泰模具有限公司", "", "没有合适的匹配", ""],
    ]


def test_matched_passages_are_numbered_and_underlined_on_both_sides() -> None:
    page = opened(make_report())
    sides = page.xpath("//details[@id='c1-1']//section")
    marks = [[each.text for each in side.xpath(".//u | .//b[@class='k']")] for side in sides]
    assert marks == [
        ["①", "注塑件脱模困难，废品率高", "②", "硬度≥60HRC"],
        ["①", "可改善模具脱模", "②", "涂层硬度达到62HRC"],
    ]


def test_contributions_are_signed_and_add_up() -> None:
    *parts, total = texts_at(opened(make_report()), "//details[@id='c1-1']//table[@class='bb']//tr/td[4]")
    assert (parts, total) == (["+0.51", "+0.20", "+0.30", "-0.10", "-0.20"], "+0.51")


def test_bars_stand_on_the_scale_of_the_levels() -> None:
    page = opened(make_report())
    # From the cut at -3.39 to the highest sum, 0.51 + 0.30, and 6% of that (0.25) beyond: (0 + 3.64) / 4.70 = 77.4%.
    assert texts_at(page, "//details[@id='c1-1']//table[@class='bb']//th[@class='w']/i") == [
        "弱-3.39",
        "较强-1.69",
        "强-0.11",
    ]
    assert page.xpath("//details[@id='c1-1']//table[@class='bb']//tr[last()]/td[3]/s/@style") == [
        "left:77.4%;width:10.9%"
    ]
    assert texts_at(page, "//details[@id='c1-1']//p[@class='at']") == [
        "合计+0.51落在“强相关”区间（-0.11以上），折算得分84分。"
    ]


def test_a_shortlist_opens_with_partners_and_keeps_cards_for_meetings() -> None:
    page = opened(replace(make_report(), company="某县恒泰模具有限公司"))
    assert texts_at(page, "//div[@id='top']/h3") == ["企业需求", "候选伙伴", "没有列入的和原因"]
    assert page.xpath("//details[contains(@class, 'c')]/@id") == ["c1-1"]
    assert texts_at(page, "//table[@class='paper'][last()]//tr[td]")[-1].startswith("2冷链运输温度监测最接近")


def test_what_is_missing_is_listed() -> None:
    assert texts_at(opened(make_report()), "//details[@id='c1-1']//ul[@class='m']/li") == [
        "预算与价格无法判断：需求没有写明预算。",
        "指标“寿命”无法判断：成果材料没有写明寿命。",
    ]


def test_a_need_without_a_match_says_so_and_shows_the_nearest() -> None:
    page = opened(make_report())
    assert texts_at(page, "//p[@class='none']") == ["没有合适的匹配：候选中没有与冷链运输有关的成果。"]
    assert texts_at(page, "//details[@id='c2-1']/summary/b") == ["最接近，未达到推荐标准"]


def test_texts_cannot_become_markup() -> None:
    need = make_need(title="<script>alert(1)</script>", enterprise='"><img src=x onerror=alert(1)>')
    page = web_page.render(make_report(lists=[MatchList(NeedId("N1"), (make_match(),))], needs=[need]), MASKED)
    assert page.count(b"<script>") == 1
    assert b"<img" not in page
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_page_loads_nothing() -> None:
    page = opened(make_report())
    assert page.xpath("//link | //img | //iframe | //*[@src] | //a[not(starts-with(@href, '#'))]") == []


def test_links_lead_to_places_on_the_page() -> None:
    for report in (make_report(), many(201)):
        page = opened(report)
        names = page.xpath("//@id")
        assert [link for link in page.xpath("//a/@href") if link[1:] not in names] == []
        assert len(names) == len(set(names))


def test_many_cards_give_each_full_text_once() -> None:
    page = web_page.render(many(201), MASKED).decode("utf-8")
    assert (page.count("第7项成果的介绍。"), page.count(make_need().content)) == (1, 1)


def test_an_empty_report_says_what_to_do() -> None:
    page = opened(make_report(lists=[]))
    assert texts_at(page, "//p[@class='lead']") == ["输入文件中没有可以匹配的记录，请检查输入文件后重新匹配。"]


def test_many_notes_are_folded_away() -> None:
    page = opened(make_report(notes=tuple(f"成果.xlsx 第{row}行缺少名称。" for row in range(2, 8))))
    assert texts_at(page, "//details[@class='notes']/summary") == ["略去的内容（其余1条）"]
    assert texts_at(page, "//details[@class='notes']//li") == ["成果.xlsx 第7行缺少名称。"]
    assert "成果.xlsx 第2行缺少名称。" in texts_at(page, "//header/p")

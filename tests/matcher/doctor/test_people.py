import pytest

from matcher.doctor.dependence import word_shares
from matcher.doctor.diagnosis import diagnose
from matcher.doctor.people import hide_people
from models.segmenters import open_segmenter
from tests.factories.records import make_need


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("注册部李样本，电话130-0000-0011。", "注册部李**，电话130-0000-0011。"),
        ("车间主任刘测试 13000000021", "车间主任刘** 13000000021"),
        ("调度员刘测试可配合测试（QQ 100000000）", "调度员刘**可配合测试（QQ 100000000）"),
        ("电话 0000-0000029，孟示例。", "电话 0000-0000029，孟**。"),
        ("联系人：王虚构", "联系人：王**"),
        ("请与赵示例联系。", "请与赵**联系。"),
        ("高温下负责人不在场，涂层脱落。", "高温下负责人不在场，涂层脱落。"),
        ("", ""),
    ],
)
def test_names_beside_contacts_behind_labels_and_of_the_contact_column_are_hidden(text: str, hidden: str) -> None:
    need = make_need(content=text, existing_base=text, contact="赵示例 130-0000-0012")
    told = hide_people(need)
    assert (told.content, told.existing_base) == (hidden, hidden)
    assert told.contact == need.contact


def test_a_title_loses_names_and_contacts() -> None:
    need = make_need(title="气孔控制（联系人王虚构，13000000013）", contact="")
    assert hide_people(need).title == "气孔控制（联系人王**，130********）"


def test_names_of_a_column_that_the_file_called_otherwise_are_hidden() -> None:
    need = make_need(content="找陈示例谈。", contact="", extra={"填报人姓名": "陈示例", "产品": "压铸件"})
    assert hide_people(need).content == "找陈**谈。"


def test_no_name_is_among_words_quotes_or_questions() -> None:
    text = "压铸件气孔多，目前工艺员陈示例用X光抽检，电话13000000014，希望降到2%以下。"
    found = diagnose(make_need(title="压铸件气孔控制陈示例", content=text, contact="陈示例"), open_segmenter())

    said = [share.word for share in word_shares(found.profile)]
    said += [check.quote.text for check in found.checks if check.quote]
    said += [question.text for question in found.questions]
    said += [passage.quote.text for passage in found.profile.quoted]
    assert not [each for each in said if "示例" in each]

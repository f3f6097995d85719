"""Delimited texts."""

import pytest

from ingest.readers.delimited import sniff_delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("名称,内容\n密封,a;b;c;d\n铸造,e;f;g;h\n", ","),
        ("名称;内容\n密封;a,b\n铸造;c,d\n", ";"),
        ("某市汇总表\n名称\t内容\t企业\n密封\ta,b\t甲\n", "\t"),
        ("名称\n密封\n", ","),
    ],
)
def test_a_mark_inside_the_texts_is_no_delimiter(text: str, delimiter: str) -> None:
    assert sniff_delimiter(text) == delimiter

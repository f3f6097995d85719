"""Names and contacts of notices are hidden in place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.notices.people import mask_people


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联 系 人：王小明、李四、欧阳大山", "联 系 人：王**、李*、欧***"),
        ("联系人：王小明 0000-12345678", "联系人：王** 000*-********"),
        ("王小明，电话：13900000000", "王**，电话：139********"),
        ("咨询电话：0000-12345678", "咨询电话：000*-********"),
        ("电子版请发：abc@example.com", "电子版请发：a**@***********"),
        ("联系人：各区县科技局业务科负责同志", "联系人：各区县科技局业务科负责同志"),
    ],
)
def test_names_and_contacts_are_hidden_in_place(text: str, shown: str) -> None:
    assert mask_people(text) == shown


@given(st.text(alphabet="联系人：王小明、 139-0000@.", max_size=60))
def test_the_length_stays(text: str) -> None:
    assert len(mask_people(text)) == len(text)

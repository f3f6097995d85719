"""What a check rests on leads to its record, where its kind is known."""

from service.web.rule_views import record_links


def test_records_of_a_known_kind_have_addresses() -> None:
    used = [
        "events/3",
        "deals:12",
        "needs/N 1",
        "registers/vouchers/7",
        "census_register:5",
        "张三 13812345678",
        "events/x",
    ]

    assert record_links(used) == [
        ("events/3", "/events/3"),
        ("deals:12", "/deals/12"),
        ("needs/N 1", "/needs/N%201"),
        ("registers/vouchers/7", "/registers/vouchers/7"),
        ("census_register:5", ""),
        ("张三 138********", ""),
        ("events/x", ""),
    ]

"""What a paper counts as."""

from datetime import date
from typing import Any

import pytest

from data.records.deals import Form
from service.docking.deals.papers import recognise, recognition_rule
from tests.factories.dealing import contract


@pytest.mark.parametrize(
    ("values", "form", "n_reasons"),
    [
        ({}, Form.CONTRACT, 0),
        ({"title": "产学研合作框架协议"}, Form.FRAMEWORK, 1),
        ({"title": "战略合作协议", "kind": "", "contract": None}, Form.FRAMEWORK, 3),
        ({"title": "合作意向书"}, Form.INTENT, 1),
        ({"kind": ""}, Form.INTENT, 1),
        ({"contract": None}, Form.INTENT, 1),
        ({"kind": "licence", "signed_on": date(2020, 12, 31)}, Form.INTENT, 1),
        ({"kind": "licence", "signed_on": date(2021, 1, 1)}, Form.CONTRACT, 0),
    ],
)
def test_a_contract_has_a_kind_of_its_day_an_amount_and_no_word_of_intent(
    values: dict[str, Any], form: Form, n_reasons: int
) -> None:
    found = recognise(contract(**values))

    assert (found.form, len(found.reasons)) == (form, n_reasons)


def test_the_rule_on_the_page_names_every_word() -> None:
    assert "（框架、战略合作、意向、备忘录、草签、倡议）" in recognition_rule()

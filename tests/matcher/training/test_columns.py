"""What is known of the features before any pair is judged."""

from matcher.features.table import FEATURES
from matcher.scoring import TABLE
from matcher.training.columns import HOLD, feature_columns
from models.rankers.fitting import Column


def test_the_weights_of_the_table_are_expected_and_elements_are_held_to_them() -> None:
    columns = feature_columns()

    assert list(columns) == [feature.name for feature in FEATURES] == list(TABLE)
    assert columns["objects"] == Column(is_agreement=True, slope=0.6)
    assert columns["materials"] == Column(is_agreement=True, slope=0.1, hold=HOLD)
    assert columns["need_vagueness"] == Column(is_agreement=False)

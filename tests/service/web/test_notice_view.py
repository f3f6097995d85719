"""A notice cut at its clauses: every word once, each quote where it stands, what belongs to the page left out."""

from pathlib import Path

from data.records.accounts import OPERATOR
from data.storage.workspace import Workspace
from service.docking.notices.deciding import RuleDraft, write
from service.docking.notices.loading import notice_of
from service.web.notice_view import parts_of, unquoted
from tests.factories.notices import MIN_COUNT, TEXT, load
from tests.factories.storing import AT


def test_every_word_stands_once_beside_its_rules(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "home") as workspace:
        load(workspace, tmp_path)
        write(workspace, OPERATOR, RuleDraft(terms=MIN_COUNT, notice=1, sentence="一所以上省内高校"), at=AT)
        kept, rules = notice_of(workspace, OPERATOR, 1)

    parts = parts_of(kept.notice, rules)

    shown = "".join(piece.text for part in parts for piece in part.pieces)
    whole = TEXT.replace("分享到微博", "").replace("13900001234", "139********")
    assert "".join(shown.split()) == "".join(whole.split())
    assert [(part.number, part.depth, [each.number for each in part.rules]) for part in parts] == [
        ("", 0, []),
        ("一", 0, [1]),
        ("二", 0, [2, 3]),
        ("二/（一）", 1, [4, 5]),
    ]
    # A sentence inside another one is marked with both rules.
    assert [piece.rules for piece in parts[3].pieces] == [(), (4,), (4, 5), (4,), ()]
    assert unquoted(rules) == ()

"""Words of reports in the audit trail."""

from collections.abc import Mapping
from typing import Final

from service.docking.reports.matrices import PROGRESS_LABELS

REPORT_KINDS: Final[Mapping[str, str]] = {
    "sent_reports": "已报送的报表",
    "handed_in": "收件登记",
    "task_states": "任务进展",
}
"""What the kinds of the audit trail are called."""
REPORT_PAGES: Final[Mapping[str, str]] = {"sent_reports": "/reports/sent/{number}"}
"""Where a record of a kind has a page of its own."""
REPORT_FIELDS: Final[Mapping[str, str]] = {
    "month": "月份",
    "received_at": "收到时间",
    "copies": "份数",
    "route": "去向",
    "is_withdrawn": "作废",
    "progress": "进展",
    "proof": "依据",
    "checked_on": "核实日期",
}
REPORT_VALUES: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("task_states", "progress"): {each.value: label for each, label in PROGRESS_LABELS.items()},
    ("handed_in", "is_withdrawn"): {"True": "是", "False": "否"},
}
"""(Kind of record, field) -> code -> word."""

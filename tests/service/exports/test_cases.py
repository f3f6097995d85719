"""Judged pairs in a file."""

from pathlib import Path

import numpy as np
import pandas as pd

from service.exports.cases import write_cases


def test_the_file_has_chinese_headings_masked_titles_and_no_formula(tmp_path: Path) -> None:
    cases = pd.DataFrame({
        "need_id": ["N1"],
        "need_title": ["=联系13800138000"],
        "achievement_id": ["A1"],
        "achievement_title": ["成果, 一"],
        "level": [4],
        "score": [0.5],
        "predicted_level": [3],
        "rank": [2],
        "gap": [-1.5],
        "need_ndcg": [np.nan],
    })

    write_cases(cases, tmp_path / "cases.csv")

    content = (tmp_path / "cases.csv").read_bytes()
    assert content[:3] == b"\xef\xbb\xbf"
    assert content[3:].decode() == (
        "需求编号,需求名称,成果编号,成果名称,判定等级,得分,预测等级,需求内名次,偏差（级）,该需求 nDCG@10\r\n"
        'N1,\'=联系138********,A1,"成果, 一",4,0.5000,3,2,-1.5000,\r\n'
    )

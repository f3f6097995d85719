"""Files from results: workbook, Word, web page, csv and json lines."""

from service.exports.files import check_output
from service.exports.writer import write_matches

__all__ = ["check_output", "write_matches"]

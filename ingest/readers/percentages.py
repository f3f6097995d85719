"""Which cells of a new workbook are shown as percentages: calamine gives 0.67 where a person sees 67%."""

import re
import zipfile
from decimal import Decimal
from typing import Final

from lxml import etree

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN: Final = frozenset({9, 10})
"""Number formats 0% and 0.00% (ECMA-376 part 1, 18.8.30)."""

CELL: Final = re.compile(rb"<c ([^>]*[^>/])>")
REFERENCE: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
STYLE: Final = re.compile(rb'\bs="(\d+)"')

Places = frozenset[tuple[int, int]]
"""(row, column) from 0."""


def percent_places(archive: zipfile.ZipFile) -> dict[str, Places]:
    """Return the cells shown as percentages, by name of the sheet; sheets without any are absent.

    A workbook whose styles cannot be understood has none: its numbers then stand as they are stored.
    """
    try:
        styles = _percent_styles(archive.read("xl/styles.xml"))
        parts = _sheet_parts(archive) if styles else {}
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return {}
    members = set(archive.namelist())
    found = {name: _places(archive.read(part), styles) for name, part in parts.items() if part in members}
    return {name: places for name, places in found.items() if places}


def percent_text(number: str) -> str:
    """Return a number in plain digits as a percentage: 0.675 is 67.5%."""
    return format((Decimal(number) * 100).normalize(), "f") + "%"


def column_number(letters: bytes) -> int:
    """Return the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _parse(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _percent_styles(content: bytes) -> frozenset[int]:
    root = _parse(content)
    codes = {int(node.get("numFmtId")): node.get("formatCode", "") for node in root.iter(f"{MAIN}numFmt")}
    wanted = BUILT_IN | {number for number, code in codes.items() if "%" in re.sub(r'"[^"]*"|\\.', "", code)}
    formats = root.find(f"{MAIN}cellXfs")
    nodes = [] if formats is None else list(formats)
    return frozenset(index for index, node in enumerate(nodes) if int(node.get("numFmtId", "0")) in wanted)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = _parse(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {node.get("Id"): str(node.get("Target")) for node in relations}
    sheets = _parse(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    # A target is relative to xl/, or absolute within the package.
    return {
        str(node.get("name")): targets[node.get(RELATION)].lstrip("/")
        if targets[node.get(RELATION)].startswith("/")
        else f"xl/{targets[node.get(RELATION)]}"
        for node in sheets
    }


def _places(content: bytes, styles: frozenset[int]) -> Places:
    places: set[tuple[int, int]] = set()
    for attributes in CELL.findall(content):
        style, reference = STYLE.search(attributes), REFERENCE.search(attributes)
        if style and reference and int(style[1]) in styles:
            places.add((int(reference[2]) - 1, column_number(reference[1]) - 1))
    return frozenset(places)

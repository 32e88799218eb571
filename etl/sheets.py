"""The bytes of a workbook → its sheets of cells, by calamine."""

import io
from typing import Any

from python_calamine import CalamineWorkbook

PROBLEM_LIST = "Lỗi cần sửa"  # the sheet that etl annotate adds; nothing is read from it


def parse(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet from A1 on; every row of a sheet is equally long.

    Raises:
        CalamineError: not a workbook; PasswordError: protected by a password.
    """
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    try:
        return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}
    finally:
        workbook.close()

"""The annual report as a workbook, made from its snapshot alone: the same snapshot gives the same bytes."""

from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import describe
from reporting.workbook.guide import guide_sheet
from reporting.workbook.money_sheets import booking_sheet, contribution_sheet, money_sheet
from reporting.workbook.register_sheets import bottleneck_sheet, deadline_sheet, lesson_sheet, reading_sheet
from reporting.workbook.result_sheets import measurement_sheet, outcome_sheet, result_sheet, target_sheet
from reporting.workbook.sheets import WorkbookSheet, written

SHEETS = (
    *(result_sheet, target_sheet, measurement_sheet, money_sheet, contribution_sheet, booking_sheet, deadline_sheet),
    *(outcome_sheet, lesson_sheet, bottleneck_sheet, reading_sheet),
)


def report_workbook(report: FrozenReport) -> bytes:
    """The report as xlsx: numbers as numbers, dates as dates, and no formula anywhere.

    Control characters that XML cannot hold are left out, and a text longer than a cell may be is shortened and says so.
    """
    return written(report_sheets(report), describe(report.snapshot))


def report_sheets(report: FrozenReport) -> list[WorkbookSheet]:
    """The sheets in order, the guide first."""
    sheets = [sheet(report.snapshot) for sheet in SHEETS]
    return [guide_sheet(report, sheets), *sheets]

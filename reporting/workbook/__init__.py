"""The report as a workbook: its figures to count with, and its lists to sort."""

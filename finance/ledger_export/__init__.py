"""The money written out for whoever checks it: workbook, CSV and JSON."""

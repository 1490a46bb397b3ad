"""Sheets: files of rows and columns that people upload and download, and the work on a large one."""

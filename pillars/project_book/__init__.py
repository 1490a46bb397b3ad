"""The list of projects as a workbook, both ways: projects, what each plans, and who carries them out."""

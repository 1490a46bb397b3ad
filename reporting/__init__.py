"""What is told to whom.

texts: what the bureau writes in the report itself
snapshot: all that a report says, frozen
content: sentences, charts and sections made from a snapshot
files: what the files of a report have in common
open_data: the figures of a report as CSV, and a copy without names
pdf: the report as tagged PDF
word: the report and its letter as Word
workbook: the report as a workbook
differences: what changed between two snapshots
building: making files in steps that people can watch
reports: one edition of the report, with its files
rounds: the yearly round of the report
dossier: all that goes with a report, in one archive
public: what everybody may see
overview: dashboard, measures and the brief of a meeting
portfolio: all deals side by side
api: what is approved, for programs of others
"""

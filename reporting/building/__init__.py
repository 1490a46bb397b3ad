"""Making the files of a report, in steps that people can watch."""

"""The common part of a report's files: the same bytes every time, and text that every format can hold."""

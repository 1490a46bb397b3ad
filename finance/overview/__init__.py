"""The pages of the position: all lines, one line, what was agreed, findings, caps and contributions."""

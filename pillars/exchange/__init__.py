"""Figures and stories in files: a template to fill in, an export, and an import that first shows what it would do."""

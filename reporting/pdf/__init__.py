"""The report as a tagged PDF for the archive (PDF/A-3a, PDF/UA-1). What it says stands in templates/reporting/pdf."""

"""What is told to whom: snapshot, charts, annual report, dashboard."""

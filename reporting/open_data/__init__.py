"""The figures of a report for machines and for the public: as CSV, and as a copy without names of people."""

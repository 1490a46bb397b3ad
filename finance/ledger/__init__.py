"""The ledger: receipts, commitments and expenditure."""

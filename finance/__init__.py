"""What it costs: agreed amounts, receipts, commitments, expenditure, position, caps."""

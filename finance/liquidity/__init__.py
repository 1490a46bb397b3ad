"""The money in hand by month: what came in and went out, and what is expected and still to be paid."""

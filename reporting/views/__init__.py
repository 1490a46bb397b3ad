"""Pages that put progress, money and agreements beside each other, and the annual report."""

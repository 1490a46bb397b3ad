"""What every topic uses and no deal is named in: dates, Dutch words, numbers, form fields, constraints."""

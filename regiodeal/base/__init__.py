"""The base of all topics, in which no deal is named: dates, Dutch words, numbers, form fields, constraints."""

"""Closing the books: periods in which nothing is booked any more, and the sample of the accountant."""

"""Forms of the money: the shape of the input, and a clear message at the field."""

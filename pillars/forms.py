"""Forms for entering progress: the shape of the input, and a clear message at the field for what cannot be used."""

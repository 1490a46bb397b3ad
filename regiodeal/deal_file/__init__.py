"""The deal file: one deal as data, read, checked, loaded and exported by the same declarations."""

"""The deal file: one deal as data. Read and checked here, loaded and exported by the same declarations."""

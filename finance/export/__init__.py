"""The ledger in files: the export of the municipality read in, and the money written out for whoever checks it."""

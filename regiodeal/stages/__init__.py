"""The stages of a deal: beginning one in the browser, signing it, correcting slips of the pen, closing and keeping."""

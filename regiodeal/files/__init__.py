"""Files: what people upload, looked at by content and for viruses, and who may see it (art. 11)."""

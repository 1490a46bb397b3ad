"""Operations: backups, checksums, metrics, forgetting people and retention (decision 24)."""

"""What pages about the covenant share."""

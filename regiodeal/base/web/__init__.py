"""What every answer to a browser has in common: headers, cookies, limits, and the address that asks."""

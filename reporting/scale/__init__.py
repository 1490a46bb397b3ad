"""Making a portal large: copies of a deal that is there, to see how the portal holds with a thousand of them."""

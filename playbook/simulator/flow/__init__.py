"""Who comes, what they look at and order, and what is counted of it."""

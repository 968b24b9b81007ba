"""How people find the shop: search, ads, content, and the systems that carry them."""

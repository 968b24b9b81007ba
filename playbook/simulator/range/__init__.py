"""What the shop sells, when, at which price, with which promotion, beside which rivals."""

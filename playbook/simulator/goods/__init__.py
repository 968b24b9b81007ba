"""What becomes of the goods: stock, parcels, refunds and what buyers say."""

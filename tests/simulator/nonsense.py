"""What an operator would call nonsense: each query counts the rows that cannot be.

Grouped by what is looked at. A query holds for an ordinary shop of any profile, without incidents.
"""

SHOP = "scope = 'shop' AND coalesce(device, region, app_version, browser) IS NULL"

ORDERS = {
    "paid before placed": "SELECT count(*) FROM orders WHERE paid_at < created_at",
    "shipped unpaid": "SELECT count(*) FROM orders WHERE shipped_at IS NOT NULL "
    "AND (paid_at IS NULL OR shipped_at < paid_at)",
    "status against its times": """SELECT count(*) FROM orders WHERE
        (status = 'unpaid' AND paid_at IS NOT NULL)
        OR (status IN ('paid', 'shipped', 'completed') AND paid_at IS NULL)
        OR (status IN ('shipped', 'completed')) <> (shipped_at IS NOT NULL) AND status <> 'closed'
        OR (status = 'closed') <> (closed_at IS NOT NULL)
        OR (status = 'closed') <> (close_reason IS NOT NULL)""",
    "negative money": """SELECT count(*) FROM orders WHERE least(list_amount, discount_amount,
        platform_discount_amount, shipping_amount, placed_amount, paid_amount,
        refunded_amount) < 0""",
    "sums that do not add up": """SELECT count(*) FROM orders WHERE list_amount - discount_amount
        - platform_discount_amount + shipping_amount <> placed_amount""",
    "refunded more than paid": "SELECT count(*) FROM orders WHERE refunded_amount > paid_amount",
    "orders without lines": "SELECT count(*) FROM orders ANTI JOIN order_lines USING (order_id)",
    "lines without orders": "SELECT count(*) FROM order_lines ANTI JOIN orders USING (order_id)",
    "quantities nobody buys": "SELECT count(*) FROM order_lines "
    "WHERE quantity NOT BETWEEN 1 AND 50",
    "sold below cost": """SELECT count(*) FROM order_lines
        WHERE paid_amount BETWEEN 0.01 AND unit_cost * quantity - 0.01""",
    "unknown products": "SELECT count(*) FROM order_lines ANTI JOIN products USING (sku)",
    "sold before listed": """SELECT count(*) FROM order_lines JOIN orders USING (order_id)
        JOIN products USING (sku) WHERE created_at < listed_at""",
    "coupons used against orders": """SELECT count(*) FROM
        (SELECT coupon_id, sum(used) AS used FROM coupon_days GROUP BY ALL)
        FULL JOIN (SELECT coupon_id, count(*) AS times FROM
            (SELECT unnest(string_split(coupons, ';')) AS coupon_id FROM orders
             WHERE paid_at IS NOT NULL) GROUP BY ALL) USING (coupon_id)
        WHERE coalesce(used, 0) <> coalesce(times, 0)""",
}

BUYERS = {
    "unknown buyers": """SELECT count(*) FROM orders ANTI JOIN customers USING (customer_id)
        WHERE customer_id IS NOT NULL""",
    "registered after the first order": """SELECT count(*) FROM customers JOIN orders
        USING (customer_id) WHERE registered_at > created_at""",
    "last login before an order": """SELECT count(*) FROM customers JOIN orders
        USING (customer_id) WHERE last_login_at < created_at""",
    "points below zero": "SELECT count(*) FROM customers WHERE points < 0",
    "impossible birthdays": "SELECT count(*) FROM customers "
    "WHERE birthday_month NOT BETWEEN 1 AND 12",
}

AFTER_SALES = {
    "refunds without orders": "SELECT count(*) FROM refunds ANTI JOIN orders USING (order_id)",
    "refunds of products not bought": """SELECT count(*) FROM refunds ANTI JOIN order_lines
        USING (order_id, sku) WHERE sku IS NOT NULL""",
    "refunds before payment": """SELECT count(*) FROM refunds JOIN orders USING (order_id)
        WHERE paid_at IS NULL OR requested_at < paid_at""",
    "refund times out of order": """SELECT count(*) FROM refunds WHERE closed_at < requested_at
        OR received_back_at < requested_at""",
    "refund amounts that cannot be": """SELECT count(*) FROM refunds WHERE amount < 0
        OR units < 0 OR resalable_units > units""",
    "refunds told twice differently": """SELECT count(*) FROM orders LEFT JOIN
        (SELECT order_id, sum(amount) AS back FROM refunds WHERE status = 'completed' GROUP BY ALL)
        USING (order_id) WHERE coalesce(back, 0) <> coalesce(refunded_amount, 0)""",
    "reviews before delivery": """SELECT count(*) FROM reviews JOIN shipments USING (order_id)
        WHERE delivered_at IS NULL OR reviews.created_at < delivered_at""",
    "reviews of products not bought": """SELECT count(*) FROM reviews ANTI JOIN order_lines
        USING (order_id, sku) WHERE order_id IS NOT NULL""",
    "stars outside 1 to 5": "SELECT count(*) FROM reviews WHERE stars NOT BETWEEN 1 AND 5 "
    "OR (stars IS NULL) <> is_follow_up",
    "answers before reviews": "SELECT count(*) FROM reviews WHERE replied_at < created_at",
    "chats out of order": """SELECT count(*) FROM (SELECT sent_at < lag(sent_at)
        OVER (PARTITION BY chat_id ORDER BY line_no) AS back FROM chat_messages) WHERE back""",
    "words about an order not yet placed": """SELECT count(*) FROM chat_messages
        JOIN orders USING (order_id) WHERE sent_at < created_at""",
    "cases about an order not yet placed": """SELECT count(*) FROM tickets
        JOIN orders USING (order_id) WHERE opened_at < created_at""",
    "silent lines": "SELECT count(*) FROM chat_messages WHERE coalesce(trim(text), '') = ''",
    "case times out of order": """SELECT count(*) FROM tickets WHERE first_reply_at < opened_at
        OR resolved_at < first_reply_at OR due_at < opened_at""",
    "people who work day and night": """SELECT count(*) FROM (SELECT date_diff('hour',
        min(sent_at), max(sent_at)) AS hours FROM chat_messages WHERE sender = 'agent'
        AND agent IN (SELECT agent FROM chat_messages WHERE sender = 'agent' AND agent IS NOT NULL
            GROUP BY ALL HAVING (SELECT count(DISTINCT agent) FROM chat_messages) > 1)
        GROUP BY agent, sent_at::DATE) WHERE hours > 14""",
}

GOODS = {
    "parcels without orders": "SELECT count(*) FROM shipments ANTI JOIN orders USING (order_id)",
    "parcel times out of order": """SELECT count(*) FROM shipments WHERE picked_up_at < shipped_at
        OR delivered_at < picked_up_at""",
    "parcels delivered without a time": "SELECT count(*) FROM shipments "
    "WHERE (status = 'delivered') <> (delivered_at IS NOT NULL)",
    "negative stock": """SELECT count(*) FROM inventory WHERE least(on_hand, reserved, in_transit,
        received_units, damaged_units, aged_units, safety_stock) < 0""",
    "stock that does not add up": "SELECT count(*) FROM inventory "
    "WHERE available <> on_hand - reserved - damaged_units",
    "goods received twice or never": """SELECT count(*) FROM
        (SELECT sku, sum(received_units) AS seen FROM inventory GROUP BY ALL)
        FULL JOIN (SELECT sku, sum(received_quantity) AS told FROM purchase_orders GROUP BY ALL)
        USING (sku) WHERE coalesce(seen, 0) <> coalesce(told, 0)""",
    "received before ordered": "SELECT count(*) FROM purchase_orders "
    "WHERE received_at < ordered_at OR promised_at < ordered_at",
    "received more than ordered": "SELECT count(*) FROM purchase_orders "
    "WHERE received_quantity > quantity OR accepted_quantity > received_quantity",
    "prices that cannot be": "SELECT count(*) FROM products "
    "WHERE price > list_price OR price <= cost OR cost <= 0",
    "products without a known cost": """SELECT count(*) FROM (SELECT DISTINCT sku FROM order_lines)
        ANTI JOIN (SELECT sku FROM costs WHERE goods > 0) USING (sku)""",
}

TRAFFIC = {
    "more visitors than views": """SELECT count(*) FROM traffic WHERE uv > pv OR new_uv > uv
        OR new_buyers > buyers OR bounces > sessions
        OR (buyers > uv AND grain <> 'hour')  -- who comes at 0:59 may pay at 1:02""",
    "more visitors than all channels bring": f"""SELECT count(*) FROM (SELECT
        max(uv) FILTER ({SHOP}) AS shop, sum(uv) FILTER (scope = 'channel') AS channels
        FROM traffic WHERE grain = 'day' GROUP BY date) WHERE shop > channels""",
    "visitors who come once a month only": f"""SELECT count(*) FROM (SELECT
        max(uv) FILTER (grain = 'month') AS month, sum(uv) FILTER (grain = 'day') AS days
        FROM traffic WHERE {SHOP} GROUP BY date_trunc('month', date)) WHERE month >= days""",
    "platform sales that are not the orders'": f"""SELECT count(*) FROM (SELECT date,
        paid_amount AS told FROM traffic WHERE grain = 'day' AND {SHOP}) FULL JOIN
        (SELECT paid_at::DATE AS date, sum(paid_amount) AS paid FROM orders
         WHERE paid_at IS NOT NULL GROUP BY ALL) USING (date)
        WHERE coalesce(told, 0) <> coalesce(paid, 0)""",
    "units by product that are not the lines'": """SELECT count(*) FROM
        (SELECT date, sum(units) AS told FROM product_days GROUP BY ALL) FULL JOIN
        (SELECT paid_at::DATE AS date, sum(quantity) AS sold FROM order_lines
         JOIN orders USING (order_id) WHERE paid_at IS NOT NULL GROUP BY ALL) USING (date)
        WHERE coalesce(told, 0) <> coalesce(sold, 0)""",
    "more clicks than showings": "SELECT count(*) FROM ads WHERE clicks > impressions "
    "OR invalid_clicks > clicks OR buyers > orders OR new_buyers > buyers",
    "spend without clicks": "SELECT count(*) FROM ads WHERE spend > 0 AND clicks = 0",
    "hours that are not the day": """SELECT count(*) FROM (SELECT
        sum(spend) FILTER (hour IS NULL) AS day, sum(spend) FILTER (hour IS NOT NULL) AS hours
        FROM ads GROUP BY date, campaign_id) WHERE day <> hours""",
    "content seen before it was published": """SELECT count(*) FROM content_days
        JOIN content USING (content_id) WHERE date < published_at::DATE""",
    "searches that found more nothing than all": "SELECT count(*) FROM search_terms "
    "WHERE zero_result_searches > searches OR own_buyers > own_clicks",
}

BOOKS = {
    "bills without orders": """SELECT count(*) FROM settlements ANTI JOIN orders USING (order_id)
        WHERE order_id IS NOT NULL""",
    "bills with the wrong sign": "SELECT count(*) FROM settlements WHERE "
    "(kind = 'sale' AND amount < 0) OR (kind IN ('refund', 'platform_fee') AND amount > 0)",
    "settled before paid": """SELECT count(*) FROM settlements JOIN orders USING (order_id)
        WHERE settled_at < paid_at""",
    "sold once, settled twice": """SELECT count(*) FROM (SELECT order_id FROM settlements
        WHERE kind = 'sale' GROUP BY ALL HAVING count(*) > 1)""",
    "targets of nothing": "SELECT count(*) FROM targets WHERE coalesce(target, 0) <= 0",
    "health beyond all": "SELECT count(*) FROM system_health WHERE good_minutes > minutes "
    "OR failed_calls > calls OR p95_ms < p50_ms",
    "tasks done before begun": "SELECT count(*) FROM tasks WHERE done_at < started_at "
    "OR started_at < created_at OR (status = 'done') <> (done_at IS NOT NULL)",
}

ALL = ORDERS | BUYERS | AFTER_SALES | GOODS | TRAFFIC | BOOKS

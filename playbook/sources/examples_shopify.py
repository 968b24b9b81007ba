"""What do Shopify's order and product exports look like, for an invented shop?

The unit is one line item or one variant, with the quirks of the real files: order fields on the
first row only, blank SKU for gift wrap, picture rows without a variant, blank cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from playbook.sources.examples_sales import ITEMS, LAST_DAY, Sale, money, names_in, text_of

ORDER_HEADER = names_in("""
Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency
Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at
Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku
Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Phone
Shipping Name,Shipping Address1,Shipping City,Shipping Province,Shipping Country,Notes
Cancelled at,Payment Method,Refunded Amount,Vendor,Outstanding Balance,Location,Id,Tags,Source
Lineitem discount,Shipping Province Name
""")
STATES = ("NY", "NJ", "PA", "MA", "CT", "VA", "OH", "FL")
NAMES = (
    *("New York", "New Jersey", "Pennsylvania", "Massachusetts"),
    *("Connecticut", "Virginia", "Ohio", "Florida"),
)
FINANCIAL = {
    "paid": "paid",
    "unpaid": "pending",
    "cancelled": "refunded",
    "part": "partially_refunded",
    "refunded": "refunded",
}
PRODUCT_HEADER = names_in("""
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value
Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price
Variant Barcode,Image Src,Image Position,Variant Weight Unit,Cost per item,Status
""")
ZONE = " -0400"


def shopify_examples(sales: Sequence[Sale]) -> Mapping[str, bytes]:
    """Make both files, by name."""
    stamp = LAST_DAY.isoformat()
    rows = [row for sale in sales for row in _order_rows(sale)]
    return {
        f"shopify_orders_export_{stamp}.csv": text_of(ORDER_HEADER, rows).encode(),
        f"shopify_products_export_{stamp}.csv": text_of(PRODUCT_HEADER, _product_rows()).encode(),
    }


def _order_rows(sale: Sale) -> Iterator[dict[str, str]]:
    name, email = f"#{sale.number}", f"buyer{sale.buyer:03d}@example.com"
    for place, (item, quantity) in enumerate(sale.lines):
        order = _order_fields(sale) if place == 0 else {}
        yield {
            "Name": name,
            "Email": email,
            **order,
            "Created at": f"{sale.placed}{ZONE}",
            "Lineitem quantity": str(quantity),
            "Lineitem name": item.title,
            "Lineitem price": money(item.price),
            "Lineitem sku": item.sku,
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "pending" if sale.paid is None else "fulfilled",
            "Vendor": "Larkspur Homeware",
            "Lineitem discount": "0.00",
        }


def _order_fields(sale: Sale) -> dict[str, str]:
    taxes = sale.subtotal * 8 // 100
    total = sale.subtotal + sale.shipping + taxes
    refunds = {"cancelled": total, "refunded": total, "part": sale.lines[0][0].price // 2}
    shipped = sale.fate in ("paid", "part", "refunded")
    return {
        "Financial Status": FINANCIAL[sale.fate],
        "Paid at": f"{sale.paid}{ZONE}" if sale.paid else "",
        "Fulfillment Status": "fulfilled" if shipped else "unfulfilled",
        "Fulfilled at": f"{sale.paid}{ZONE}" if shipped and sale.paid else "",
        "Accepts Marketing": "yes" if sale.buyer % 3 else "no",
        "Currency": "USD",
        "Subtotal": money(sale.subtotal),
        "Shipping": money(sale.shipping),
        "Taxes": money(taxes),
        "Total": money(total),
        "Discount Code": "MAY10" if sale.discount else "",
        "Discount Amount": money(sale.discount),
        "Shipping Method": "Standard",
        "Billing Name": f"Example Buyer {sale.buyer}",
        "Billing Phone": "+1 555 0100",
        "Shipping Name": f"Example Buyer {sale.buyer}",
        "Shipping Address1": "1 Sample Street",
        "Shipping City": "Sampleton",
        "Shipping Province": STATES[sale.province],
        "Shipping Country": "US",
        "Cancelled at": f"{sale.placed.replace(hour=23)}{ZONE}" if sale.fate == "cancelled" else "",
        "Payment Method": "Shopify Payments" if sale.number % 4 else "PayPal Express Checkout",
        "Refunded Amount": money(refunds.get(sale.fate, 0)),
        "Outstanding Balance": money(total if sale.paid is None else 0),
        "Id": str(5_600_000_000_000 + sale.number),
        "Source": "pos" if sale.number % 9 == 0 else "web",
        "Shipping Province Name": NAMES[sale.province],
    }


def _product_rows() -> Iterator[dict[str, str]]:
    for place, item in enumerate(ITEMS):
        handle = item.title.lower().replace(" ", "-")
        yield {
            "Handle": handle,
            "Title": item.title,
            "Body (HTML)": f"<p>{item.title}, invented for practice.</p>",
            "Vendor": "Larkspur Homeware",
            "Type": item.kind,
            "Tags": item.kind.lower(),
            "Published": "true",
            "Option1 Name": "Title",
            "Option1 Value": "Default Title",
            "Variant SKU": item.sku,
            "Variant Grams": str(200 + 50 * place),
            "Variant Inventory Qty": str(item.stock),
            "Variant Price": money(item.price),
            "Variant Weight Unit": "g",
            "Image Src": f"https://example.com/{handle}-1.jpg",
            "Image Position": "1",
            "Cost per item": "" if item.cost is None else money(item.cost),
            "Status": "active",
        }
        if place % 4 == 0:
            yield {
                "Handle": handle,
                "Image Src": f"https://example.com/{handle}-2.jpg",
                "Image Position": "2",
            }

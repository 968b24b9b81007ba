"""Shopify's product export in both generations."""

from pathlib import Path

from playbook.sources import import_file
from playbook.sources.examples_sales import names_in
from tests.sources.shop import D, balanced, reasons, shop, values, write

CLASSIC = names_in("""
Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU
Variant Inventory Qty,Variant Price,Image Src,Cost per item,Status
""")
CURRENT = names_in("""
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status
SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Cost per item,Inventory quantity
Weight value (grams)
""")


def test_fields_of_a_product_stand_on_its_first_row_only(tmp_path: Path) -> None:
    first = {
        "Handle": "mug", "Title": "Mug", "Type": "Kitchen", "Option1 Value": "Blue",
        "Variant SKU": "M-B", "Variant Price": "18.00", "Cost per item": "6.20",
        "Variant Inventory Qty": "7", "Status": "active", "Published": "true",
    }  # fmt: skip
    second = {"Handle": "mug", "Option1 Value": "Red", "Variant SKU": "M-R",
              "Variant Price": "19.00", "Variant Inventory Qty": "-2"}  # fmt: skip
    picture = {"Handle": "mug", "Image Src": "https://example.com/2.jpg"}
    path = write(tmp_path / "products_2024-05-31.csv", CLASSIC, [first, second, picture])
    result = import_file(shop(tmp_path), path)
    assert balanced(result.record)
    assert result.record is not None
    assert result.record["non_data"] == {"picture rows": 1}
    found = "SELECT sku, title, variant, category, price, cost, status FROM products ORDER BY sku"
    assert values(result.store, found) == [
        ("M-B", "Mug", "Blue", "Kitchen", D("18.00"), D("6.20"), "on_shelf"),
        ("M-R", "Mug", "Red", "Kitchen", D("19.00"), None, "on_shelf"),
    ]
    stock = "SELECT date::VARCHAR, sku, available FROM inventory ORDER BY sku"
    assert values(result.store, stock) == [("2024-05-31", "M-B", 7), ("2024-05-31", "M-R", -2)]


def test_the_current_column_names_are_the_same_source(tmp_path: Path) -> None:
    row = {
        "Title": "Lamp", "URL handle": "lamp", "Type": "Light", "Status": "Draft", "SKU": "L-1",
        "Price": "89.00", "Compare-at price": "99.00", "Weight value (grams)": "350.5",
        "Option1 value": "Default Title", "Published on online store": "FALSE",
    }  # fmt: skip
    nameless = {"Title": "Bag", "URL handle": "bag", "Price": "1.00"}
    result = import_file(shop(tmp_path), write(tmp_path / "p.csv", CURRENT, [row, nameless]))
    assert result.source == "shopify_products"
    found = "SELECT sku, variant, list_price, weight_g, status FROM products"
    assert values(result.store, found) == [("L-1", None, D("99.00"), 350.5, "draft")]
    assert reasons(result.store) == ["value is missing"]
    assert "file's own date counts" in result.message

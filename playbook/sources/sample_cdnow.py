"""How does the CDNOW data set become a shop?

The unit is one line of the file, which is one purchase: buyer, day, number of CDs, dollars. 255
lines repeat another line exactly. They are purchases all the same, as the published totals count
them, so the line number is the order number and nothing is taken for a repeat.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from playbook.i18n import _
from playbook.store import ImportRecord, Writer
from playbook.store.sql import literal

AS_OF = dt.datetime(1998, 7, 1)

PURCHASES = """
CREATE TABLE cdnow AS
WITH numbered AS (
  SELECT row_number() OVER () AS _row, regexp_split_to_array(trim(line), '\\s+') AS part
  FROM read_csv({path}, columns = {{'line': 'VARCHAR'}}, delim = '\\0', header = false,
    quote = '', escape = '', parallel = false)
)
SELECT _row, part[1] AS customer_id, strptime(part[2], '%Y%m%d') AS day,
  part[3]::BIGINT AS quantity, part[4]::DECIMAL(18,2) AS paid
FROM numbered WHERE _row > 1
"""

ORDERS = """
SELECT _row::VARCHAR AS order_id, customer_id, 'completed' AS status, day AS created_at,
  day AS paid_at, day AS completed_at, 'USD' AS currency, quantity AS units,
  paid AS placed_amount, paid AS paid_amount, 'CDNOW_master.txt' AS _file, _row
FROM cdnow
"""

ORDER_LINES = """
SELECT _row::VARCHAR AS order_id, 1 AS line_no, 'CD' AS sku, 'CD' AS title, quantity,
  paid AS placed_amount, paid AS paid_amount, 'CDNOW_master.txt' AS _file, _row
FROM cdnow
"""


def write_cdnow(writer: Writer, paths: list[Path], sha256: str) -> ImportRecord:
    """Put the purchases into a Store and account for their lines.

    Parameters
    ----------
    writer : Writer
        A running import.
    paths : list of Path
        The one text file.
    sha256 : str
        Hash of the file.

    Returns
    -------
    ImportRecord
    """
    run = writer.connection
    # The line number is the order number, so the lines must stay in file order.
    run.execute("SET preserve_insertion_order = true")
    run.execute(PURCHASES.format(path=literal(paths[0].as_posix())))
    run.execute("SET preserve_insertion_order = false")
    writer.put("orders", ORDERS, as_of=AS_OF)
    writer.put("order_lines", ORDER_LINES, as_of=AS_OF)
    (read,) = run.execute("SELECT count(*) FROM cdnow").fetchone() or (0,)
    note = _("The file has days but no hours, and no products: each purchase is one line of CDs.")
    return ImportRecord(paths[0].name, sha256, "cdnow", AS_OF, int(read), notes=(note,))

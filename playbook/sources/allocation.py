"""How is an amount of an order spread over its lines so that the parts add up to the cent?

The unit is one line. Each line gets its share by weight, rounded down to the cent; the cents that
are left go to the lines with the largest remainders, the earlier line first. Nothing is spread
where the total or a weight is unknown, and nothing negative.
"""

from __future__ import annotations


def allocate_sql(relation: str, *, total: str, weight: str, within: str, order: str) -> str:
    """Write a query that adds the column ``share`` to a relation.

    Parameters
    ----------
    relation : str
        SQL of the lines.
    total : str
        SQL of the amount to spread, DECIMAL(18,2), equal on all lines of a parent.
    weight : str
        SQL of a line's weight, DECIMAL(18,2), not negative. Equal parts if all are zero.
    within, order : str
        SQL of the parent, and of the lines' order in it.

    Returns
    -------
    str
        A query over the relation's columns and ``share`` DECIMAL(18,2).

    Examples
    --------
    >>> import duckdb
    >>> lines = "(VALUES (1, 10.00, 3.33), (2, 10.00, 3.33), (3, 10.00, 3.34)) AS t(n, total, w)"
    >>> query = allocate_sql(
    ...     lines, total="10.01::DECIMAL(18,2)", weight="w::DECIMAL(18,2)", within="1", order="n"
    ... )
    >>> [
    ...     str(row[-1])
    ...     for row in duckdb.connect().execute(f"SELECT * FROM ({query}) ORDER BY n").fetchall()
    ... ]
    ['3.33', '3.33', '3.35']
    """
    window = "OVER (PARTITION BY _w)"
    cents = "(100 * ({}))::HUGEINT"
    return (
        f"SELECT * EXCLUDE (_w, _n, _t, _u, _all, _many, _base, _left, _rank),"
        f" CASE WHEN _many > 0 THEN NULL ELSE ((_base + (_rank <= _left)::INT)"
        f"::DECIMAL(18,0) * 0.01)::DECIMAL(18,2) END AS share"
        f" FROM (SELECT *, _t - sum(_base) {window} AS _left,"
        f"  row_number() OVER (PARTITION BY _w ORDER BY (_t * _u) % _all DESC, _n) AS _rank"
        f"  FROM (SELECT *, _t * _u // _all AS _base"
        f"   FROM (SELECT * REPLACE (CASE WHEN _all > 0 THEN _u ELSE 1 END AS _u,"
        f"     CASE WHEN _all > 0 THEN _all ELSE count(*) {window} END AS _all)"
        f"    FROM (SELECT *, sum(_u) {window} AS _all,"
        f"      count(*) FILTER (_u IS NULL OR _t IS NULL OR _u < 0 OR _t < 0) {window} AS _many"
        f"     FROM (SELECT *, {within} AS _w, {order} AS _n, {cents.format(total)} AS _t,"
        f"       {cents.format(weight)} AS _u FROM {relation})))))"
    )

"""Which HTML from a notebook may stand in a page that is mailed around?

The unit is one fragment: a rendered markdown cell or one output. An allow-list keeps headings,
text, full tables, folds, figures and embedded pictures with their ids, classes and aria labels.
Script, style, forms, frames, event handlers and everything that would load from somewhere else
are dropped. SVG is not markup here: it may come only as a picture.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

# fmt: off
TAGS = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "meter", "nav",
    "ol", "p", "pre", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
})
# fmt: on
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "role", "hidden"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "meter": {"min", "max", "low", "high", "optimum", "value"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers", "tabindex"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "div": {"tabindex"},
}
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/svg+xml;base64,")


def clean(html: str) -> str:
    """Return the fragment with everything dropped that is not on the allow-list.

    Parameters
    ----------
    html : str

    Returns
    -------
    str

    Examples
    --------
    >>> clean('<h2 id="a">Sales</h2><script>alert(1)</script><img src=x onerror=alert(1)>')
    '<h2 id="a">Sales</h2><img>'
    """
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object"},
        generic_attribute_prefixes={"aria-", "data-label"},
        # data: is allowed for pictures only, by the filter below.
        url_schemes={"http", "https", "mailto", "data"},
        attribute_filter=_attribute,
        strip_comments=True,
        link_rel="noopener noreferrer",
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value, or drop the attribute."""
    if name == "src":
        return value if value.startswith(_PICTURES) else None
    if name == "href":
        return None if value.lstrip().lower().startswith("data:") else value
    if name == "tabindex":
        return value if value == "0" else None
    return value

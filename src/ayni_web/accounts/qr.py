"""A picture of an address that a telephone reads: squares in an SVG without a style of its own."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M


def qr_svg(text: str, label: str) -> SafeString:
    """Squares of a text, with what is said to who does not see it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect class="light" width="{0}" height="{0}"/><path class="dark" d="{2}"/></svg>',
        len(rows), label, path,
    )  # fmt: skip

"""A PDF writer for tests: text, ruled lines, filled boxes and grey pictures where they are put.

Places are points from the upper left corner of an A4 page. Fonts are the standard Helvetica
("F1") and Helvetica-Bold ("F2").
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TypeAlias

import pypdfium2 as pdfium
from PIL import Image

WIDTH, HEIGHT = 595, 842

Colour: TypeAlias = tuple[float, float, float]


@dataclass
class Page:
    """What to draw on a page."""

    ops: list[str] = field(default_factory=list)
    pictures: list[Image.Image] = field(default_factory=list)
    rotate: int = 0
    size: tuple[int, int] = (WIDTH, HEIGHT)

    def text(
        self, x: float, y: float, text: str, size: float = 10, font: str = "F1", **more: float
    ) -> Page:
        """Text from x with its baseline at y; `word_space` and `up` (degrees) are optional."""
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        turn = {0: "1 0 0 1", 90: "0 1 -1 0"}[int(more.get("up", 0))]
        self.ops.append(
            f"BT /{font} {size} Tf {more.get('word_space', 0)} Tw "
            f"{turn} {x} {self.size[1] - y} Tm ({safe}) Tj ET"
        )
        return self

    def right(self, x: float, y: float, text: str, size: float = 10, font: str = "F1") -> Page:
        """Text that ends at x."""
        return self.text(x - width(text, size), y, text, size, font)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """A ruled line of half a point."""
        self.ops.append(f"0.5 w {x0} {self.size[1] - y0} m {x1} {self.size[1] - y1} l S")
        return self

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: tuple[float, float, float] = (0.2, 0.4, 0.6),
    ) -> Page:
        """A filled box."""
        red, green, blue = colour
        self.ops.append(
            f"{red} {green} {blue} rg {x0} {self.size[1] - y1} {x1 - x0} {y1 - y0} re f 0 0 0 rg"
        )
        return self

    def picture(self, image: Image.Image, x0: float, y0: float, x1: float, y1: float) -> Page:
        """A picture, as grey."""
        self.pictures.append(image.convert("L"))
        name = f"Im{len(self.pictures)}"
        self.ops.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.size[1] - y1} cm /{name} Do Q")
        return self


def build(*pages: Page, encrypted: bool = False) -> bytes:
    """The bytes of a PDF with the pages."""
    objects: list[bytes] = [b"", b""]  # catalogue and page tree, filled in below

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(head: str, data: bytes) -> int:
        packed = zlib.compress(data)
        body = f"<< {head} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
        return add(body + packed + b"\nendstream")

    fonts = "".join(
        f"/{name} {add(_font(base))} 0 R " for name, base in (("F1", ""), ("F2", "-Bold"))
    )
    kids = []
    for page in pages:
        content = stream("", "\n".join(page.ops).encode("cp1252"))
        pictures = "".join(
            f"/Im{at} {stream(_image_head(image), image.tobytes())} 0 R "
            for at, image in enumerate(page.pictures, 1)
        )
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] "
                f"/Rotate {page.rotate} /Contents {content} 0 R "
                f"/Resources << /Font << {fonts}>> /XObject << {pictures}>> >> >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    trailer = ""
    if encrypted:
        # Keys that no password fits; nothing needs to be enciphered for a reader to stop there.
        lock = add(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <"
            + b"41" * 32
            + b"> /U <"
            + b"42" * 32
            + b"> >>"
        )
        trailer = f"/Encrypt {lock} 0 R /ID [<00><00>] "
    return _write(objects, trailer)


def _font(style: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{style} /Encoding /WinAnsiEncoding >>"
    ).encode()


def _image_head(image: Image.Image) -> str:
    return (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8"
    )


def _write(objects: list[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\n".encode()
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


# Widths of Helvetica in thousandths of an em: what the tests set flush right.
_WIDTHS = {" ": 278, ",": 278, ".": 278, "-": 333, "%": 889, "(": 333, ")": 333}


def width(text: str, size: float) -> float:
    """The width of figures in points; digits are as wide in both fonts."""
    return sum(_WIDTHS.get(char, 556) for char in text) * size / 1000


def drawn(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    pdf = pdfium.PdfDocument(data)
    try:
        return [
            pdf[at].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            for at in range(len(pdf))
        ]
    finally:
        pdf.close()

"""A blank PDF whose fields can be typed in: each link that `form.typ` leaves becomes a field at the same place, and a
form field among the tags."""

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from lms.documents.rendering import pdf
from lms.documents.rendering.blocks import Entry, Grid, Shape, Sheet

MARK = "field:"
MULTILINE, COMBO = 1 << 12, 1 << 17  # field flags: ISO 32000-1, tables 228 and 230
PRINTED = 4  # annotation flag: table 165
LOOKS = "/Helv 9 Tf 0 g"
TICKED = "q 1.2 w 2 2 m {0:.2f} {1:.2f} l 2 {1:.2f} m {0:.2f} 2 l S Q"


def written(sheet: Sheet) -> bytes:
    """The form. Raises Refused as `pdf.written` does."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf.written(sheet, fillable=True))))
    asked = dict(_asked(sheet))
    fields = ArrayObject()
    for page in writer.pages:
        for reference in page.get("/Annots", ArrayObject()):
            link = reference.get_object()
            address = str(link.get("/A", {}).get("/URI", ""))
            if address.startswith(MARK):
                _become(link, address.removeprefix(MARK), asked, writer)
                fields.append(reference)
    _retag(writer)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): fields,
            NameObject("/NeedAppearances"): BooleanObject(True),
            NameObject("/DA"): TextStringObject(LOOKS),
            NameObject("/DR"): DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/Helv"): writer._add_object(_helvetica())})}
            ),
        }
    )
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _asked(sheet: Sheet) -> Any:
    """What each field is: its tooltip, whether it has several lines, what can be chosen."""
    for part in sheet.parts:
        for block in part.blocks:
            if isinstance(block, Entry):
                yield block.at, (block.label, block.shape is Shape.AREA, ())
                for number, option in enumerate(block.options):
                    yield f"{block.at}#{number}", (f"{block.label}: {option.text}", False, None)
            elif isinstance(block, Grid):
                for row, cells in enumerate(block.rows, start=1):
                    for head, cell in zip(block.heads, cells, strict=True):
                        yield cell.at, (f"{block.label}, row {row}: {head}", False, cell.options)


def _become(link: DictionaryObject, at: str, asked: dict[str, Any], writer: PdfWriter) -> None:
    label, is_long, options = asked[at]
    for key in ("/A", "/Border", "/F"):
        link.pop(key, None)
    link[NameObject("/Subtype")] = NameObject("/Widget")
    link[NameObject("/F")] = NumberObject(PRINTED)
    link[NameObject("/T")] = TextStringObject(at.replace(".", "-"))  # a full stop would name a parent (12.7.3.2)
    link[NameObject("/TU")] = TextStringObject(label)
    link[NameObject("/Contents")] = TextStringObject(label)
    if options is None:
        _tick(link, writer)
        return
    link[NameObject("/FT")] = NameObject("/Ch" if options else "/Tx")
    link[NameObject("/Ff")] = NumberObject(COMBO if options else MULTILINE * is_long)
    link[NameObject("/DA")] = TextStringObject(LOOKS)
    link[NameObject("/V")] = TextStringObject("")
    if options:
        link[NameObject("/Opt")] = ArrayObject(map(TextStringObject, ("", *options)))


def _tick(link: DictionaryObject, writer: PdfWriter) -> None:
    left, low, right, high = map(float, link["/Rect"])
    size = right - left, high - low
    looks = {"/Off": "", "/Yes": TICKED.format(size[0] - 2, size[1] - 2)}
    drawn = DictionaryObject({NameObject(name): writer._add_object(_drawing(ops, size)) for name, ops in looks.items()})
    link[NameObject("/FT")] = NameObject("/Btn")
    link[NameObject("/V")] = link[NameObject("/AS")] = NameObject("/Off")
    link[NameObject("/AP")] = DictionaryObject({NameObject("/N"): drawn})


def _drawing(operators: str, size: tuple[float, float]) -> DecodedStreamObject:
    drawing = DecodedStreamObject()
    drawing.set_data(operators.encode())
    drawing[NameObject("/Type")] = NameObject("/XObject")
    drawing[NameObject("/Subtype")] = NameObject("/Form")
    drawing[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, *size)))
    return drawing


def _helvetica() -> DictionaryObject:
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def _retag(writer: PdfWriter) -> None:
    """Every link of a blank is a field now: so it says among the tags, too."""
    for held in writer._objects:
        if isinstance(held, DictionaryObject) and held.get("/S") == "/Link":
            held[NameObject("/S")] = NameObject("/Form")

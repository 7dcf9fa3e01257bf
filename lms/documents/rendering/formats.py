"""The files that a sheet becomes."""

from datetime import datetime
from enum import StrEnum

from lms.documents.rendering import pdf, plain
from lms.documents.rendering.blocks import Sheet


class Format(StrEnum):
    """As addresses name it."""

    PDF = "pdf"
    FORM = "form"
    """A PDF to fill in; of a blank one only."""
    WORD = "word"
    TEXT = "text"


MIMETYPES = {
    Format.PDF: "application/pdf",
    Format.FORM: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.TEXT: "text/plain; charset=utf-8",
}
ENDINGS = {Format.PDF: ".pdf", Format.FORM: "-to-fill-in.pdf", Format.WORD: ".docx", Format.TEXT: ".txt"}


def made(sheet: Sheet, wanted: Format, now: datetime) -> bytes:
    """The file. Raises Refused where the sheet is too long for it."""
    match wanted:
        case Format.PDF:
            return pdf.written(sheet)
        case Format.TEXT:
            return plain.written(sheet).encode()
        case Format.FORM:
            from lms.documents.rendering import fillable  # here, as pypdf takes memory in each process from then on

            return fillable.written(sheet)
        case Format.WORD:
            from lms.documents.rendering import word  # here, as python-docx does, too

            return word.written(sheet, now)

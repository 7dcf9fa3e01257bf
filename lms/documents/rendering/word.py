"""A sheet as a Word file (ISO/IEC 29500): headings, tables whose heads repeat, page numbers; blank ones with content
controls to fill in."""

import io
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from lms.core.errors import Refused
from lms.documents.rendering.blocks import NOT_ANSWERED, Block, Cell, Entry, Fact, Grid, Shape, Sheet, is_rtl

SIZE_MOST = 2_000_000
"""Of a sheet (`Sheet.size`)."""
TOO_LONG = "This document is too long for a Word file. Take it along as plain text, which has no limit."
TITLE_MOST = 255  # characters of a core property
QUIET = RGBColor(0x55, 0x55, 0x55)
CHECKED, UNCHECKED = "☒", "☐"
ROOM = "Click to write"
CHECKBOX = "http://schemas.microsoft.com/office/word/2010/wordml"


def written(sheet: Sheet, now: datetime) -> bytes:
    """The file; `now` is aware. Raises Refused where it is too long."""
    if sheet.size > SIZE_MOST:
        raise Refused(TOO_LONG)
    document = docx.Document()
    _begin(document, sheet, now)
    document.add_heading(sheet.title, 0)
    _say(document.add_paragraph(), sheet.header, bold=True)
    for fact in sheet.facts:
        _beside(document, fact)
    for part in sheet.parts:
        if part.title:
            document.add_heading(part.title, 1)
        for block in part.blocks:
            _block(document, block, sheet.is_blank)
    for signature in sheet.signatures:
        document.add_paragraph()
        _beside(document, Fact(signature.label, signature.text or "_" * 40))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _begin(document: Document, sheet: Sheet, now: datetime) -> None:
    about = document.core_properties
    about.title, about.author, about.language = sheet.title[:TITLE_MOST], sheet.author[:TITLE_MOST], "en"
    about.comments, about.created, about.modified = sheet.header[:TITLE_MOST], now, now
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    document.styles["Normal"].font.size = Pt(10.5)
    header = section.header.paragraphs[0]
    _say(header, f"{sheet.title} · {sheet.header}", quiet=True)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("Page ")
    _number(footer, "PAGE")
    footer.add_run(" of ")
    _number(footer, "NUMPAGES")


def _block(document: Document, block: Block, is_blank: bool) -> None:
    if isinstance(block, Grid):
        _grid(document, block, is_blank)
        return
    label = document.add_paragraph()
    label.paragraph_format.keep_with_next = block.shape is not Shape.SAID
    label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(6), Pt(1)
    _say(label, block.label, bold=True)
    if block.hint:
        label.add_run().add_break()
        _say(label, block.hint, quiet=True)
    if block.options:
        _options(document, block, is_blank)
    elif block.shape is Shape.SAID:
        _say(document.add_paragraph(), block.text)
    elif is_blank:
        _control(document.add_paragraph(), block.at, block.label)
    else:
        _say(document.add_paragraph(), block.text or NOT_ANSWERED, quiet=not block.text)


def _options(document: Document, entry: Entry, is_blank: bool) -> None:
    for number, option in enumerate(entry.options):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
        if is_blank:
            _tick(line, f"{entry.at}#{number}", f"{entry.label}: {option.text}")
        else:
            line.add_run(CHECKED if option.is_chosen else UNCHECKED)
        _say(line, f" {option.text}")


def _grid(document: Document, grid: Grid, is_blank: bool) -> None:
    label = document.add_paragraph()
    label.paragraph_format.keep_with_next = True
    _say(label, grid.label, bold=True)
    if grid.hint:
        label.add_run().add_break()
        _say(label, grid.hint, quiet=True)
    table = document.add_table(1, len(grid.heads), "Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _row(table.rows[0], [Cell("", head) for head in grid.heads], ())
    for row in grid.rows:
        _row(table.add_row(), row, grid.heads if is_blank else ())
    document.add_paragraph()


def _row(row: _Row, cells: tuple[Cell, ...] | list[Cell], asked: tuple[str, ...]) -> None:
    """Not parted by the end of a page. `asked`: the heads of a blank row, whose empty cells are filled in."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for number, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
        line = _first(place)
        if asked and not cell.text:
            _control(line, cell.at, asked[number], cell.options)
        else:
            _say(line, cell.text or "–", bold=not cell.at)


def _first(place: _Cell) -> Paragraph:
    return place.paragraphs[0]


def _beside(document: Document, fact: Fact) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(1)
    _say(line, f"{fact.label}: ", bold=True)
    _say(line, fact.text)


def _say(line: Paragraph, text: str, bold: bool = False, quiet: bool = False) -> None:
    run = line.add_run(text)
    run.bold = bold or None
    if quiet:
        run.font.color.rgb = QUIET
    if is_rtl(text):
        line._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True


def _number(line: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    run.append(_with_text("1"))
    field.append(run)
    line._p.append(field)


def _control(line: Paragraph, at: str, title: str, options: tuple[str, ...] = ()) -> None:
    """Room to write, or a list to choose from (w:sdt, part 1 section 17.5.2)."""
    kind = OxmlElement("w:dropDownList" if options else "w:text")
    for option in options:
        item = OxmlElement("w:listItem")
        item.set(qn("w:displayText"), option)
        item.set(qn("w:value"), option)
        kind.append(item)
    if not options:
        kind.set(qn("w:multiLine"), "1")
    line._p.append(_sdt(at, title, kind, ROOM if not options else "Choose"))


def _tick(line: Paragraph, at: str, title: str) -> None:
    """A check box (w14:checkbox, MS-DOCX section 2.6.1.8)."""
    box = line._p.makeelement(f"{{{CHECKBOX}}}checkbox", nsmap={"w14": CHECKBOX})
    for name, value in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
        child = box.makeelement(f"{{{CHECKBOX}}}{name}")
        child.set(f"{{{CHECKBOX}}}val", value)
        box.append(child)
    line._p.append(_sdt(at, title, box, UNCHECKED))


def _sdt(at: str, title: str, kind: BaseOxmlElement, text: str) -> BaseOxmlElement:
    control, about, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    for name, value in (("w:alias", title), ("w:tag", at)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        about.append(element)
    about.append(kind)
    run = OxmlElement("w:r")
    run.append(_with_text(text))
    content.append(run)
    control.append(about)
    control.append(content)
    return control


def _with_text(text: str) -> BaseOxmlElement:
    element = OxmlElement("w:t")
    element.text = text
    return element

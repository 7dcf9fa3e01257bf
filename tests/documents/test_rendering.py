"""Documents as files: whatever is typed can be taken along, and is read back by other programs."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from lms.core import clock
from lms.core.errors import Refused
from lms.documents.filling.outline import outline
from lms.documents.rendering import fillable, pdf, plain, sheets, typesetting, word
from lms.documents.rendering.blocks import Fact, Sheet, clean, is_rtl
from lms.documents.rendering.formats import Format, made
from lms.program.rules import FieldKind
from lms.program.schema.documents import Fields
from tests.documents.made import fillings, templates
from tests.kit import documents
from tests.kit.cast import Cast
from tests.kit.documents import COMPLETE, field

HOSTILE = (
    '#panic("run") #read("/etc/passwd") $x^2$ \\ *bold* `raw` <tag> @label // not a remark',
    "]] #{ [ = Heading",
    "</w:t><w:p/> &amp; ]]> %PDF",
    "קפה שלום, then English, ثم العربية",
    "e\u0301\u0323 o\u0308\u0308\u0308 \u200d\u202e backwards",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\x00\x07\x0b\x1b[31m\ufffe\uffff\ud800 kept",
)


def squeezed(text: str) -> str:
    """Without white space: where lines end is each format's own."""
    return re.sub(r"\s+", "", text)


def sheet(answers: dict[str, Any], fields: Fields = documents.FIELDS) -> Sheet:
    return sheets.filled(documents.template(fields), answers, [Fact("Version", "2")], author="AB-123")


def word_text(file: bytes) -> str:
    xml = etree.fromstring(ZipFile(io.BytesIO(file)).read("word/document.xml"))
    return "".join(xml.itertext("{*}t"))


def pdf_text(file: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def said(fields: Fields, answers: dict[str, Any]) -> Iterator[str]:
    for line in outline(documents.template(fields), answers).lines:
        if line.field.kind not in (FieldKind.REPEAT, FieldKind.DISPLAY):
            unit = f" {line.field.unit}" if line.field.unit else ""
            yield from (clean(value).removesuffix(unit) for value in line.values)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_document_is_read_back_from_word_and_text(data: st.DataObject):
    fields = data.draw(templates())
    answers = data.draw(fillings(fields))
    written = sheet(answers, fields)
    in_word, in_text = squeezed(word_text(word.written(written, clock.now()))), squeezed(plain.written(written))
    for each in map(squeezed, said(fields, answers)):
        assert each in in_word
        assert each in in_text
    blank = sheets.blank(documents.template(fields))
    assert docx.Document(io.BytesIO(word.written(blank, clock.now()))).core_properties.title == "Sample note"
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", plain.written(written) + plain.written(blank))


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_document_becomes_a_pdf_with_all_that_is_latin_in_it(data: st.DataObject):
    fields = data.draw(templates())
    answers = data.draw(fillings(fields))
    for one in (sheet(answers, fields), sheets.blank(documents.template(fields))):
        file = typesetting.set_in_type(typesetting_data(one))
        reader = PdfReader(io.BytesIO(file))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        if not one.is_blank:
            found = squeezed(pdf_text(file))
            assert all(
                each in found for each in map(squeezed, said(fields, answers)) if each.isalnum() and each.isascii()
            )


def typesetting_data(one: Sheet) -> str:
    return json.dumps(pdf.data(one))


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_never_markup(typed: str):
    written = sheet(COMPLETE | {"plan": typed})
    kept = squeezed(clean(typed))
    assert kept in squeezed(word_text(made(written, Format.WORD, clock.now())))
    assert kept in squeezed(made(written, Format.TEXT, clock.now()).decode())
    file = made(written, Format.PDF, clock.now())
    if typed.isascii():
        assert kept in squeezed(pdf_text(file))
    assert len(PdfReader(io.BytesIO(file)).pages) == 1  # as with any plan of a line


def test_a_pdf_is_tagged_says_what_it_is_and_carries_its_fonts():
    rows = [{"t": minute, "sys": 120, "dia": 80} for minute in range(60)]
    reader = PdfReader(io.BytesIO(pdf.written(sheet(COMPLETE | {"vitals": rows}))))
    root = reader.trailer["/Root"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert (reader.metadata.title, reader.metadata.author) == ("Sample note", "AB-123")
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    described = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert described and all({"/FontFile2", "/FontFile3"} & set(each) for each in described)
    pages = [page.extract_text() for page in reader.pages]
    assert all(f"Page {number} of {len(pages)}" in text for number, text in enumerate(pages, start=1))
    with_rows = [text for text in pages if re.search(r"\d 120 80", text.replace("\n", " "))]
    assert len(with_rows) > 1 and all("Systolic (mmHg)" in text.replace("\n", " ") for text in with_rows)


def test_a_form_is_filled_in_by_another_program():
    reader = PdfReader(io.BytesIO(fillable.written(sheets.blank(documents.template()))))
    fields = reader.get_fields() or {}
    assert fields["plan"]["/TU"] == "Plan"
    assert fields["effects#1"]["/FT"] == "/Btn" and fields["effects#1"]["/TU"] == "Unwanted effects: nausea"
    assert fields["vitals-0-awake"]["/FT"] == "/Ch" and "drowsy" in str(fields["vitals-0-awake"])
    assert fields["vitals-1-sys"]["/TU"] == "Vital signs, row 2: Systolic (mmHg)"
    kinds = {
        str(held.get("/S")) for held in map(reader.get_object, range(1, len(reader.xref[0]))) if isinstance(held, dict)
    }
    assert "/Form" in kinds and "/Link" not in kinds


def test_a_word_file_has_headings_repeated_heads_page_numbers_and_controls():
    file = word.written(sheet(COMPLETE), clock.now())
    document = docx.Document(io.BytesIO(file))
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"][:2] == [
        "To begin with",
        "Before",
    ]
    assert (document.core_properties.author, document.core_properties.language) == ("AB-123", "en")
    assert document.tables[0].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    footer = document.sections[0].footer._element
    assert footer.xpath("//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    blank = docx.Document(io.BytesIO(word.written(sheets.blank(documents.template()), clock.now())))
    tags = blank.element.xpath("//w:sdt/w:sdtPr/w:tag/@w:val")
    assert {"plan", "effects#2", "vitals.1.sys"} <= set(tags)
    assert blank.element.xpath("//w:sdt[w:sdtPr/w:tag/@w:val='vitals.1.awake']//w:listItem/@w:value") == [
        "awake",
        "drowsy",
    ]


def test_what_is_too_long_is_said_and_still_goes_as_text():
    long = sheet(COMPLETE | {"plan": "All of it. " * 1_000_000})
    for kind in (Format.PDF, Format.WORD):
        with pytest.raises(Refused, match="too long"):
            made(long, kind, clock.now())
    assert len(made(long, Format.TEXT, clock.now())) > 10_000_000
    bomb = documents.template(tuple(field(f"f{n}", FieldKind.TEXT) for n in range(7_000)))
    with pytest.raises(Refused, match="too long"):
        made(sheets.blank(bomb), Format.FORM, clock.now())


def test_direction_is_that_of_the_first_letter():
    assert is_rtl("1. שלום and more") and not is_rtl("and שלום") and not is_rtl("12")


def test_blanks_and_documents_are_downloaded(cast: Cast, here, sign_in):
    lena: FlaskClient = sign_in(cast.lena)
    assert b"Sample note" in lena.get("/templates/").data
    for kind, begins in (("pdf", b"%PDF"), ("form", b"%PDF"), ("word", b"PK"), ("text", b"SAMPLE NOTE")):
        answer = lena.get(f"/templates/note/{kind}")
        assert answer.data.startswith(begins)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert lena.get("/templates/nothing/pdf").status_code == 404
    version = documents.handed_in(here, cast.lena)
    text = lena.get(f"/submissions/{version.submission_id}/documents/1/text").text
    assert "See them tomorrow." in text and "Handed in:" in text and "not a medical record" in text
    assert lena.get(f"/submissions/{version.submission_id}/documents/1/pdf").data.startswith(b"%PDF")
    assert lena.get(f"/submissions/{version.submission_id}/documents/1/form").status_code == 404

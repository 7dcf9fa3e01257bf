"""A sheet set in type. Run as a process of its own, as what sets it is native code: whatever somebody typed, it ends
after some seconds and some memory.

    python -m lms.documents.rendering.typesetting < sheet.json > sheet.pdf
"""

import resource
import sys
from pathlib import Path

import typst

FORM = Path(__file__).with_name("form.typ")
CPU_S, MEMORY = 30, 3 * 1024 * 1024 * 1024
ACCESSIBLE = "ua-1"  # ISO 14289-1


def set_in_type(sheet: str) -> bytes:
    """A tagged PDF with its fonts in it, by PDF/UA-1; only where a character has no picture in any of our fonts, which
    the standard forbids, tagged without that claim."""
    form = FORM.read_bytes()
    compiler = typst.Compiler(form, ignore_system_fonts=True, sys_inputs={"sheet": sheet})
    try:
        made = compiler.compile(form, format="pdf", pdf_standards=[ACCESSIBLE])
    except typst.TypstError:
        made = compiler.compile(form, format="pdf")
    assert isinstance(made, bytes)
    return made


def main() -> None:
    """What the process does."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(set_in_type(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()

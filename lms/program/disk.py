"""A program's folder on the disk: every text in it, byte for byte, and nothing from outside it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lms.program import layout
from lms.program.faults import Fault
from lms.program.rules import FILE_LIMIT, FOLDER_LIMIT, MEDIA_LIMIT, PATH_LIMIT

KINDS = {".md", ".yaml"}
BUILTIN = Path(__file__).parent / "builtin" / "kap-cert"
"""The program that Attune comes with."""


def collect(root: Path) -> tuple[dict[str, str], list[Fault]]:
    """The folder's files, relative path → text with its line ends as they are, and what couldn't be read."""
    if not root.is_dir():
        return {}, [Fault(".", 1, f"There is no folder at {root}. Give the folder that holds program.md.")]
    files: dict[str, str] = {}
    faults: list[Fault] = []
    try:
        entries = list(islice(_entries(root), FOLDER_LIMIT + 1))
    except OSError as error:
        return {}, [Fault(".", 1, f"A folder can't be read ({error.strerror}). Check who may read it.")]
    if len(entries) > FOLDER_LIMIT:
        return {}, [Fault(".", 1, f"More than {FOLDER_LIMIT} files lie here. Is it the right folder?")]
    for path in entries:
        name = path.relative_to(root).as_posix()
        if _is_media(path, name):
            continue
        text = _text(path, name)
        if isinstance(text, Fault):
            faults.append(text)
        else:
            files[name] = text
    return files, faults


def media_in(root: Path) -> tuple[dict[str, Path], list[Fault]]:
    """The recorded statements in the folder, relative path → file, and which of them can't be kept."""
    if not root.is_dir():
        return {}, []
    named = {path.relative_to(root).as_posix(): path for path in islice(_entries(root), FOLDER_LIMIT)}
    media = {name: path for name, path in named.items() if _is_media(path, name)}
    large = f"The file has more than {MEDIA_LIMIT // 1024**2} MB. Make it shorter or smaller."
    return media, [Fault(name, 1, large) for name, path in media.items() if path.stat().st_size > MEDIA_LIMIT]


def _is_media(path: Path, name: str) -> bool:
    return bool(layout.MEDIA.fullmatch(name)) and path.is_file() and not path.is_symlink()


def _entries(folder: Path) -> Iterator[Path]:
    """Files and links below a folder in order; names that start with a dot are left alone, links aren't followed."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _entries(path)
        else:
            yield path


def _text(path: Path, name: str) -> str | Fault:
    if path.is_symlink():
        return Fault(name, 1, "This is a link. Put the file itself here: links aren't followed.")
    if path.suffix not in KINDS:
        return Fault(name, 1, "Only .md and .yaml files belong in a program. Move this one out of the folder.")
    if not path.is_file():
        return Fault(name, 1, "This isn't a regular file. Move it out of the folder.")
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            return Fault(name, 1, f"The file has {size:,} bytes; at most {FILE_LIMIT:,} are read. Split or shorten it.")
        return _decoded(path.read_bytes(), name)
    except OSError as error:
        return Fault(name, 1, f"The file can't be read ({error.strerror}). Check who may read it.")


def _decoded(content: bytes, name: str) -> str | Fault:
    if len(name) > PATH_LIMIT or not name.isprintable():
        return Fault(name[:PATH_LIMIT], 1, f"Give the file a plain name of at most {PATH_LIMIT} characters.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Fault(name, line, "This line isn't UTF-8 text. Save the file again with the encoding UTF-8.")

"""What is wrong with a folder, said to the person who writes it."""

from dataclasses import dataclass

from lms.core.errors import AttuneError


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: the file, relative to the folder and with forward slashes; the line, from 1; a sentence."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class FaultyFolder(AttuneError):
    """The folder can't be read as a program; `faults` says all that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

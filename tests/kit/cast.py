"""The people of every test: who they are, and what they are in which cohort."""

from dataclasses import dataclass

from lms.cohorts.models import Cohort
from lms.people.models import Person
from tests.kit import make


@dataclass(frozen=True)
class Cast:
    """`here` and `elsewhere` are two cohorts of the same program."""

    here: Cohort
    elsewhere: Cohort
    lena: Person  # learner here
    paul: Person  # another learner here
    omar: Person  # learner elsewhere
    tess: Person  # trainer here
    theo: Person  # trainer elsewhere
    cora: Person  # coordinator
    otto: Person  # operator


def gather() -> Cast:
    """Make both cohorts and everybody, committed."""
    program = make.program()
    here, elsewhere = make.cohort(program, "here"), make.cohort(program, "elsewhere")
    cast = Cast(
        here=here,
        elsewhere=elsewhere,
        lena=make.person("Lena Sample", zone="America/Chicago", learner_in=here),
        paul=make.person("Paul Sample", learner_in=here),
        omar=make.person("Omar Sample", zone="Africa/Cairo", learner_in=elsewhere),
        tess=make.person("Tess Sample", zone="Europe/London", trainer_in=here),
        theo=make.person("Theo Sample", trainer_in=elsewhere),
        cora=make.person("Cora Sample", is_coordinator=True),
        otto=make.person("Otto Sample", is_operator=True),
    )
    make.commit()
    return cast

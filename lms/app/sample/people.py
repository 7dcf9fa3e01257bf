"""Who is in the sample. All invented."""

PASSWORD = "sample people only"  # noqa: S105 - printed by `make run`, never in production

PEOPLE = [
    ("Lena Sample", "learner@sample.example", "a learner"),
    ("Priya Sample", "peer@sample.example", "another learner"),
    ("Oscar Sample", "observer@sample.example", "a third one"),
    ("Tess Sample", "trainer@sample.example", "the lead trainer"),
    ("Cora Sample", "coordinator@sample.example", "the coordinator"),
    ("Otto Sample", "operator@sample.example", "who runs the machine"),
]
ZONES = {
    "learner@sample.example": "America/Chicago",
    "peer@sample.example": "Asia/Kolkata",
    "observer@sample.example": "America/Sao_Paulo",
    "trainer@sample.example": "America/New_York",
    "coordinator@sample.example": "America/New_York",
    "operator@sample.example": "UTC",
}
OTHER_LEARNERS = [
    ("Ana Sample", "Europe/London"),
    ("Ben Sample", "America/Los_Angeles"),
    ("Chidi Sample", "Africa/Lagos"),
    ("Dara Sample", "Europe/Dublin"),
    ("Emil Sample", "Europe/Berlin"),
    ("Fay Sample", "America/Denver"),
    ("Goro Sample", "Asia/Tokyo"),
    ("Hana Sample", "Australia/Sydney"),
    ("Ivo Sample", "America/Halifax"),
]

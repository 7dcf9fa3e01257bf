"""Numbers and codes that belong to one person: of telephones, records, accounts, licenses, cars, devices, networks.

Every pattern is bounded, so that the time for a text grows with its length and no faster.
"""

import ipaddress
import re
from dataclasses import dataclass

from lms.documents.identifiers.found import FORM, GUESSED, LABELED, LIKELY, Found, is_measured, mark
from lms.documents.identifiers.rules import Kind, Mark


@dataclass(frozen=True)
class Label:
    """Words that say which kind of number follows them."""

    kind: Kind
    words: str
    replacement: str


GAP = r"(?:[ \t:#=.(]|(?i:\b(?:number|numbers|no|num|nr|id|is|was|reads|ending|in|card|tag|the|his|her|their)\b)){0,8}"
VALUE = r"(?P<value>[A-Z0-9](?:[A-Z0-9/-]| (?=[A-Z0-9]{0,6}\d)){2,24}(?![A-Za-z])|[0-9][A-Za-z0-9/-]{3,24})"
LABELS = (
    Label(
        Kind.RECORD,
        r"MRN|MR #|med(?:ical)? rec(?:ord)?s?|chart|patient (?:id|number|no)|record (?:number|no|id)|hospital (?:number|no|id)|"
        r"encounter|accession|prescription|rx|specimen|lab order|NHS",
        "[record number]",
    ),
    Label(
        Kind.HEALTH_PLAN,
        r"policy|member|subscriber|beneficiary|group (?:number|no|id)|health plan|insurance|medicare|medicaid|HICN|MBI|claim|"
        r"plan (?:number|no|id)|prior auth(?:orization)?|authorization (?:number|no|code)",
        "[health-plan number]",
    ),
    Label(
        Kind.ACCOUNT,
        r"acct|accounts?|routing|invoice|IBAN|credit card|debit card|card (?:number|no)|card ending in|visa|mastercard|billing id",
        "[account number]",
    ),
    Label(
        Kind.VEHICLE,
        r"plates?|licen[cs]e plates?|VIN|vehicle(?: id(?:entification)?)?|car registration|registration (?:number|no|plate)|"
        r"tag number",
        "[plate]",
    ),
    Label(
        Kind.LICENSE,
        r"lic|licen[cs]e|driver'?s licen[cs]e|DL|certificates?|cert|certification|DEA|NPI|permit|registration|"
        r"board (?:number|no|certification)",
        "[license number]",
    ),
    Label(
        Kind.DEVICE,
        r"serial|S/N|SN|IMEI|device(?: id(?:entifier)?)?|UDI|pump id|implant|pacemaker|model and serial|lot",
        "[device number]",
    ),
    Label(
        Kind.OTHER,
        r"case code|client code|study (?:id|number|no|code)|participant(?: id)?|subject(?: id)?|badge|employee (?:id|number|no)|"
        r"staff (?:id|number|no)|student (?:id|number|no)|passport|docket|case (?:number|no|id)|court case|police report|"
        r"incident(?: report)?|inmate|booking number|confirmation (?:number|code)|tracking|username|user id|login|service number|"
        r"military id|tax id|EIN|voter id",
        "[code]",
    ),
)
_LABELED = [(one, re.compile(rf"(?<![A-Za-z])(?i:{one.words})(?![A-Za-z])(?P<gap>{GAP}){VALUE}")) for one in LABELS]
_IS_NUMBERED = re.compile(r"[#:]|\b(?:number|no|num|nr|id)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CASE_CODE = re.compile(r"[A-Za-z]{2}-\d{3}")
_DATE_LIKE = re.compile(r"\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?")

_SOCIAL = re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])")
_SOCIAL_LABELED = re.compile(
    r"(?i:\bSSN\b|social security(?: number| no\.?)?|\bsocial\b)[^\d\n]{0,24}(\d[\d -]{2,10}\d)(?!\d)"
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]\d{4}(?![\d-])(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?"
    r"|(?<![\w+])\+\d{1,3}(?:[ .()-]{0,2}\d){6,13}(?!\d)"
    r"|(?<![\d-])\d{3}[-.]\d{4}(?![\d-]|\.\d)(?: ?(?:x|ext\.?) ?\d{1,6})?"
    r"|(?<![\d.,/$-])\(?0\d{2,4}\)? \d{3,4} \d{3,4}(?![\d-])"
    r"|(?<![\w.,/$-])[2-9]\d{9}(?![\w-]|[.,]\d)"
)
_PHONE_LABELED = re.compile(
    r"(?i:\b(?:phone|telephone|tel|cell|mobile|whatsapp|pager|fax|ext|extension|landline|voicemail|"
    r"(?:call|text|reach|phone|ring|page)(?:s|ed|ing)? (?:\w{1,20} ){0,2}(?:at|on))\b)"
    + GAP
    + r"(\d(?:[ .()-]{0,2}\d){3,14})(?!\d)"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64} ?(?:@|[\[(] ?(?:at|AT) ?[\])]) ?[A-Za-z0-9-]{1,63}"
    r"(?: ?(?:\.|[\[(] ?(?:dot|DOT) ?[\])]) ?[A-Za-z0-9-]{1,63}){1,6}"
)
_WEB = re.compile(r"(?<![A-Za-z0-9@])(?:(?:https?|ftp)://|www\.)[^\s<>\"']{2,2000}", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![A-Za-z0-9@./_-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:com|org|net|edu|gov|io|info|health|clinic|ca|co\.uk|example|"
    r"social|blog|app|dev|me)(?![A-Za-z0-9-]|\.[A-Za-z])(?:[/?#][^\s<>\"']{0,2000})?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z_][A-Za-z0-9_.]{2,29}")
_IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IP6 = re.compile(r"(?<![0-9A-Za-z:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])")
_MAC = re.compile(r"(?<![0-9A-Za-z:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])")
_CARD = re.compile(
    r"(?<![\d-])\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?![\d-])|(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?![A-Z0-9])"
)
_VIN = re.compile(r"(?<![A-Za-z0-9-])(?=[A-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9-])")
_RUN = re.compile(r"(?<![\w.,/$€£+-])\d{6,20}(?![\w%/]|[.,-]\d)")
_JOINED = re.compile(r"(?<![\w/.-])\d{2,4}-\d{2,6}-\d{2,6}(?![\w/-]|\.\d)")
_CITED = re.compile(r"(?:PMID|PMCID|ISBN|ISSN|doi|NCT|arXiv|\bpp?\.)[:# ]{0,3}$", re.IGNORECASE)
_IMAGE = re.compile(
    r"(?i:\b(?:attached|attaching|enclosed|see|included|uploaded)\b[^.\n]{0,40}?)(?P<it>\b(?:photo(?:graph)?s?|selfies?|headshots?|"
    r"pictures?|snapshots?)\b(?: of (?:her|his|their|the client'?s?|the patient'?s?)(?: \w+)?)?)"
    r"|(?P<too>\b(?:photo(?:graph)?|selfie|headshot|picture) of (?:her|his|their|the client'?s?|the patient'?s?) face\b)",
)
_PRINT = re.compile(r"(?i:\b(?:finger|thumb|voice|palm|retina(?:l)?|iris)[ -]?(?:prints?|scans?)\b)")
_TRAIT = re.compile(
    r"(?i:\b(?:(?:the|our|a|an|former|current|retired|ex-|first|only)[ -]){1,3}"
    r"(?:mayor|governor|lieutenant governor|senator|congress(?:man|woman)|olympian|olympic \w+|astronaut|"
    r"(?:fire|police) chief|sheriff|bishop of \w+|news anchor|weather ?(?:man|woman|presenter)|lottery winner|"
    r"(?:super bowl|nobel|grammy|oscar|emmy|pulitzer)[ -]\w+(?: \w+)?)\b)"
    r"|(?i:\bthe only (?:female |male |woman |man |black |deaf |blind )?[a-z]{3,20}(?: [a-z]{3,20})? in (?:the|this|her|his|their|our) "
    r"(?:town|county|village|city|region|state|district|valley|island)\b)"
)

_SAYS = {
    Kind.RECORD: "This looks like a medical record number.",
    Kind.HEALTH_PLAN: "This looks like a number of a health plan.",
    Kind.ACCOUNT: "This looks like an account or card number.",
    Kind.LICENSE: "This looks like the number of a license or certificate.",
    Kind.VEHICLE: "This looks like a plate, or the number of a vehicle.",
    Kind.DEVICE: "This looks like the number of a device.",
    Kind.OTHER: "This looks like a code that belongs to one person.",
}


def numbers(text: str) -> Found:
    """Kinds 4 to 18."""
    yield from _networks(text)
    yield from _phones(text)
    yield from _labeled(text)
    yield from _forms(text)
    yield from _traits(text)


def _networks(text: str) -> Found:
    if "@" in text or "at" in text:
        for m in _EMAIL.finditer(text):
            yield FORM, mark(*m.span(), Kind.EMAIL, "This is an e-mail address.", "[e-mail address]")
    if "@" in text:
        for m in _HANDLE.finditer(text):
            yield (
                LIKELY,
                mark(m.start(), _end(m), Kind.OTHER, "This looks like somebody’s name on a network.", "[user name]"),
            )
    for pattern in (_WEB, _DOMAIN):
        for m in pattern.finditer(text):
            yield LABELED, mark(m.start(), _end(m), Kind.WEB, "This is a web address.", "[web address]")
    for m in _MAC.finditer(text):
        yield FORM, mark(*m.span(), Kind.DEVICE, "This is the address of a device in a network.", "[device number]")
    for pattern in (_IP4, _IP6):
        for m in pattern.finditer(text):
            if _is_ip(m.group()):
                yield FORM, mark(*m.span(), Kind.IP, "This is an IP address.", "[IP address]")


def _end(m: re.Match[str]) -> int:
    """Without the signs that end the sentence."""
    return m.start() + len(m.group().rstrip(".,;:!?)]}"))


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return len(text) > 3


def _phones(text: str) -> Found:
    for m in _PHONE.finditer(text):
        if not is_measured(text, m.end()):
            yield LIKELY, _phone(text, m.start(), m.end())
    for m in _PHONE_LABELED.finditer(text):
        if not is_measured(text, m.end()) and not _DATE_LIKE.fullmatch(m.group(1)):
            yield LABELED, _phone(text, m.start(1), m.end(1))


def _phone(text: str, start: int, end: int) -> Mark:
    around = text[max(0, start - 24) : start].lower() + text[end : end + 8].lower()
    if "fax" in around:
        return mark(start, end, Kind.FAX, "This looks like a fax number.", "[fax number]")
    return mark(start, end, Kind.PHONE, "This looks like a telephone number.", "[telephone number]")


def _labeled(text: str) -> Found:
    for label, pattern in _LABELED:
        for m in pattern.finditer(text):
            value, end = m["value"], m.end("value")
            if _is_number(value, m["gap"]) and not is_measured(text, end):
                yield LABELED, mark(m.start("value"), end, label.kind, _SAYS[label.kind], label.replacement)


def _is_number(value: str, gap: str) -> bool:
    """Whether a value is long and odd enough to be somebody's, and no year, date or code of ours."""
    digits = sum(map(str.isdigit, value))
    if _CASE_CODE.fullmatch(value) or _DATE_LIKE.fullmatch(value):
        return False
    if _YEAR.fullmatch(value):
        return _IS_NUMBERED.search(gap) is not None
    return digits >= 4 or (digits >= 2 and len(value) >= 5) or (digits >= 3 and "#" in gap)


def _forms(text: str) -> Found:
    for m in _SOCIAL.finditer(text):
        yield FORM, mark(*m.span(), Kind.SOCIAL_SECURITY, "This looks like a social security number.", "[number]")
    for m in _SOCIAL_LABELED.finditer(text):
        yield FORM, mark(*m.span(1), Kind.SOCIAL_SECURITY, "This looks like a social security number.", "[number]")
    for m in _CARD.finditer(text):
        yield FORM, mark(*m.span(), Kind.ACCOUNT, _SAYS[Kind.ACCOUNT], "[account number]")
    for m in _VIN.finditer(text):
        yield FORM, mark(*m.span(), Kind.VEHICLE, "This looks like the number of a vehicle.", "[vehicle number]")
    for m in _RUN.finditer(text):
        if not is_measured(text, m.end()) and not _CITED.search(text, max(0, m.start() - 8), m.start()):
            yield GUESSED, mark(*m.span(), Kind.RECORD, "A number this long may belong to one person.", "[number]")
    for m in _JOINED.finditer(text):
        if not is_measured(text, m.end()):
            yield GUESSED, mark(*m.span(), Kind.OTHER, "A number like this may belong to one person.", "[number]")


def _traits(text: str) -> Found:
    for m in _IMAGE.finditer(text):
        name = "it" if m["it"] else "too"
        yield LIKELY, mark(*m.span(name), Kind.IMAGE, "A picture can show who somebody is.", "[no picture]")
    for m in _PRINT.finditer(text):
        yield (
            LIKELY,
            mark(*m.span(), Kind.BIOMETRIC, "A finger, voice or eye print tells who somebody is.", "[identity check]"),
        )
    for m in _TRAIT.finditer(text):
        yield (
            LIKELY,
            mark(*m.span(), Kind.OTHER, "Few people are this: it may tell who somebody is.", "[a public role]"),
        )

"""The check for what could tell who somebody is, in notes and essays about cases.

Words: a *mark* is a stretch of text that reads like an identifier, of one of the eighteen kinds of the Safe Harbor rule
(45 CFR 164.514(b)(2)); a *confirmation* is kept where somebody hands in work with marks left. `check.marks` is plain
text in, marks out; it refuses to know assignments, people and pages. A mark is a hint to the author, never a proof, and a
text without marks may still tell of somebody.
"""

"""Documents that are filled in: clinical notes and worksheets from a program's templates.

Words: a *template* here is a `DocumentTemplate`, in versions; a *filling* is its answers by field name; a *note* is a
filling as `practice` keeps it, a draft or a version that was handed in. Lends to the rooms above: the rules of a filled
form, and the page pieces that show one.
"""

"""What a filled form means: which fields show, what follows from the answers, what is wrong with them, what is missing.

Pure, and over all templates alike. A filling is a mapping by field name, of what JSON can hold: texts, choices and
decimals are str (a decimal as it was typed), integers and scales int, yes and no bool, several choices a list of str
in the template's order, repeated rows a list of such mappings. What is computed isn't kept; what isn't answered isn't
there.
An integer or a choice that can't be read stays the str that was typed, as a fault, so that nobody loses it.
"""

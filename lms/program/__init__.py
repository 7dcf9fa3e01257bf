"""The authored program: twelve classes and all that belongs to them, kept as a folder of files.

A folder is read (`disk`), split into front matter and Markdown with line numbers (`sources`, `marks`), held against
its schema (`schema`), and checked as a whole (`check`). None of that knows a database; `actions` loads what passed.
Words: a program has `ProgramClass`es; a class has demonstrations, handouts, one home practice and one role play.
Lent to the rooms above: `check`, `read_folder`, the schema's types, and what `models` and `queries` hold.
"""

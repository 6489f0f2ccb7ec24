"""FILES → TEXT, and what an editor decides before a build: adding an issue, curating the registry of units.

In: files as offices have them, answers typed by an editor. Out: texts in ``gazette/issues``, registry files, words for the terminal.
May import: `parser`, never `portal`.
"""

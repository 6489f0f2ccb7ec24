"""DOCX, PDF, HTML → the text form that the parser reads.

In: the bytes of a file. Out: an `Intake`: text with table rows parted by ``|``, and notes on what could not be taken over.
May import: `parser.text` and the records of `parser`.
"""

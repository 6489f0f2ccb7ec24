"""pieces → documents: masthead, 目录, titles, fields, headings, signatures, annexes.

In: the lines of one file. Out: `SplitFile` and, for each document, a `Layout` of blocks in the order of the text.
May import: `parser.text`, `parser.grammar`, `parser.tables` and the records of `parser`.
"""

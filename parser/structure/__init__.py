"""pieces → documents: masthead, 目录, titles, fields, headings, signatures, annexes.

In: the pieces of one file. Out: `SplitFile` and, for each document, a `Layout` of blocks in the order of the text.
May import: `parser.text`, `parser.grammar`, `parser.pieces`, `parser.tables` and the records of `parser`.
"""

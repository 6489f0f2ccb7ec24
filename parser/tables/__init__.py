"""runs of rows → logical tables: over page breaks, headings recognised, cells put back under their column, merged cells filled.

In: pieces of kind ``rows``. Out: `TableDraft` with aligned rows, groups and marks for every cell that is not as it was printed.
May import: `parser.text`, `parser.grammar`, `parser.pieces` and the records of `parser`.
"""

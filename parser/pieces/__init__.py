"""lines → pieces: paragraphs joined over page breaks, runs of table rows, page furniture.

In: the lines of one file. Out: `Piece` records in the order of the text, every line that is not blank in exactly one; a piece keeps
what was read of its words (`Reading`), so that later steps ask and none reads them again.
May import: `parser.text`, `parser.grammar` and the records of `parser`.
"""

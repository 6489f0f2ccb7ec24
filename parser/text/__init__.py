"""bytes → lines: what an input file says, before anything is read of it.

In: files, and the corrections an editor wrote. Out: `Line` records, marks taken off, with the way back to every raw
line; findings of private numbers and marks of secrecy. Nothing is lost: each line that is not blank is in one `Line`.
May import: the records of `parser` (model, errors, diagnostics).
"""

"""corpus → what pages, files and search share: addresses, the library of records, the directory of units, words, anchors.

In: a `Corpus`. Out: look-ups and short texts, no HTML. Everything here is made once and asked often.
May import: `parser`.
"""

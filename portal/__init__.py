"""MODEL -> SITE: addresses, pages, search index, data files, and the writing of them.

In: a `parser.model.Corpus`. Out: a folder of static files. Imports `parser`, never the other way round.
"""

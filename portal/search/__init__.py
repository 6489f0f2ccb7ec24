"""view → the search index: entries, words, postings, shards; what the browser loads to answer a query.

In: the view. Out: paths and bytes. ``site_templates/js/search`` holds the reading side.
May import: `portal.view`, `parser`.
"""

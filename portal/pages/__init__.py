"""view → the pages, as finished HTML of the main column.

In: the view and the templates of ``site_templates/pages``. Out: `Page` records. Each module makes one kind of page.
May import: `portal.view`, `parser`.
"""

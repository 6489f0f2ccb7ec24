"""pages → whole HTML files: the theme's frame, head, metadata, assets. The one place that touches MkDocs.

In: `Page` records and the site's settings. Out: paths and bytes.
May import: `portal.view`, `portal.exports` (feeds and site maps are named in the head), `parser`.
"""

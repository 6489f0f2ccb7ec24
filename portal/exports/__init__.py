"""view → files to take away: data, tables, calendars, feeds, site maps, the ledger of tasks.

In: the view. Out: paths and bytes. No HTML.
May import: `portal.view`, `parser`.
"""

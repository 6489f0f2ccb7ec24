"""documents → records: tasks, items, rosters, units; the checks; ids.

In: layouts, tables and the registry of units. Out: the records of the model, and diagnostics for everything that is in doubt.
May import: every other package of `parser`.
"""

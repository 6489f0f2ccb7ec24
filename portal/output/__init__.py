"""bytes → disk: publishing whole or not at all, archives, preview, measuring, checking and comparing sites.

In: paths and bytes of a site. Out: a folder, a ZIP, or what is wrong with one.
May import: `portal.view` (the manifest of the data).
"""

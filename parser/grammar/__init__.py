"""string → value: numbers, dates, 文号, names of units, statements of responsibility, titles, lines of a 名单.

In: strings, never lines or documents. Out: values, or ``None`` where the words are nothing of the kind. The vocabulary is data
(``vocabulary/*.yml``: why, pattern, examples, counter-examples); what is grammar is code.
May import: `parser.text` (the fold of characters) and the records of `parser`.
"""

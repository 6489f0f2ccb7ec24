"""TEXT → MODEL: gazette issues as text become a `Corpus` of documents, tasks, tables, items, rosters and units.

In: paths of texts, the content folder with registry and corrections. Out: a `Corpus` and its diagnostics. The packages, a stage each:
text → pieces → tables, structure → records → corpus; grammar serves them all.
Imports neither editor nor portal; knows nothing of pages, templates, MkDocs, the clock or the output folder.
"""

from parser.corpus import parse_corpus, parse_texts
from parser.errors import GazetteError, RegistryError, SourceError
from parser.model import Corpus
from parser.records.registry import Registry, load_registry

__all__ = ["Corpus", "GazetteError", "Registry", "RegistryError", "SourceError", "load_registry", "parse_corpus", "parse_texts"]

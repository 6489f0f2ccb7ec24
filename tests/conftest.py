"""What every test may ask for: the project's folder, the gazettes that stand beside the repository, a small corpus, finished sites.

What is costly is made once a session. Hypothesis has one profile: the same examples each time, no deadline; the variable
``EXAMPLES`` says how many (``make test`` tries more than ``make unit``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import settings
from jinja2.bccache import Bucket

from parser import parse_corpus
from parser.model import Corpus
from parser.records.registry import Registry, load_registry

from portal.search import words
from portal.site import SiteSettings, make_site

from tests import golden_tool
from tests.factories import make_corpus
from tests.places import BASE, PROJECT, REAL_GAZETTES, SAMPLE

settings.register_profile("suite", derandomize=True, deadline=None, max_examples=int(os.environ.get("EXAMPLES", "15")))
settings.load_profile("suite")


class CompiledTemplates(jinja2.BytecodeCache):
    """Templates compiled in this session: many tests make the pages anew, none needs the same template compiled twice."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.load_bytecode(BytesIO(self._compiled[bucket.key]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        into = BytesIO()
        bucket.write_bytecode(into)
        self._compiled[bucket.key] = into.getvalue()


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Compiled templates and the weights of jieba's words are kept from one test to the next: they depend on nothing but their source."""
    make, cache = jinja2.Environment.__init__, CompiledTemplates()
    weights = lru_cache(maxsize=4)(words._weights)

    def make_with_cache(self: jinja2.Environment, *arguments: Any, **options: Any) -> None:
        make(self, *arguments, **{"bytecode_cache": cache} | options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "__init__", make_with_cache)
        patch.setattr(words, "_weights", lambda names: weights(tuple(names)))
        yield


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def real_gazettes() -> Path:
    """The folder of the real gazettes; tests that ask for it are marked ``real`` and are left out where it is absent."""
    if not REAL_GAZETTES.is_dir():
        pytest.skip("没有 ../shared/gazettes")
    return REAL_GAZETTES


@pytest.fixture(scope="session")
def sample() -> Corpus:
    """What is read from the bundled sample. Records are frozen: one reading serves every test."""
    return golden_tool.sample()


@pytest.fixture(scope="session")
def real_corpus(real_gazettes: Path) -> Corpus:
    """What is read from the real gazettes beside the repository."""
    return parse_corpus([real_gazettes], content=SAMPLE)


@pytest.fixture
def corpus() -> Corpus:
    return make_corpus()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the bundled sample."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    make_site([SAMPLE], folder, SiteSettings(project=PROJECT, content=SAMPLE, text_file=SAMPLE / "site.yml"))
    return folder


@pytest.fixture(scope="session")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the bundled sample as it stands at `BASE`."""
    folder = tmp_path_factory.mktemp("published") / "site"
    make_site([SAMPLE], folder, SiteSettings(project=PROJECT, content=SAMPLE, text_file=SAMPLE / "site.yml", base_url=BASE))
    return folder


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The bundled registries."""
    return load_registry(SAMPLE / "units")


@pytest.fixture(scope="session")
def real_folder(real_gazettes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real gazettes beside the repository."""
    folder = tmp_path_factory.mktemp("real") / "site"
    make_site([real_gazettes], folder, SiteSettings(project=PROJECT, content=SAMPLE))
    return folder

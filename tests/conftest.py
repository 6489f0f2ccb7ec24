"""What every test may ask for: the project's folder, the gazettes that stand beside the repository, a small corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from parser import parse_corpus
from parser.model import Corpus

from portal.site import SiteSettings, make_site

from tests.factories import make_corpus
from tests.places import PROJECT, REAL_GAZETTES, SAMPLE


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
    return parse_corpus([SAMPLE], content=SAMPLE)


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
def real_folder(real_gazettes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real gazettes beside the repository."""
    folder = tmp_path_factory.mktemp("real") / "site"
    make_site([real_gazettes], folder, SiteSettings(project=PROJECT, content=SAMPLE))
    return folder

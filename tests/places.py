"""Where things stand: the project, its sample, the tests' own data, the gazettes beside the repository. Nothing else counts parents."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent
PROJECT = TESTS.parent
SAMPLE = PROJECT / "gazette"
CASES = TESTS / "cases"
VECTORS = TESTS / "vectors"
QUERIES = TESTS / "queries"
EXPECTED_SAMPLE = TESTS / "sample" / "expected.yml"
SAMPLE_ADDRESSES = TESTS / "sample" / "addresses.txt"
SHARED = PROJECT.parent / "shared"
REAL_GAZETTES = SHARED / "gazettes"
BASE = "https://example.org/gongbao/"
"""The address at which a published site stands, in tests."""

"""A software bill of materials in CycloneDX 1.5, made from the lock file and the metadata of what is installed.

In: the path of ``requirements.lock``. Out: JSON on standard output, the same bytes for the same lock and environment. Packages of
the lock that are not installed here (for other systems) are listed without a licence.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

_PACKAGE_RE = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)")
_HASH_RE = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def packages(lock: str) -> list[tuple[str, str, list[str]]]:
    """Name, version and hashes of each entry."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.splitlines():
        if match := _PACKAGE_RE.match(line):
            found.append((match[1], match[2], []))
        if found:
            found[-1][2].extend(_HASH_RE.findall(line))
    return found


def licence(name: str) -> str:
    try:
        data = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [text.split(" :: ")[-1] for text in data.get_all("Classifier") or [] if text.startswith("License ::")]
    return data.get("License-Expression") or "; ".join(classifiers) or (data.get("License") or "").partition("\n")[0]


def component(name: str, version: str, hashes: list[str]) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name.lower()}@{version}", "bom-ref": f"{name}=={version}",
    }  # fmt: skip
    if words := licence(name):
        entry["licenses"] = [{"license": {"name": words}}]
    entry["properties"] = [{"name": "sha256", "value": value} for value in sorted(hashes)]
    return entry


def main(lock: Path) -> None:
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "gazette-portal"}},
        "components": [component(*package) for package in packages(lock.read_text(encoding="utf-8"))],
    }  # fmt: skip
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

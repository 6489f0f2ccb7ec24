"""The pictures of docs/editor.md, taken from the pages of the sample.

In: the folder of a built sample site. Out: PNG files beside this script, small (at most 128 colours). ``make pictures`` builds the
sample and runs this.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.conftest import served

PAGES = {
    "home": "",
    "document": "documents/cheng-zheng-ban-zi-2025-6/",
    "unit": "units/chenghu/qu-da-shu-ju-zhong-xin/",
    "search": "search/?q=区大数据中心牵头哪些任务",
    "quality": "quality/",
}
SIZE = {"width": 1100, "height": 720}
COLOURS = 128


def main(site: Path) -> None:
    folder = Path(__file__).resolve().parent
    with served(site) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        page = browser.new_page(viewport=SIZE, locale="zh-CN", color_scheme="light")
        for name, path in PAGES.items():
            page.goto(url + path)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.resize((880, 576), Image.Resampling.LANCZOS).quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

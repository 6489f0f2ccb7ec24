"""Addresses are permanent, stay inside the site, and lead from any page to any other."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.view.addresses import (
    AddressError,
    Addresses,
    annex_anchor,
    article_anchor,
    file_of,
    heading_anchor,
    table_anchor,
    task_anchor,
)  # fmt: skip

ADDRESSES = Addresses()
SLUG = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,3}", fullmatch=True)
TARGET = st.one_of(
    st.sampled_from(["", "issues/", "search/", "404.html", "data/tasks.csv", "data/任务 表.csv"]),
    SLUG.map(ADDRESSES.document),
    st.tuples(SLUG, SLUG).map(lambda parts: ADDRESSES.unit("/".join(parts))),
)

# 已经公布的网址：改了这里的任何一行，就断了别人留下的链接
PERMANENT = [
    (ADDRESSES.home(), ""),
    (ADDRESSES.issues(), "issues/"),
    (ADDRESSES.issue("zhangdian/2022-07"), "issues/zhangdian/2022-07/"),
    (ADDRESSES.documents(), "documents/"),
    (ADDRESSES.document("zhang-zheng-ban-zi-2022-13"), "documents/zhang-zheng-ban-zi-2022-13/"),
    (ADDRESSES.document("a-2022-1", heading_anchor((3, 2))), "documents/a-2022-1/#s-3-2"),
    (ADDRESSES.task("zhang-zheng-ban-zi-2022-13#task-12"), "documents/zhang-zheng-ban-zi-2022-13/#task-12"),
    (ADDRESSES.units(), "units/"),
    (ADDRESSES.unit("zhangdian/qu-da-shu-ju-zhong-xin"), "units/zhangdian/qu-da-shu-ju-zhong-xin/"),
    (ADDRESSES.tasks(), "tasks/"),
    (ADDRESSES.tasks_of_year(2022), "tasks/2022/"),
    (ADDRESSES.tasks_of_year(None), "tasks/undated/"),
    (ADDRESSES.search(), "search/"),
    (ADDRESSES.search({"q": "大数据 中心&x", "role": "lead"}), "search/?q=%E5%A4%A7%E6%95%B0%E6%8D%AE+%E4%B8%AD%E5%BF%83%26x&role=lead"),
    (ADDRESSES.quality(), "quality/"),
    (ADDRESSES.data(), "data/"),
    (ADDRESSES.data_file("tasks.jsonl"), "data/tasks.jsonl"),
    (ADDRESSES.asset("css/frame.css"), "assets/css/frame.css"),
    (task_anchor(12), "task-12"),
    (heading_anchor((3, 2), annex=1), "annex-1-s-3-2"),
    (article_anchor(12), "article-12"),
    (article_anchor(12, annex=2), "annex-2-article-12"),
    (annex_anchor(1), "annex-1"),
    (table_anchor(4), "table-4"),
]


@pytest.mark.parametrize(("address", "published"), PERMANENT)
def test_published_addresses_never_change(address: str, published: str) -> None:
    assert address == published


@pytest.mark.parametrize(
    ("target", "page", "link", "offline_link"),
    [
        ("", "", "./", "index.html"),
        ("", "documents/x/", "../../", "../../index.html"),
        ("documents/x/", "documents/x/", "./", "index.html"),
        ("documents/x/#task-1", "documents/x/", "#task-1", "#task-1"),
        ("documents/y/#task-1", "documents/x/#s-1", "../y/#task-1", "../y/index.html#task-1"),
        ("units/z/k/", "", "units/z/k/", "units/z/k/index.html"),
        ("search/?q=a", "units/z/k/", "../../../search/?q=a", "../../../search/index.html?q=a"),
        ("search/?q=a", "search/", "./?q=a", "index.html?q=a"),
        ("assets/a.js", "units/z/k/", "../../../assets/a.js", "../../../assets/a.js"),
        ("data/任务.csv", "404.html", "data/%E4%BB%BB%E5%8A%A1.csv", "data/%E4%BB%BB%E5%8A%A1.csv"),
    ],
)
def test_links_are_relative(target: str, page: str, link: str, offline_link: str) -> None:
    assert ADDRESSES.relative(target, page) == link
    assert Addresses(index_html=True).relative(target, page) == offline_link


@given(target=TARGET, page=TARGET, index_html=st.booleans())
def test_a_link_leads_to_the_targets_file(target: str, page: str, index_html: bool) -> None:
    """What a browser makes of the link, seen from the page's own file, is the file the target is written to."""
    addresses = Addresses(index_html=index_html)
    for link in (addresses.relative(target, page), addresses.from_base(target, addresses.base(page))):
        path = unquote(urlsplit(link).path)
        arrived = normpath(join("/", dirname(file_of(page)), path)) + ("/" if path.endswith("/") else "")
        assert file_of(arrived.lstrip("/")) == file_of(target)
        assert not path.startswith("/")


@pytest.mark.parametrize("bad", ["", "../x", "a/../b", "A", "a b", "张店", "a//b", "/a", "a/", "-a", "a\n", "a?b", "a#b", "a%2e"])
def test_ids_that_could_leave_their_place_are_refused(bad: str) -> None:
    for address in (ADDRESSES.document, ADDRESSES.unit, ADDRESSES.issue):
        with pytest.raises(AddressError, match="不能用作网址"):
            address(bad)


@pytest.mark.parametrize("bad", ["a", "a#", "a#task-0", "a#s-1", "#task-1", "../a#task-1", "a#task-1#task-1"])
def test_what_is_no_task_id_is_refused(bad: str) -> None:
    with pytest.raises(AddressError):
        ADDRESSES.task(bad)

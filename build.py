"""The command line: arguments in, one call down, messages out. Run ``python build.py --help``."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

if __name__ == "__main__":  # Ctrl+C while the rest is loaded: end at once, without a traceback
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import click

from parser import parse_corpus
from parser.errors import GazetteError
from parser.jsonl import corpus_files
from parser.model import Corpus

from editor import unit_curation
from editor.add_issue import add_issue
from editor.added_text import added_words
from editor.diagnostic_text import format_diagnostic, format_json, summary
from editor.registry_draft import draft_registries
from editor.unit_curation import curate

from portal.output.archive import write_archive
from portal.output.compare import compare_data
from portal.output.measure import Stopwatch
from portal.output.preview import open_server, watch
from portal.output.publish import publish
from portal.output.verify import verify_site
from portal.site import SiteSettings, Writer, make_site
from portal.view.manifest import read_data

PROJECT = Path(__file__).resolve().parent
BUNDLED = PROJECT / "gazette"
F = TypeVar("F", bound=Callable[..., Any])


class DefaultCommand(click.Group):
    """Without a command, ``site`` is meant; faults that have a message for the reader end without a traceback."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h")):
            args = ["site", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GazetteError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("已中断。没有写完的没有留下，原来的内容没有改动。", err=True)
            ctx.exit(130)


def common_options(command: F) -> F:
    """``--source`` and ``--content``, which every command has."""
    source = click.option(
        "--source", "sources", multiple=True, metavar="路径", type=click.Path(path_type=Path),
        help="公报文本所在的文件夹或文件，可以写几次。不写就用 gazette/。",
    )  # fmt: skip
    content = click.option(
        "--content", metavar="文件夹", type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="内容文件夹（其中有 units/ 单位名录和 site.yml 网站文字）。不写就用 gazette/ 的名录；另写了 --source 时，网站文字用通用的。",
    )  # fmt: skip
    return source(content(command))


@click.group(cls=DefaultCommand, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """把政府公报变成可以查、可以用、可以带走的网站。不写命令就是 site。"""


@main.command()
@common_options
@click.option("--out", metavar="文件夹", type=click.Path(path_type=Path), default=Path("site"), help="网站写到哪里。不写就用 site。")
@click.option("--base-url", metavar="网址", default="", help="网站将来的网址，例如 https://example.org/gongbao/。写了才有规范网址。")
@click.option("--offline", is_flag=True, help="链接都带 index.html，从文件夹里双击打开、不开脚本也能用。")
@click.option("--strict", is_flag=True, help="有一处错误就不生成网站。")
def site(sources: tuple[Path, ...], content: Path | None, out: Path, base_url: str, offline: bool, strict: bool) -> None:
    """生成整个网站。要么全部写好，要么保持原来的网站不变。"""
    settings = _settings(sources, content, base_url=base_url, index_html=offline)
    _make_site(sources, out, settings, strict=strict)


@main.command()
@common_options
@click.option("--out", metavar="文件", type=click.Path(path_type=Path), default=Path("gongbao.zip"), help="写成哪个文件，以 .zip 结尾。")
@click.option("--district", metavar="区县", default="", help="只要这一个区县，例如 张店区 或 zhangdian。不写就是全部。")
def offline(sources: tuple[Path, ...], content: Path | None, out: Path, district: str) -> None:
    """生成离线版：一个压缩包，解压后双击 index.html 就能用，不需要联网，也不需要服务器。"""
    settings = _settings(sources, content, index_html=True, district=district)
    _make_site(sources, out, settings, write=write_archive)
    click.echo(f"压缩包 {out.stat().st_size / 1e6:.1f} MB。")


@main.command()
@common_options
@click.option("--out", metavar="文件夹", type=click.Path(path_type=Path), required=True, help="数据文件写到哪里。")
def parse(sources: tuple[Path, ...], content: Path | None, out: Path) -> None:
    """只解析，把得到的数据写成 JSON Lines。"""
    corpus = _read(sources, content)
    published = publish(corpus_files(corpus), out)
    click.echo(f"解析出 {len(corpus.documents)} 份文件、{len(corpus.tasks)} 项任务，写入 {out}（{len(published.sizes)} 个数据文件）。")
    click.echo(f"解析提示：{summary(corpus.diagnostics)}。")


@main.command()
@common_options
@click.option("--strict", is_flag=True, help="有警告也算没有通过。")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="text 给人看，json 给程序用。")
def check(sources: tuple[Path, ...], content: Path | None, strict: bool, form: str) -> None:
    """检查公报文本，逐条说明哪里需要核对、怎样处理。有错误时退出码是 1。"""
    diagnostics = _read(sources, content).diagnostics
    if form == "json":
        click.echo(format_json(diagnostics))
    else:
        for diagnostic in diagnostics:
            click.echo(format_diagnostic(diagnostic) + "\n")
        click.echo(f"共 {summary(diagnostics)}。")
    failing = ("error", "warning") if strict else ("error",)
    sys.exit(int(any(diagnostic.severity in failing for diagnostic in diagnostics)))


@main.command()
@common_options
@click.option("--write", is_flag=True, help="逐个询问怎样登记，选定的写进名录。")
@click.option("--draft", is_flag=True, help="按公报写出整份名录的草稿，通用机构不列。")
@click.option("--merge", metavar="甲 乙", nargs=2, help="乙就是甲：并成一个单位，乙的名称都归甲。")
@click.option("--rename", metavar="旧名 新名", nargs=2, help="单位改称，网址不变。")
@click.option("--district", metavar="区县", help="合并、改名的单位在哪个区县；只有一份名录时不用写。")
def units(
    sources: tuple[Path, ...], content: Path | None, write: bool, draft: bool, merge: tuple[str, str] | None,
    rename: tuple[str, str] | None, district: str | None,
) -> None:  # fmt: skip
    """列出名录和机构库都不认得的单位名称，和最接近的单位；起草名录，合并、改名。"""
    folder = content or BUNDLED
    for pair, change in ((merge, unit_curation.merge), (rename, unit_curation.rename)):
        if pair:
            click.echo(f"已写入 {change(*pair, folder, unit_curation.only_district(folder, district))}")
    if merge or rename:
        return
    if draft:
        for line in draft_registries(_read(sources, content), folder):
            click.echo(line)
        return
    ask = (lambda question: str(click.prompt(f"  {question}", default="", show_default=False))) if write else None
    for line in curate(_read(sources, content), content or BUNDLED, ask):
        click.echo(line)


@main.command()
@common_options
@click.option("--out", metavar="文件夹", type=click.Path(path_type=Path), default=PROJECT / ".build" / "preview", help="预览写到哪里。")
@click.option("--port", metavar="端口", type=click.IntRange(0, 65535), help="不写就从 8000 起找一个空着的。")
def serve(sources: tuple[Path, ...], content: Path | None, out: Path, port: int | None) -> None:
    """生成网站并在本机预览；公报、名录或模板一改就重新生成。"""
    settings = _settings(sources, content)
    try:
        _make_site(sources, out, settings)
    except GazetteError as error:
        if not (out / "index.html").is_file():
            raise
        click.echo(f"没有重新生成，先看原来的网站：{error}", err=True)
    with open_server(out, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        click.echo(f"预览：http://{server.server_address[0]!s}:{server.server_address[1]}/ （按 Ctrl+C 结束）")
        paths = [*sources, settings.content, PROJECT / "site_templates", PROJECT / "mkdocs.yml"]
        try:
            watch(paths, out, lambda: _rebuild(sources, out, settings))
        except KeyboardInterrupt:
            click.echo("预览结束。")
        server.shutdown()


@main.command()
@common_options
@click.option("--repeat", metavar="次数", type=click.IntRange(min=1), default=1, help="重复几次。")
def bench(sources: tuple[Path, ...], content: Path | None, repeat: int) -> None:
    """量一次完整生成要多少时间和内存（结果写到临时文件夹，量完删除）。"""
    import tempfile

    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            watch_steps = Stopwatch()
            settings = _settings(sources, content)
            report = make_site(sources or (settings.content,), Path(folder) / "site", settings, step=watch_steps)
            click.echo(watch_steps.table(report.published))


@main.command()
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--content", metavar="文件夹", type=click.Path(path_type=Path, exists=True, file_okay=False), default=BUNDLED,
    help="加到哪个内容文件夹。不写就是 gazette/。",
)  # fmt: skip
@click.option("--name", metavar="名称", default="", help="存成什么名字，例如 zhangdian-2022-07。不写就按公报自己的区县、年份和期号。")
@click.option("--replace", is_flag=True, help="已有同名而内容不同的，用这一份替换。")
def add(file: Path, content: Path, name: str, replace: bool) -> None:
    """加一期公报：文本、网页、DOCX 或带文字层的 PDF，转成文本放进 issues/，并说明读出了什么、哪里要核对。"""
    click.echo(added_words(add_issue(file, content, name=name, replace=replace)))


@main.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), default=Path("site"))
@click.option("--base-url", metavar="网址", default="", help="网站将来的网址。不写就按首页里的规范网址。")
def verify(folder: Path, base_url: str) -> None:
    """检查生成好的网站：站内链接和位置、大小、有没有站外地址。有一处不对，退出码就是 1。"""
    found = verify_site(folder, base_url)
    for fault in found.shown_faults:
        click.echo(fault, err=True)
    click.echo(
        f"{folder}：{found.pages} 个页面、{found.files} 个文件，共 {found.bytes / 1e6:.1f} MB；"
        f"{found.links} 个站内链接（其中 {found.anchors} 个指到页内位置）；"
        f"最大的页面 {found.heaviest[0]}，{found.heaviest[1] / 1e3:.0f} KB；{len(found.faults)} 处不对。"
    )
    sys.exit(int(bool(found.faults)))


@main.command()
@click.argument("old", metavar="原网站", type=click.Path(path_type=Path, file_okay=False))
@click.argument("new", metavar="新网站", type=click.Path(path_type=Path, file_okay=False))
def compare(old: Path, new: Path) -> None:
    """比较两个网站的数据：文件、任务、解析提示各增加、减少了哪些，写成一张表（Markdown）。"""
    click.echo(compare_data(read_data(old), read_data(new)).markdown(), nl=False)


def _read(sources: tuple[Path, ...], content: Path | None) -> Corpus:
    return parse_corpus(sources or (content or BUNDLED,), content=content or BUNDLED)


def _settings(sources: tuple[Path, ...], content: Path | None, **more: Any) -> SiteSettings:
    """The bundled sample's words are for the sample alone; somebody's own content folder brings its own."""
    text_file = (content or BUNDLED) / "site.yml" if content or not sources else None
    return SiteSettings(project=PROJECT, content=content or BUNDLED, text_file=text_file, **more)


def _make_site(sources: tuple[Path, ...], out: Path, settings: SiteSettings, *, strict: bool = False, write: Writer = publish) -> None:
    stopwatch = Stopwatch(say=lambda step: click.echo(f"{step}……", err=True))
    report = make_site(sources or (settings.content,), out, settings, strict=strict, step=stopwatch, write=write)
    for diagnostic in report.corpus.diagnostics:
        if diagnostic.severity == "error":
            click.echo(format_diagnostic(diagnostic), err=True)
    corpus, published = report.corpus, report.published
    click.echo(
        f"网站已生成：{out}。{len(corpus.documents)} 份文件、{len(corpus.tasks)} 项任务，"
        f"{published.pages} 个页面，共 {published.bytes / 1e6:.1f} MB，用时 {stopwatch.seconds():.1f} 秒。"
    )
    click.echo(f"解析提示：{summary(corpus.diagnostics)}（详见 python build.py check）。")


def _rebuild(sources: tuple[Path, ...], out: Path, settings: SiteSettings) -> None:
    try:
        _make_site(sources, out, settings)
    except GazetteError as error:
        click.echo(f"没有重新生成：{error}", err=True)
    except Exception as error:  # a fault of the program must not end the preview
        click.echo(f"没有重新生成，程序出错：{type(error).__name__}: {error}", err=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()

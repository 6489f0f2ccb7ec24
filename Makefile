# 入口都在这里。第一次运行会按 requirements.lock 装好 .venv，锁定文件变了会自动更新。
#
#   make serve                                   生成示例网站，在本机预览，改了就重新生成
#   make site SOURCE=../shared/gazettes OUT=…    生成网站（还可以写 BASE_URL=、STRICT=1、OFFLINE=1）
#   make add FILE=公报.pdf                       加一期公报（文本、网页、DOCX、带文字层的 PDF）
#   make check SOURCE=…                          检查公报文本
#   make check-site OUT=…                        检查生成好的网站：链接、位置、大小、站外地址
#   make offline SOURCE=… ZIP=…                  生成离线版压缩包（DISTRICT=张店区 只要一个区县）
#   make changes BASE=提交                       与某个提交相比，数据有哪些增减
#   make audit | sbom                            查依赖有没有已知漏洞 | 写出软件物料清单
#   make addresses                               把示例网站的新网址记入清单（公布过的网址不再变）
#   make pictures                                重拍 docs/editor.md 里的图
#   make compare OLD=旧网站 NEW=新网站           比较两个网站的数据，列出增减
#   make test                                    检查代码并运行全部测试（含浏览器测试）
#   make unit                                    只运行快的测试，半分钟左右
#   make fuzz FILES=3000 SEED=1                  用有害的输入检查各项承诺：文字不丢、不出异常、不泄露、不变慢
#   make bench SOURCE=…                          量生成的时间和内存
#   make bench-search SOURCE=…                   检索与 Pagefind、MiniSearch 并排量（DOCUMENTS=20000 换规模，QUERIES=… 换查询）
#   make mutants                                 往程序里放 100 处小毛病，看快的测试能不能发现（COUNT=、SEED=、ONLY=parser/tables）
#   make lint | lock | clean                     只检查代码 | 更新锁定文件 | 清掉生成的东西

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help serve site check check-site add compare offline changes content-changes addresses pictures audit sbom unit test bench bench-search mutants fuzz lint browser lock clean

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
OUT ?= site
ZIP ?= gongbao.zip
BASE ?= HEAD
REPORT ?= .build/changes/report.md
SBOM ?= .build/sbom.cdx.json
AUDIT := .build/audit
AUDIT_RUN := $(AUDIT)/bin/python
PYTEST_ARGS ?=
export CHROMIUM

# 写在命令行上的值（FILE='公报 1.pdf' 之类）一律是文字：make 不展开，shell 不执行
unexport FILE NAME CONTENT SOURCE OUT ZIP DISTRICT BASE_URL PORT OLD NEW BASE REPORT PULL SEED FILES
quoted = '$(subst ','\'',$(1))'
text = $(call quoted,$(value $(1)))
option = $(if $(value $(1)),$(2) $(call text,$(1)))
source_options = $(foreach path,$(value SOURCE),--source $(call quoted,$(path))) $(call option,CONTENT,--content)
site_options = --out $(call text,OUT) $(call option,BASE_URL,--base-url) $(if $(STRICT),--strict) $(if $(OFFLINE),--offline)

help:
	@sed -n '/^#/!q;s/^# \{0,1\}//p' $(firstword $(MAKEFILE_LIST))

serve: $(STAMP)
	@$(RUN) build.py serve $(source_options) $(call option,PORT,--port)

site: $(STAMP)
	@$(RUN) build.py site $(source_options) $(site_options)

check: $(STAMP)
	@$(RUN) build.py check $(source_options) $(if $(STRICT),--strict)

offline: $(STAMP)
	@$(RUN) build.py offline $(source_options) --out $(call text,ZIP) $(call option,DISTRICT,--district)

add: $(STAMP)
	@$(RUN) build.py add $(call option,CONTENT,--content) $(call option,NAME,--name) $(if $(REPLACE),--replace) -- $(call text,FILE)

changes: $(STAMP)
	@VENV=$(VENV) .ci/changes $(call text,BASE) $(call text,REPORT) $(call option,PULL,)

# 合并请求 PULL 对内容的增减，只用这里的程序
content-changes: $(STAMP)
	@VENV=$(VENV) .ci/content-changes $(call text,PULL) $(call text,REPORT)

addresses: $(STAMP)
	@$(RUN) build.py site --out .build/addresses
	@.ci/addresses .build/addresses tests/sample/addresses.txt

pictures: browser
	@$(RUN) build.py site --out .build/pictures
	@$(RUN) docs/pictures/make.py .build/pictures

audit: $(STAMP)
	$(AUDIT_RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(AUDIT)
	$(AUDIT_RUN) -m pip install --quiet --disable-pip-version-check "pip-audit>=2.7,<3"
	$(AUDIT_RUN) -m pip_audit --strict --require-hashes --disable-pip --requirement requirements.lock

sbom: $(STAMP)
	@$(RUN) .ci/sbom.py requirements.lock >$(SBOM)
	@echo "软件物料清单（CycloneDX）：$(SBOM)"

compare: $(STAMP)
	@$(RUN) build.py compare $(call text,OLD) $(call text,NEW)

check-site: $(STAMP)
	@$(RUN) build.py verify $(call text,OUT) $(call option,BASE_URL,--base-url)

bench: $(STAMP)
	@$(RUN) build.py bench $(source_options)

bench-search: $(STAMP) browser
	@sh bench/install_rivals.sh .build/rivals
	$(RUN) -m bench.search_bench --source $(or $(SOURCE),gazette) --rivals .build/rivals $(if $(DOCUMENTS),--documents $(DOCUMENTS)) \
		$(foreach queries,$(QUERIES),--queries $(queries))

mutants: $(STAMP)
	@$(RUN) -m bench.mutants $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

# 有害的输入：FILES=3000 份，SEED=种子；不写就是 300 份
fuzz: $(STAMP)
	@$(RUN) -m bench.fuzz $(call option,SEED,--seed) $(call option,FILES,--files)

lint: $(STAMP)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m mypy

test: lint browser
	EXAMPLES=150 $(RUN) -m pytest $(PYTEST_ARGS)

# 快的测试：不开浏览器，不反复生成整个网站，不读真实公报
unit: $(STAMP)
	@env -u PYTHONDONTWRITEBYTECODE $(RUN) -m pytest -q --ignore tests/browser -m "not whole_site and not slow and not real" $(PYTEST_ARGS)

# 浏览器测试要有 Chromium：没有就装，装不了就说明怎么装
browser: $(STAMP)
	@sh .ci/browser $(RUN)

lock: $(STAMP)
	$(RUN) -m pip install --quiet --disable-pip-version-check uv
	$(RUN) -m uv pip compile --quiet --upgrade --universal --generate-hashes --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) site .build .site.lock .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): requirements.lock
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "找不到 $(PYTHON)。请先安装 Python 3.11 或更新的版本。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新的版本，$(PYTHON) 是 `$(PYTHON) --version`。装了别的版本的，可以写 make PYTHON=python3.12 …" >&2; exit 1; }
	@$(RUN) -c '' 2>/dev/null || { echo "准备运行环境……"; rm -rf $(VENV); $(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); echo "建不了 $(VENV)。Debian、Ubuntu 请先运行：apt-get install python3-venv" >&2; exit 1; }; }
	@echo "安装依赖（按 requirements.lock）……"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || { \
		echo "依赖没有装好。请检查网络，再试一次。" >&2; exit 1; }
	@touch $@

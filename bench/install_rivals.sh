#!/bin/sh
# 把要并排量的两种检索装到文件夹 $1：Pagefind（PyPI）、MiniSearch（npm）。装不上的说一声，量的时候略去。
set -u
folder=$1
mkdir -p "$folder"
if ! "$folder/venv/bin/python" -c 'import pagefind' 2>/dev/null; then
    { python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check 'pagefind[extended]==1.5.2'; } ||
        echo "Pagefind 没有装上，量的时候略去。" >&2
fi
if [ ! -d "$folder/node_modules/minisearch" ]; then
    npm install --silent --no-audit --no-fund --prefix "$folder" minisearch@7 || echo "MiniSearch 没有装上（要有 Node.js），量的时候略去。" >&2
fi
exit 0

// 用 MiniSearch 编索引：node minisearch_index.cjs <minisearch 的文件夹> <pages.json> <index.json>
// 词是相邻两个字，字母数字整个算一个；与 minisearch_page.js 里查询的切法相同。
const fs = require("fs");
const path = require("path");
const [library, pages, out] = process.argv.slice(2);
const MiniSearch = require(path.resolve(library, "dist/cjs/index.cjs"));
const options = require("./minisearch_options.js");

const index = new MiniSearch(options);
index.addAll(JSON.parse(fs.readFileSync(pages, "utf-8")));
fs.writeFileSync(out, JSON.stringify(index));

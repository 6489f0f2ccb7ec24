// MiniSearch 的设置，生成索引和查询都用：相邻两个字一个词；先要全部的词，一条也没有再要任何一个。
(function (root) {
  function tokenize(text) {
    const tokens = [];
    for (const run of text.normalize("NFKC").toLowerCase().match(/[\u3400-\u9fff]+|[a-z0-9]+/g) || []) {
      if (run.length === 1 || run.charCodeAt(0) < 0x3400) tokens.push(run);
      else for (let at = 0; at < run.length - 1; at += 1) tokens.push(run.slice(at, at + 2));
    }
    return tokens;
  }
  const options = { fields: ["title", "text"], storeFields: ["title", "url"], tokenize, processTerm: (term) => term, searchOptions: { boost: { title: 2 } } };
  if (typeof module !== "undefined") module.exports = options;
  else root.miniSearchOptions = options;
})(typeof window === "undefined" ? null : window);

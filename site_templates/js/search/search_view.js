/* 结果 → 网页上的一条条：标题、摘录、出处。只造节点，不拼 HTML，公报里的文字怎么也成不了标记。 */
(function (gpSearch) {
  "use strict";
  const segment = gpSearch.segment;
  const KIND_WORDS = { unit: "单位", document: "文件", issue: "公报", section: "章节", task: "任务", item: "事项" };
  const SNIPPET_LENGTH = 120;
  const SNIPPET_LEAD = 24;
  const PART_LENGTH = 48;

  function element(tag, className, children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    (children || []).forEach(function (child) { node.append(child); });
    return node;
  }

  /* 要标出来的字：查询的每一组，以及它的其他名称 */
  function needlesOf(result) {
    const needles = new Set(result.wholes.map(function (whole) { return whole.text; }));
    result.matches.forEach(function (match) {
      needles.add(match.group.text);
      match.names.forEach(function (name) { needles.add(segment.normalize(name)); });
    });
    return Array.from(needles).filter(Boolean);
  }

  /* needles 在 text 里的位置，重叠的并起来：[[start, end], …] */
  function rangesOf(text, needles) {
    const folded = segment.normalize(text);
    const found = [];
    needles.forEach(function (needle) {
      for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) found.push([at, at + needle.length]);
    });
    found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return found.reduce(function (merged, range) {
      const last = merged[merged.length - 1];
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
      else merged.push(range.slice());
      return merged;
    }, []);
  }

  function marked(text, needles) {
    return markedRange(text, 0, text.length, rangesOf(text, needles));
  }

  function markedRange(text, start, end, ranges) {
    const nodes = [];
    let at = start;
    ranges.forEach(function (range) {
      if (range[0] < start || range[1] > end) return;
      nodes.push(text.slice(at, range[0]), element("mark", "", [text.slice(range[0], range[1])]));
      at = range[1];
    });
    nodes.push(text.slice(at, end));
    return nodes.filter(function (node) { return node !== ""; });
  }

  /* 含词最多的一段；还有词没露面的，再取一段；一处也没有就取开头 */
  function snippet(text, needles, length) {
    const most = length ? 1 : 2;
    const flat = text.replace(/\s+/g, " ");
    const folded = segment.normalize(flat);
    const ranges = rangesOf(flat, needles);
    const pieces = [];
    let missing = needles.filter(function (needle) { return folded.includes(needle); });
    do {
      const start = bestStart(flat, folded, ranges, missing, length || SNIPPET_LENGTH);
      const end = Math.min(flat.length, start + (pieces.length ? SNIPPET_LENGTH / 2 : length || SNIPPET_LENGTH));
      pieces.push([start, end]);
      const shown = folded.slice(start, end);
      missing = missing.filter(function (needle) { return !shown.includes(needle); });
    } while (missing.length && pieces.length < most);
    pieces.sort(function (a, b) { return a[0] - b[0]; });
    return joinPieces(flat, pieces, ranges);
  }

  function joinPieces(text, pieces, ranges) {
    let nodes = [];
    let at = 0;
    pieces.forEach(function (piece) {
      const start = Math.max(piece[0], at);
      if (start > at) nodes.push("…");
      nodes = nodes.concat(markedRange(text, start, Math.max(piece[1], start), ranges));
      at = Math.max(piece[1], start);
    });
    if (at < text.length) nodes.push("…");
    return nodes;
  }

  function bestStart(text, folded, ranges, needles, length) {
    const last = Math.max(text.length - length, 0);
    let best = 0;
    let most = 0;
    ranges.forEach(function (range) {
      const start = Math.min(Math.max(range[0] - SNIPPET_LEAD, 0), last);
      const piece = folded.slice(start, start + length);
      const different = needles.filter(function (needle) { return piece.includes(needle); }).length;
      if (different > most) {
        most = different;
        best = start;
      }
    });
    return sentenceStart(text, best);
  }

  /* 往前挪到句子开头，只要不远 */
  function sentenceStart(text, start) {
    if (start === 0) return 0;
    const from = Math.max(start - SNIPPET_LEAD / 2, 0);
    const before = text.slice(from, start + SNIPPET_LEAD - 2);
    const stop = Math.max(before.lastIndexOf("。"), before.lastIndexOf("；"));
    return stop < 0 ? start : from + stop + 1;
  }

  /* 一条结果。base 是到网站根目录的路径 */
  function resultItem(entry, hit, needles, base) {
    const link = element("a", "gp-hit__title", marked(entry.title, needles));
    link.href = base + entry.address;
    const head = element("div", "gp-hit__head", [element("span", "gp-hit__kind gp-hit__kind--" + entry.kind, [KIND_WORDS[entry.kind]]), element("h2", "gp-hit__heading", [link])]);
    const item = element("li", "gp-hit", [head]);
    item.dataset.entry = entry.number;
    const text = entry.kind === "task" || entry.kind === "section" ? withoutTitle(entry) : entry.text;
    if (text) item.append(element("p", "gp-hit__text", snippet(text, needles)));
    if (entry.facts.length) {
      item.append(element("p", "gp-hit__facts", entry.facts.map(function (fact) { return element("span", "", marked(shortFact(fact), needles)); })));
    }
    if (entry.label.length) {
      item.append(element("p", "gp-hit__label", entry.label.map(function (word) { return element("span", "", marked(word, needles)); })));
    }
    return item;
  }

  /* 同一份文件里的另一处：标题和短短一段 */
  function partItem(entry, needles, base) {
    const link = element("a", "gp-part__title", marked(entry.title, needles));
    link.href = base + entry.address;
    const item = element("li", "gp-part", [element("span", "gp-hit__kind gp-hit__kind--" + entry.kind, [KIND_WORDS[entry.kind]]), link]);
    item.dataset.entry = entry.number;
    const text = withoutTitle(entry);
    if (entry.kind !== "document" && text) item.append(element("span", "gp-part__text", snippet(text, needles, PART_LENGTH)));
    return item;
  }

  function withoutTitle(entry) {
    const text = entry.text.replace(/^\d+；/, "");
    return text.startsWith(entry.title) ? text.slice(entry.title.length).replace(/^[\s；]+/, "") : text;
  }

  const FACT_LENGTH = 90;
  function shortFact(fact) { return fact.length > FACT_LENGTH ? fact.slice(0, FACT_LENGTH) + "…" : fact; }

  gpSearch.view = { element: element, needlesOf: needlesOf, resultItem: resultItem, partItem: partItem, KIND_WORDS: KIND_WORDS };
})(window.gpSearch = window.gpSearch || {});

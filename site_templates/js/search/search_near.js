/* 有的词找不到时，提几个写法相近的查询：错一个字、多一个字、少一个字的。只看已经取来的分片。 */
(function (gpSearch) {
  "use strict";
  const segment = gpSearch.segment;
  const KEY_MARK = "=";
  const MOST = 3;
  const SHORTEST = 3;
  const LONGEST = 12;

  /* 两串单元差几处（增、删、改各算一处）；超过 limit 就不再细算 */
  function distance(left, right, limit) {
    if (Math.abs(left.length - right.length) > limit) return limit + 1;
    let above = right.map(function (_, place) { return place + 1; });
    above.unshift(0);
    left.forEach(function (unit, row) {
      const line = [row + 1];
      right.forEach(function (other, column) {
        line.push(Math.min(above[column + 1] + 1, line[column] + 1, above[column] + (unit === other ? 0 : 1)));
      });
      above = line;
    });
    return above[right.length];
  }

  /* 识别错的、缩写成首字母的名称，换成正式的 */
  function officialName(index, word) {
    const record = index.record(word + KEY_MARK);
    const names = (record && record[index.manifest.fields.length] || "").split("/").map(function (name) { return segment.normalize(name); });
    return names[0] && !names.includes(word) ? names[0] : word;
  }

  /* 与 text 相近的词和名称：{ word, far: 差几处, shift: 长短差几个字, size: 多常见 } */
  function nearWords(index, text) {
    const units = segment.unitsOf(segment.runs(segment.normalize(text)).join(""));
    if (units.length < SHORTEST || units.length > LONGEST) return [];
    const limit = units.length < 4 ? 1 : 2;
    const found = new Map();
    index.loadedTerms().forEach(function (term) {
      if (term.startsWith(KEY_MARK)) return;
      const word = term.endsWith(KEY_MARK) ? term.slice(0, -KEY_MARK.length) : term;
      const record = index.record(term);
      const isWord = term !== word || record[0] || record[1];
      const own = segment.unitsOf(word);
      if (!isWord || own.length < 2 || !own.some(function (unit) { return units.includes(unit); })) return;
      const far = distance(units, own, limit);
      if (far === 0 || far > limit) return;
      const name = officialName(index, word);
      if (!found.has(name) || found.get(name).far > far) found.set(name, { word: name, far: far, shift: Math.abs(own.length - units.length), size: record.join("").length });
    });
    return Array.from(found.values());
  }

  /* 找不到的那一段，连同或不连同旁边的词；不止一段找不到的，没有办法 */
  function windows(result) {
    const groups = result.matches.map(function (match) { return match.group; });
    const missing = result.matches.filter(function (match) { return match.size === 0; }).map(function (match) { return groups.indexOf(match.group); });
    if (!missing.length) return [];
    const first = missing[0];
    const last = missing[missing.length - 1];
    const texts = [[first, last], [first - 1, last], [first, last + 1], [first - 1, last + 1]].map(function (reach) {
      return groups.slice(Math.max(reach[0], 0), reach[1] + 1).map(function (group) { return group.own; }).join("");
    });
    if (groups[first].part === groups[last].part) texts.push(groups[first].part);
    return Array.from(new Set(texts));
  }

  /* 整句查询的几种相近的写法：差得少的在前，换的那一段长的在前，字数一样的、常见的在前 */
  function nearQueries(index, result) {
    const query = segment.normalize(result.query, result.variants);
    const found = new Map();
    windows(result).forEach(function (text) {
      const at = query.indexOf(text);
      if (at < 0) return;
      nearWords(index, text).forEach(function (near) {
        if (at > 0 && near.word[0] === query[at - 1]) return; /* 区|大数椐中心 → 区区大数据中心 */
        const words = query.slice(0, at) + near.word + query.slice(at + text.length);
        const other = found.get(words);
        if (!other || near.far < other.far) found.set(words, Object.assign({ words: words, length: text.length }, near));
      });
    });
    const sorted = Array.from(found.values()).sort(function (a, b) { return a.far - b.far || b.length - a.length || a.shift - b.shift || b.size - a.size; });
    return sorted.filter(function (each) { return each.length >= sorted[0].length && each.far === sorted[0].far; }).slice(0, MOST).map(function (each) { return each.words; });
  }

  gpSearch.near = { distance: distance, nearQueries: nearQueries };
})(window.gpSearch = window.gpSearch || {});

/* 什么也没找到时，提几个写法相近的词：错一个字、多一个字、少一个字的。只看已经取来的分片。 */
(function (gpSearch) {
  "use strict";
  const segment = gpSearch.segment;
  const KEY_MARK = "=";
  const MOST = 3;
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

  /* 与 text 相近的词和名称，近的在前，常见的在前 */
  function nearWords(index, text) {
    const units = segment.unitsOf(segment.runs(segment.normalize(text)).join(""));
    if (units.length < 2 || units.length > LONGEST) return [];
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
      if (far > 0 && far <= limit && (!found.has(word) || found.get(word).far > far)) {
        found.set(word, { word: word, far: far, size: record.join("").length });
      }
    });
    return Array.from(found.values()).sort(function (a, b) { return a.far - b.far || b.size - a.size; }).slice(0, MOST)
      .map(function (each) { return each.word; });
  }

  gpSearch.near = { distance: distance, nearWords: nearWords };
})(window.gpSearch = window.gpSearch || {});

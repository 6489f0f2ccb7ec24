/* 分数：lunr 的算法（BM25），直接从词条的出现记录算。一个条目的分数只看查询里的词，所以和整个 lunr 索引给的一样
   （tests/browser/test_search_scripts.py 拿 lunr 逐条比对）。 */
(function (gpSearch) {
  "use strict";

  /* 一条词条：{ term, fields: { title: [条目, 次数, 长度级别, 条目, …], … }, total, names, cut }；没有就是 null */
  function readTerm(index, term) {
    const record = index.record(term);
    if (!record) return null;
    const fields = {};
    let total = 0;
    index.manifest.fields.forEach(function (field, place) {
      if (!record[place]) return;
      const postings = gpSearch.codec.decodePostings(record[place]);
      fields[field[0]] = postings;
      total += postings.length / 3;
    });
    const cut = index.cut(term);
    const names = record[index.manifest.fields.length];
    return { term: term, fields: fields, total: cut ? cut.total : total, names: names ? names.split("/") : [], cut: cut };
  }

  /* 每个条目的分数，一列。clauses：{ term, fields, boost } */
  function scoreEntries(index, clauses) {
    const scores = new Float64Array(index.manifest.count);
    index.manifest.fields.forEach(function (field, at) {
      const weights = new Map();
      clauses.forEach(function (clause) {
        if (clause.fields.includes(field[0])) weights.set(clause.term, (weights.get(clause.term) || 0) + clause.boost);
      });
      let squares = 0;
      weights.forEach(function (weight) { squares += weight * weight; });
      weights.forEach(function (weight, term) { addScores(index, term, at, weight / Math.sqrt(squares), scores); });
    });
    return scores;
  }

  /* 一个词条在一个字段里的分数，每个先取到小数点后三位，和 lunr.Builder 一样 */
  function addScores(index, term, at, weight, scores) {
    const manifest = index.manifest;
    const field = manifest.fields[at];
    const postings = term.fields[field[0]] || [];
    const idf = Math.log(1 + Math.abs((manifest.count - term.total + 0.5) / (term.total + 0.5)));
    let kind = 0;
    for (let next = 0; next < postings.length; next += 3) {
      const entry = postings[next];
      while (entry >= index.kinds[kind].end) kind += 1;
      const frequency = postings[next + 1];
      const length = gpSearch.codec.levelLength(postings[next + 2], field[2]) / manifest.averages[at];
      let score = idf * ((manifest.k1 + 1) * frequency) / (manifest.k1 * (1 - manifest.b + manifest.b * length) + frequency);
      score *= field[1];
      score *= index.kinds[kind].boost;
      scores[entry] += weight * Math.round(score * 1000) / 1000;
    }
  }

  gpSearch.scores = { readTerm: readTerm, scoreEntries: scoreEntries };
})(window.gpSearch = window.gpSearch || {});

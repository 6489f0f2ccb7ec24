/* 分数：从词条的出现记录拼出一个只有这几个词的 lunr 索引，让 lunr 去算。lunr 的分数只看查询里的词，所以和整个索引里的一样。 */
(function (gpSearch) {
  "use strict";

  /* 一条词条：{ term, fields: { title: [条目, 次数, 长度级别, 条目, …], … }, total, names }；没有就是 null */
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
    const names = record[index.manifest.fields.length];
    return { term: term, fields: fields, total: total, names: names ? names.split("/") : [] };
  }

  /* keep 为真的条目进小索引；词条的总数照旧，分数不变 */
  function assemble(index, terms, keep) {
    const vectors = new Map();
    const ordered = terms.slice().sort(function (a, b) { return a.term < b.term ? -1 : 1; });
    const inverted = ordered.map(function (term, place) { return [term.term, postingsOf(index, term, place, keep, vectors)]; });
    return lunr.Index.load({
      version: lunr.version, fields: index.manifest.fields.map(function (field) { return field[0]; }),
      fieldVectors: Array.from(vectors), invertedIndex: inverted, pipeline: [],
    });
  }

  function postingsOf(index, term, place, keep, vectors) {
    const manifest = index.manifest;
    const idf = Math.log(1 + Math.abs((manifest.count - term.total + 0.5) / (term.total + 0.5)));
    const posting = { _index: place };
    manifest.fields.forEach(function (field, at) {
      const refs = posting[field[0]] = {};
      const found = term.fields[field[0]] || [];
      for (let next = 0; next < found.length; next += 3) {
        const entry = found[next];
        if (!keep(entry)) continue;
        const ref = field[0] + "/" + entry;
        refs[entry] = {};
        let vector = vectors.get(ref);
        if (!vector) vectors.set(ref, vector = []);
        const length = gpSearch.codec.levelLength(found[next + 2], field[2]);
        vector.push(place, termScore(manifest, idf, found[next + 1], length / manifest.averages[at], field[1], index.kindOf(entry).boost));
      }
    });
    return posting;
  }

  /* 与 lunr.Builder 同样的算法、同样的次序，小数点后三位 */
  function termScore(manifest, idf, frequency, length, fieldBoost, kindBoost) {
    let score = idf * ((manifest.k1 + 1) * frequency) / (manifest.k1 * (1 - manifest.b + manifest.b * length) + frequency);
    score *= fieldBoost;
    score *= kindBoost;
    return Math.round(score * 1000) / 1000;
  }

  /* entries 的分数：Map，条目 → 分数。clauses：{ term, fields, boost } */
  function scoreEntries(index, clauses, entries) {
    const scores = new Map();
    if (!clauses.length || !entries.length) return scores;
    const kept = new Uint8Array(index.manifest.count);
    entries.forEach(function (entry) { kept[entry] = 1; });
    const terms = Array.from(new Set(clauses.map(function (clause) { return clause.term; })));
    assemble(index, terms, function (entry) { return kept[entry]; }).query(function (query) {
      clauses.forEach(function (clause) {
        query.term(clause.term.term, { fields: clause.fields, boost: clause.boost, usePipeline: false });
      });
    }).forEach(function (match) { scores.set(Number(match.ref), match.score); });
    return scores;
  }

  gpSearch.scores = { readTerm: readTerm, assemble: assemble, scoreEntries: scoreEntries };
})(window.gpSearch = window.gpSearch || {});

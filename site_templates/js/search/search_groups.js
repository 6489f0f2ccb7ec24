/* 同一份文件里的几处结果合成一组，最好的一处在前；各列的值（区县、年份、日期）也在这里读。 */
(function (gpSearch) {
  "use strict";
  const PARTLY = 3; /* 只含一部分词的一档，单独成组 */
  const MOST_LOOKED_AT = 6;

  /* 值、个数、值、个数… → 每个条目一个值 */
  function expand(runs, count) {
    const column = new Int32Array(count);
    let at = 0;
    for (let place = 0; place < runs.length; place += 2) {
      column.fill(runs[place], at, at + runs[place + 1]);
      at += runs[place + 1];
    }
    return column;
  }

  /* 单位、文件、公报各有自己的值，文件的各部分随文件（portal/search_facets.py） */
  class Columns {
    constructor(index, facets) {
      this.index = index;
      this.districts = facets.districts;
      this.own = index.kind("issue").end;
      this.documents = index.kind("document").start;
      ["district", "year", "date"].forEach(function (name) { this["_" + name] = expand(facets[name], this.own); }, this);
    }

    place(entry) { return entry < this.own ? entry : this.documents + this.index.document[entry]; }

    /* 没有就是空串 */
    district(entry) {
      const number = this._district[this.place(entry)];
      return number ? this.districts[number - 1] : "";
    }

    /* 没有就是 0 */
    year(entry) { return this._year[this.place(entry)]; }

    date(entry) { return this._date[this.place(entry)]; }
  }

  /* 最前面的 most 组，每组只有最好的一处；不必知道每个条目属于哪份文件 */
  async function firstGroups(index, hits, most) {
    const groups = [];
    const documents = new Set([-1]);
    for (let place = 0; place < Math.min(hits.length, MOST_LOOKED_AT) && groups.length < most; place += 1) {
      const document = (await index.entry(hits[place].entry)).document;
      if (documents.has(document) && document >= 0) continue;
      documents.add(document);
      groups.push([hits[place]]);
    }
    return groups;
  }

  /* 有序的 hits → 有序的组：[[hit, …], …]，组里也按原来的次序 */
  function groupHits(index, hits) {
    const groups = new Map();
    hits.forEach(function (hit) {
      const document = index.document[hit.entry];
      const key = document < 0 ? "e" + hit.entry : (hit.tier === PARTLY ? "p" : "d") + document;
      if (groups.has(key)) groups.get(key).push(hit);
      else groups.set(key, [hit]);
    });
    return Array.from(groups.values());
  }

  /* 新的在前，没有日期的在后；只含一部分词的仍在最后 */
  function byDate(columns, hits) {
    return hits.slice().sort(function (a, b) {
      return (a.tier === PARTLY) - (b.tier === PARTLY) || columns.date(b.entry) - columns.date(a.entry);
    });
  }

  gpSearch.columns = { Columns: Columns };
  gpSearch.groups = { firstGroups: firstGroups, groupHits: groupHits, byDate: byDate };
})(window.gpSearch = window.gpSearch || {});

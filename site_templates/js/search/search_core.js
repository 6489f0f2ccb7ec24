/* 一句查询 → 有序的结果。不碰网页：取分片靠 search_store.js，分数在 search_scores.js，哪些条目含有全部词由这里定。 */
(function (gpSearch) {
  "use strict";
  const segment = gpSearch.segment;
  const KEY_MARK = "=";
  const WORD_FIELDS = ["title", "text", "pairs", "context"];
  const OWN_FIELDS = ["title", "text", "pairs"];
  const NAME_FIELDS = ["name", "key"];
  const PAIR_BOOST = 0.3;
  const KEY_BOOST = 3;
  const LEAST_COVERAGE = 0.4; /* 只含部分词的结果，所含的词至少要有这么重 */
  const LEAST_OF_SEVERAL = 0.25; /* 用空格分开写的，只含其中一段也列出来 */
  const WHOLE_UNITS = 6;
  const MAX_QUERY_UNITS = 64;
  const PARTLY = 3; /* 只含一部分词的一档 */
  const FINEST = 1e6; /* 相加的先后造成的差别不算 */
  /* 一组词和一个条目的关系，可以兼有 */
  const OWN = 1; /* 条目自己的文字里有 */
  const CONTEXT = 2; /* 所在文件的题目之类里有 */
  const EXACT = 4; /* 索引里就是这个词，不用到原文里核对 */

  /* 从第 start 个单元起的各个词条：大数据 → 大数、大数=、大数据、大数据= */
  function termsFrom(units, start) {
    const terms = [];
    for (let end = start + 1; end <= Math.min(units.length, start + segment.MAX_WORD_UNITS); end += 1) {
      if (end === start + 1 && segment.isHan(units[start])) continue;
      const text = units.slice(start, end).join("");
      terms.push(text, text + KEY_MARK);
    }
    return terms;
  }

  class Query {
    constructor(index, text, isFirst) {
      this.index = index;
      this.text = text;
      this.isFirst = isFirst;
      this.count = index.manifest.count;
      this.read = new Map();
      this.clauses = new Map();
      this.named = new Uint8Array(this.count); /* 因为是那个单位而排在前面的，不必逐字相同 */
      this.seen = new Uint8Array(this.count);
      this.candidates = [];
    }

    async run() {
      await this.prepare();
      this.key = segment.plainKey(this.parts);
      this.groups = segment.queryGroups(this.parts, this.isWord.bind(this), this.index.words);
      this.match();
      const long = this.longTerms();
      const head = long.length && this.isFirst && this.isOneWord() ? this.term(long[0]).cut : null;
      if (long.length && !head) {
        await this.index.loadWhole(long);
        this.read.clear();
        this.match();
      }
      return {
        query: this.text, parts: this.parts, matches: this.matches, wholes: this.wholes, named: this.named, hits: this.ranked(), variants: this.variants,
        isPartial: Boolean(head), total: head,
      };
    }

    /* 每组词在哪些条目里 */
    match() {
      this.clauses.clear();
      this.named.fill(0);
      this.excluded = this.groups.filter(function (group) { return group.isExcluded; }).map(this.matchGroup, this);
      this.clauses.clear();
      this.candidates = [];
      this.seen.fill(0);
      this.matches = this.groups.filter(function (group) { return !group.isExcluded; }).map(this.matchGroup, this);
      this.wholes = this.wholeParts();
      this.callByKey(this.add(this.key + KEY_MARK, KEY_BOOST, ["key"]));
    }

    /* 整句就是它的名称、文号、题目的条目，怎么分开写都算全有 */
    callByKey(found) {
      this.matches.forEach(function (match) { this.mark(match.marks, found, ["key"], OWN | EXACT); }, this);
      this.mark(this.named, found, ["key"], OWN);
    }

    /* 读过的词条里，手上只有开头一段的 */
    longTerms() {
      return Array.from(this.read.values()).filter(function (found) { return found && found.cut; }).map(function (found) { return found.term; });
    }

    /* 查的就是一个词：它的开头一段就是最前面的结果（portal/search_heads.py） */
    isOneWord() {
      if (this.matches.length !== 1 || this.excluded.length || this.matches[0].group.isExact) return false;
      const text = this.matches[0].group.text;
      return Array.from(this.clauses.values()).every(function (clause) { return clause.term.term === text || clause.term.term === text + KEY_MARK; });
    }

    /* 切开查询、取分片；有不认识的字就按繁体再来一遍 */
    async prepare() {
      this.parts = this.split(null);
      await this.load();
      if (!this.hasUnknown()) return;
      const variants = await this.index.variants();
      if (!Array.from(this.text).some(function (char) { return variants.has(char); })) return;
      this.variants = variants;
      this.parts = this.split(variants);
      await this.load();
    }

    split(variants) {
      let left = MAX_QUERY_UNITS;
      return segment.splitQuery(this.text, this.index.words, variants).filter(function (part) {
        part.units = part.units.slice(0, Math.max(left, 0));
        left -= part.units.length;
        return part.units.length > 0;
      });
    }

    /* 先取每一段从头起的词条：整段是一个词的，这就够了；不是的，取别处起的；切开还有剩字的，全取 */
    async load() {
      const terms = [segment.plainKey(this.parts) + KEY_MARK];
      const prefixes = [];
      const runs = [];
      this.parts.forEach(function (part) {
        if (part.isNoise && this.parts.length > 1) return;
        if (!part.isNumber) terms.push.apply(terms, termsFrom(part.units, 0));
        if (part.units.length > 1) runs.push(part);
        else prefixes.push(part.units[0]);
      }, this);
      await this.index.loadTerms(terms, prefixes);
      const broken = runs.filter(function (part) { return !this.isSettled(part.units.join("")); }, this);
      await this.loadStarts(broken, function (part) {
        return part.isExact || part.isExcluded || part.units.length <= WHOLE_UNITS ? 1 : Math.max(this.firstWord(part.units), 1);
      }.bind(this));
      this.unsure = broken.filter(function (part) { return part.units.length <= WHOLE_UNITS || this.hasGap(part.units); }, this);
      await this.loadStarts(this.unsure, function () { return 1; });
    }

    loadStarts(parts, firstOf) {
      const terms = [];
      parts.forEach(function (part) {
        for (let start = firstOf(part); start < part.units.length; start += 1) terms.push.apply(terms, termsFrom(part.units, start));
      });
      return terms.length ? this.index.loadTerms(terms) : Promise.resolve();
    }

    /* 索引里的词，原文里每一处都记着；名录里的名称没有记着，就是原文里没有。别的要靠相邻的字去找 */
    isSettled(text) { return Boolean(this.index.record(text)) || this.isName(text); }

    isName(text) {
      const record = this.index.record(text + KEY_MARK);
      if (!record) return false;
      const place = this.index.fieldPlace;
      return Boolean(record[place.name]) || gpSearch.codec.decodePostings(record[place.key] || "")[0] < this.index.kind("unit").end;
    }

    /* 开头最长的词有几个单元 */
    firstWord(units) {
      for (let length = Math.min(units.length, segment.MAX_WORD_UNITS); length > 1; length -= 1) {
        if (this.isWord(units.slice(0, length).join(""))) return length;
      }
      return 0;
    }

    hasGap(units) {
      const small = this.index.words.small;
      return segment.segmentRun(units, this.isWord.bind(this)).some(function (each) {
        return each.kind === "gap" && units.slice(each.start, each.end).some(function (unit) { return !small.has(unit); });
      });
    }

    hasUnknown() {
      if (this.unsure.some(function (part) {
        return segment.pairs(part.units).some(function (pair) { return !this.index.record(pair); }, this);
      }, this)) return true;
      return this.parts.some(function (part) {
        if (part.isNoise || part.isNumber || part.units.length > 1) return false;
        return segment.isHan(part.units[0]) && !this.index.termsFrom(part.units[0]).length;
      }, this);
    }

    term(text) {
      if (!this.read.has(text)) this.read.set(text, gpSearch.scores.readTerm(this.index, text));
      return this.read.get(text);
    }

    isWord(text) {
      const record = this.index.record(text);
      return Boolean(record && (record[0] || record[1])) || this.isName(text);
    }

    /* 让 text 这个词条在 fields 里计分；没有这个词条就是 null */
    add(text, boost, fields) {
      const found = this.term(text);
      if (!found) return null;
      const key = text + " " + fields.join(" ");
      const clause = this.clauses.get(key);
      if (!clause || clause.boost < boost) this.clauses.set(key, { term: found, boost: boost, fields: fields });
      return found;
    }

    /* 在 marks 里给词条所在的条目记上 flags */
    mark(marks, found, fields, flags) {
      if (!found) return;
      fields.forEach(function (field) {
        const postings = found.fields[field] || [];
        for (let at = 0; at < postings.length; at += 3) this.markEntry(marks, postings[at], flags);
      }, this);
    }

    markEntry(marks, entry, flags) {
      marks[entry] |= flags;
      if ((flags & OWN) && !this.seen[entry]) {
        this.seen[entry] = 1;
        this.candidates.push(entry);
      }
    }

    /* 一组词在哪些条目里 */
    matchGroup(group) {
      const marks = new Uint8Array(this.count);
      const names = new Set();
      this.wordsOf(group).forEach(function (word) {
        const found = this.add(word, 1, WORD_FIELDS);
        this.mark(marks, found, OWN_FIELDS, OWN | EXACT);
        this.mark(marks, found, ["context"], CONTEXT);
      }, this);
      this.namesOf(group).forEach(function (name) {
        const found = this.add(name, group.text.length / (name.length - KEY_MARK.length), NAME_FIELDS); /* 越接近打完的越靠前 */
        this.mark(marks, found, NAME_FIELDS, OWN | EXACT);
        this.mark(this.named, found, group.text === this.key ? NAME_FIELDS : ["key"], OWN);
        found.names.forEach(function (each) { names.add(each); });
      }, this);
      if (group.units.length > 1 && !this.isSettled(group.text)) {
        this.holdersOf(group.units).forEach(function (entry) { this.markEntry(marks, entry, OWN); }, this);
      }
      const size = marks.reduce(function (sum, flags) { return sum + (flags ? 1 : 0); }, 0);
      return { group: group, marks: marks, size: size, names: Array.from(names), weight: this.weightOf(size) };
    }

    weightOf(size) { return Math.log(1 + this.count / (size + 0.5)); }

    wordsOf(group) {
      if (group.units.length > 1 || (!segment.isHan(group.text) && this.index.record(group.text))) return [group.text];
      return this.index.termsFrom(group.text).filter(function (term) { return !term.endsWith(KEY_MARK); });
    }

    /* 名称的词条；字母没打完的拼音首字母也算，但有了单位就不再列它的科室 */
    namesOf(group) {
      if (group.isExact || group.isNumber) return [];
      if (this.index.record(group.text + KEY_MARK)) return [group.text + KEY_MARK];
      if (group.units.length > 1 || !/^[a-z]{2,}$/.test(group.text)) return [];
      const letters = this.index.termsFrom(group.text).filter(function (term) { return term.endsWith(KEY_MARK); });
      return letters.filter(function (term) {
        return !letters.some(function (other) { return other !== term && term.startsWith(other.slice(0, -KEY_MARK.length)); });
      });
    }

    /* 含有 units 里每一对相邻的字的条目；显示之前再到原文里核对 */
    holdersOf(units) {
      const found = segment.pairs(units).map(function (pair) { return this.add(pair, PAIR_BOOST, WORD_FIELDS); }, this);
      if (found.some(function (each) { return !each; })) return [];
      const steps = new Uint8Array(this.count);
      const holders = [];
      found.forEach(function (each, place) {
        OWN_FIELDS.forEach(function (field) {
          const postings = each.fields[field] || [];
          for (let at = 0; at < postings.length; at += 3) {
            if (steps[postings[at]] !== place) continue;
            steps[postings[at]] = place + 1;
            if (place === found.length - 1) holders.push(postings[at]);
          }
        });
      });
      return holders;
    }

    /* 一口气打出来的一串，原文里也挨着的排前面；全由词组成的长句不要求 */
    wholeParts() {
      const wholes = [];
      const asked = new Set(this.matches.map(function (match) { return match.group.text; }));
      this.parts.forEach(function (part) {
        if (part.isNoise || part.isExcluded || part.isNumber || part.units.length < 2) return;
        const text = part.units.join("");
        if (this.index.words.weak.has(text) && !asked.has(text)) return; /* 哪些任务：没有要求“任务”二字 */
        const marks = new Uint8Array(this.count);
        const isSure = this.isSettled(text);
        if (isSure) this.mark(marks, this.term(text), OWN_FIELDS, OWN);
        else if (part.units.length > WHOLE_UNITS && !this.hasGap(part.units)) return;
        else this.holdersOf(part.units).forEach(function (entry) { marks[entry] = OWN; });
        wholes.push({ text: text, marks: marks, isSure: isSure });
      }, this);
      return wholes;
    }

    /* 定档、计分、排序：{ entry, tier, score }。0 整串都有，1 全部词都有，2 加上所在文件的题目才全，3 只有一部分 */
    ranked() {
      /* 哪里也没有的词，不比找得到的词重 */
      const known = this.matches.filter(function (match) { return match.size > 0; });
      const most = known.reduce(function (heaviest, match) { return Math.max(heaviest, match.weight); }, 0);
      const total = this.matches.reduce(function (sum, match) { return sum + Math.min(match.weight, most); }, 0);
      const least = this.parts.filter(function (part) { return !part.isNoise && !part.isExcluded; }).length > 1 ? LEAST_OF_SEVERAL : LEAST_COVERAGE;
      const hits = [];
      this.candidates.forEach(function (entry) {
        if (this.excluded.some(function (match) { return match.marks[entry]; })) return;
        const tier = this.tierOf(entry);
        const coverage = tier < 3 ? 1 : this.coveredBy(entry) / total;
        if (tier < 3 || coverage >= least) hits.push({ entry: entry, tier: tier, coverage: coverage, score: 0 });
      }, this);
      const scores = gpSearch.scores.scoreEntries(this.index, Array.from(this.clauses.values()));
      hits.forEach(function (hit) { hit.score = Math.round(scores[hit.entry] * FINEST) / FINEST; });
      return hits.sort(inOrder);
    }

    tierOf(entry) {
      let own = true;
      for (let place = 0; place < this.matches.length; place += 1) {
        const flags = this.matches[place].marks[entry];
        if (!flags) return 3;
        if (!(flags & OWN) && !this.named[entry]) own = false; /* 叫这个名称的单位，区县、角色写在一旁也算 */
      }
      if (!own) return 2;
      return this.named[entry] || this.wholes.every(function (whole) { return whole.marks[entry]; }) ? 0 : 1;
    }

    coveredBy(entry) {
      return this.matches.reduce(function (sum, match) { return sum + (match.marks[entry] ? match.weight : 0); }, 0);
    }
  }

  function inOrder(a, b) { return a.tier - b.tier || b.coverage - a.coverage || b.score - a.score || a.entry - b.entry; }

  /* 含有全部词的 */
  function fullHits(result) { return result.hits.filter(function (hit) { return hit.tier < PARTLY; }); }

  /* 有的结果要到原文里核对才知道 */
  function isUnsure(result) { return result.hits.some(function (hit) { return isUnsureHit(result, hit); }); }

  function isUnsureHit(result, hit) {
    if (result.matches.some(function (match) { return (match.marks[hit.entry] & OWN) && !(match.marks[hit.entry] & EXACT); })) return true;
    return hit.tier === 0 && !result.named[hit.entry] && result.wholes.some(function (whole) { return !whole.isSure; });
  }

  /* 不多的时候逐条核对：没有的去掉，没有连在一起的往后放。返回真：hits 现在是准的 */
  async function settle(index, result, most) {
    const unsure = result.hits.filter(function (hit) { return isUnsureHit(result, hit); });
    if (unsure.length > most) return false;
    const gone = new Set();
    await Promise.all(unsure.map(async function (hit) {
      const entry = await index.entry(hit.entry);
      if (!holds(result, hit, entry)) gone.add(hit);
      else if (hit.tier === 0 && !hasWholes(result, hit, entry)) hit.tier = 1;
    }));
    result.hits = result.hits.filter(function (hit) { return !gone.has(hit); }).sort(inOrder);
    return true;
  }

  function hasWholes(result, hit, entry) {
    const text = searchable(entry);
    return result.named[hit.entry] || result.wholes.every(function (whole) { return whole.isSure || text.includes(whole.text); });
  }

  /* 显示之前核对：靠相邻的字凑出来的词，原文里要真有 */
  function holds(result, hit, entry) {
    let text = null;
    return result.matches.every(function (match) {
      const flags = match.marks[hit.entry];
      if (!(flags & OWN) || (flags & EXACT)) return true;
      text = text || searchable(entry);
      return text.includes(match.group.text);
    });
  }

  /* 条目的文字，像索引里那样一串串的 */
  function searchable(entry) {
    const number = entry.kind === "document" || entry.kind === "issue" ? entry.label : [];
    const text = segment.normalize([entry.title, entry.text].concat(entry.facts, number).join("\n"));
    return segment.runs(text).join("\n");
  }

  /* { query, matches: 每组词的情形, hits: 有序的结果 }。isFirst：先要最前面的，够了就不取长的词条；那时 isPartial 为真，total 是一共有多少 */
  async function search(index, text, isFirst) {
    return new Query(index, text, Boolean(isFirst)).run();
  }

  gpSearch.core = { search: search, holds: holds, fullHits: fullHits, settle: settle, isUnsure: isUnsure };
})(window.gpSearch = window.gpSearch || {});

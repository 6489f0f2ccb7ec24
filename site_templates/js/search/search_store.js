/* 取索引：分片、条目、各列的值、繁体字表。都是脚本，http 和 file: 一样能装；每个只取一次。清单跟这些脚本在同一个文件里。 */
(function (gpSearch) {
  "use strict";
  const SCHEMA = 3;
  const PARTS = ["section", "task", "item"]; /* 文件的各部分 */
  const received = new Map();
  const waiting = new Map();

  /* 每个索引文件装进来时都调用它 */
  gpSearch.receive = function (name, value) { received.set(name, value); };

  function load(name, address) {
    if (received.has(name)) return Promise.resolve(received.get(name));
    if (waiting.has(name)) return waiting.get(name);
    const promise = new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = function () {
        script.remove();
        if (received.has(name)) resolve(received.get(name));
        else reject(new Error(name));
      };
      script.onerror = function () {
        script.remove();
        waiting.delete(name);
        reject(new Error(name));
      };
      document.head.append(script);
    });
    waiting.set(name, promise);
    return promise;
  }

  /* 一份打开的索引。base 是到网站根目录的路径 */
  async function open(base) {
    const manifest = received.get("manifest");
    if (!manifest || manifest.schema !== SCHEMA) throw new Error("检索文件的格式不对：" + (manifest && manifest.schema));
    return new Index(manifest, base + "assets/search/" + manifest.folder + "/");
  }

  class Index {
    constructor(manifest, folder) {
      this.manifest = manifest;
      this.folder = folder;
      this.words = { noise: manifest.noise, weak: new Set(manifest.weak), small: new Set(manifest.small) };
      this.firstTerms = manifest.shards.split(" "); /* 分片多的时候是目录各页的，每页各有 manifest.page 个分片 */
      this.pages = new Map();
      this.fieldPlace = {};
      manifest.fields.forEach(function (field, place) { this.fieldPlace[field[0]] = place; }, this);
      this.shards = new Map();
      this.kinds = [];
      let start = 0;
      manifest.kinds.forEach(function (kind) {
        this.kinds.push({ name: kind[0], start: start, end: start + kind[1], boost: kind[2], rows: kind[3] });
        start += kind[1];
      }, this);
      this.document = null;
      if (received.has("parts")) this.lay(received.get("parts"));
    }

    /* 取来各份文件有几个章节、任务、事项；之后才有 document */
    async loadParts() {
      if (!this.document) this.lay(await this.piece("parts"));
    }

    /* 每个条目属于第几份文件；不属于就是 -1 */
    lay(parts) {
      const document = new Int32Array(this.manifest.count).fill(-1);
      const documents = this.kind("document");
      for (let entry = documents.start; entry < documents.end; entry += 1) document[entry] = entry - documents.start;
      parts.forEach(function (encoded, part) {
        let next = this.kind(PARTS[part]).start;
        gpSearch.codec.decodeNumbers(encoded).forEach(function (count, number) {
          document.fill(number, next, next + count);
          next += count;
        });
      }, this);
      this.document = document;
    }

    kind(name) { return this.kinds.find(function (kind) { return kind.name === name; }); }

    piece(name) { return load(name, this.folder + name + ".js"); }

    kindOf(entry) {
      return this.kinds.find(function (kind) { return entry < kind.end; });
    }

    /* 可能含有 term 的分片的号码；目录的那一页还没有取来就是 -1 */
    shardOf(term) {
      const at = Math.max(lastAtMost(this.firstTerms, term), 0);
      if (!this.manifest.page) return at;
      const page = this.pages.get(at);
      return page ? at * this.manifest.page + Math.max(lastAtMost(page, term), 0) : -1;
    }

    /* 取来 terms 所在的分片，以及以 prefixes 开头的全部 */
    async loadTerms(terms, prefixes) {
      const ranges = terms.map(function (term) { return [term, term]; });
      (prefixes || []).forEach(function (prefix) { ranges.push([prefix, prefix + "\uffff"]); });
      await this.loadPages(ranges);
      const needed = new Set();
      ranges.forEach(function (range) {
        const end = this.shardOf(range[1]);
        for (let shard = this.shardOf(range[0]); shard <= end; shard += 1) needed.add(shard);
      }, this);
      await Promise.all(Array.from(needed).filter(function (shard) { return !this.shards.has(shard); }, this).map(this.loadShard, this));
    }

    async loadPages(ranges) {
      if (!this.manifest.page) return;
      const needed = new Set();
      ranges.forEach(function (range) {
        const end = Math.max(lastAtMost(this.firstTerms, range[1]), 0);
        for (let page = Math.max(lastAtMost(this.firstTerms, range[0]), 0); page <= end; page += 1) needed.add(page);
      }, this);
      await Promise.all(Array.from(needed).filter(function (page) { return !this.pages.has(page); }, this).map(async function (page) {
        this.pages.set(page, (await this.piece("d" + page)).split(" "));
      }, this));
    }

    /* 分片里只有开头一段的那些词条，取来整段的 */
    async loadWhole(terms) {
      await Promise.all(terms.map(async function (term) {
        const line = await this.piece("w" + this.cut(term).file);
        this.shards.get(this.shardOf(term)).set(term, line.slice(line.indexOf(" ") + 1));
      }, this));
    }

    /* 只有开头一段的词条：整段在哪个文件，共有几条记录，单查它有几个结果、在几份文件里；是整段的就是 null */
    cut(term) {
      const record = this.record(term);
      const words = record && record[this.manifest.fields.length + 1];
      if (!words) return null;
      const numbers = gpSearch.codec.decodeNumbers(words);
      return { file: numbers[0], total: numbers[1], hits: numbers[2], documents: numbers[3] };
    }

    async loadShard(shard) {
      const text = await this.piece("s" + shard);
      const records = new Map();
      text.split("\n").forEach(function (line) {
        const space = line.indexOf(" ");
        records.set(line.slice(0, space), line.slice(space + 1));
      });
      this.shards.set(shard, records);
    }

    /* 一个词条：每个字段的记录串，最后是要显示的名称；没有就是 null。它的分片须已取来 */
    record(term) {
      const records = this.shards.get(this.shardOf(term));
      const line = records && records.get(term);
      return line === undefined ? null : line.split("|");
    }

    /* 一份任务单子（portal/search_answers.py）：第几项任务，从小到大。它的分片须已取来 */
    list(term) {
      const record = this.record(term);
      return record ? gpSearch.codec.decodeAscending(record[0]) : [];
    }

    /* 已取来的分片里以 prefix 开头的词条 */
    termsFrom(prefix) {
      const found = [];
      const end = this.shardOf(prefix + "\uffff");
      for (let shard = this.shardOf(prefix); shard <= end; shard += 1) {
        (this.shards.get(shard) || new Map()).forEach(function (_, term) { if (term.startsWith(prefix)) found.push(term); });
      }
      return found;
    }

    loadedTerms() {
      return [].concat.apply([], Array.from(this.shards.values()).map(function (records) { return Array.from(records.keys()); }));
    }

    /* 条目的内容：{ title, text, facts, label, address, document } */
    async entry(number) {
      const kind = this.kindOf(number);
      const place = number - kind.start;
      const rows = await this.piece(kind.name + Math.floor(place / kind.rows));
      const row = rows[place % kind.rows];
      return {
        number: number, kind: kind.name, title: row[0], text: row[1], facts: row[2], label: row[3], address: row[4], document: row[5],
      };
    }

    async variants() {
      const text = await this.piece("variants");
      const table = new Map();
      for (let at = 0; at < text.length; at += 2) table.set(text[at], text[at + 1]);
      return table;
    }
  }

  /* 有序的 values 里最后一个不大于 value 的位置；都大于它就是 -1 */
  function lastAtMost(values, value) {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  gpSearch.store = { open: open, Index: Index };
})(window.gpSearch = window.gpSearch || {});

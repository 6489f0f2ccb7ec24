/* 取索引：分片、条目、各列的值、繁体字表。都是脚本，http 和 file: 一样能装；每个只取一次。清单跟这些脚本在同一个文件里。 */
(function (gpSearch) {
  "use strict";
  const SCHEMA = 2;
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
      this.firstTerms = manifest.shards.split(" ");
      this.fieldPlace = {};
      manifest.fields.forEach(function (field, place) { this.fieldPlace[field[0]] = place; }, this);
      this.shards = new Map();
      this.chunks = gpSearch.codec.decodeStarts(manifest.chunks);
      this.kinds = [];
      let start = 0;
      manifest.kinds.forEach(function (kind) {
        this.kinds.push({ name: kind[0], start: start, end: start + kind[1], boost: kind[2] });
        start += kind[1];
      }, this);
      this.lay();
    }

    /* 每个条目属于第几份文件（不属于就是 -1），内容存放在第几个：单位、公报在前，然后一份一份的文件，各部分跟着它 */
    lay() {
      const documents = this.kind("document");
      const sizes = this.manifest.sizes.map(gpSearch.codec.decodeNumbers);
      const next = PARTS.map(function (name) { return this.kind(name).start; }, this);
      const document = this.document = new Int32Array(this.manifest.count).fill(-1);
      const place = this.place = new Int32Array(this.manifest.count);
      let at = 0;
      function put(entry, number) {
        document[entry] = number;
        place[entry] = at;
        at += 1;
      }
      ["unit", "issue"].map(this.kind, this).forEach(function (kind) {
        for (let entry = kind.start; entry < kind.end; entry += 1) put(entry, -1);
      });
      for (let number = 0; number < documents.end - documents.start; number += 1) {
        put(documents.start + number, number);
        for (let part = 0; part < PARTS.length; part += 1) {
          for (let left = sizes[part][number]; left > 0; left -= 1) {
            put(next[part], number);
            next[part] += 1;
          }
        }
      }
    }

    kind(name) { return this.kinds.find(function (kind) { return kind.name === name; }); }

    piece(name) { return load(name, this.folder + name + ".js"); }

    kindOf(entry) {
      return this.kinds.find(function (kind) { return entry < kind.end; });
    }

    /* 可能含有 term 的分片的号码 */
    shardOf(term) { return Math.max(lastAtMost(this.firstTerms, term), 0); }

    /* 取来 terms 所在的分片；prefix 为真时取以它们开头的全部 */
    async loadTerms(terms, prefixes) {
      const needed = new Set(terms.map(this.shardOf, this));
      (prefixes || []).forEach(function (prefix) {
        const end = this.shardOf(prefix + "\uffff");
        for (let shard = this.shardOf(prefix); shard <= end; shard += 1) needed.add(shard);
      }, this);
      await Promise.all(Array.from(needed).filter(function (shard) { return !this.shards.has(shard); }, this).map(this.loadShard, this));
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

    /* 条目的内容：{ title, text, facts, label, address } */
    async entry(number) {
      const place = this.place[number];
      const chunk = lastAtMost(this.chunks, place);
      const rows = await this.piece("e" + chunk);
      const row = rows[place - this.chunks[chunk]];
      return { number: number, kind: this.kindOf(number).name, title: row[0], text: row[1], facts: row[2], label: row[3], address: row[4] };
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

/* 直接回答：某单位牵头（负责、配合）哪些任务，到什么时候要完成什么。问法写在 portal/search_questions.yml，由清单带来。 */
(function (gpSearch) {
  "use strict";
  const segment = gpSearch.segment;
  const ROLES = ["lead", "responsible", "support"];
  const SLOTS = ["unit", "year", "role", "due"];
  const KEY_MARK = "=";
  const MONTHS = 12;
  const NUMBER = /((?:19|20)\d\d)年?第?(\d{1,4})号?$/;
  const TIME = /^(\d{4}年|今年|本年|去年|前年|明年)?度?(?:(\d{1,2})月(?:(\d{1,2})[日号])?|([上本这下])个?月|([上下])半年|第?(.)季度)?(.*)$/;

  /* 式子里的 {名字} 换成 pieces 里的一段；要读出来的记到 slots 里 */
  function expanded(pattern, pieces, slots) {
    return pattern.replace(/\{([a-z_]+)\}/g, function (_, name) {
      if (SLOTS.includes(name)) slots.push(name);
      return expanded(pieces[name], pieces, slots);
    });
  }

  /* 一句话可能是哪几个问句：[{ unit, year, role, due }, …] */
  function readings(questions, text) {
    const pieces = questions.pieces;
    const joined = text.replace(new RegExp(expanded(pieces.joint, pieces, []), "g"), "$1和");
    const key = segment.runs(joined).join("").replace(new RegExp(pieces.courtesy, "g"), "");
    return questions.forms.map(function (form) {
      const names = [];
      const match = new RegExp("^(?:" + expanded(form, pieces, names) + ")$").exec(key);
      if (!match) return null;
      const slots = {};
      names.forEach(function (slot, place) { if (match[place + 1]) slots[slot] = match[place + 1]; });
      return slots;
    }).filter(Boolean);
  }

  /* 牵头和负责 → 两组角色合在一起 */
  function rolesOf(words, text) {
    const found = text.split(/以及|或者|[和及或并]/).map(function (word) { return words[word]; });
    return ROLES.filter(function (role) { return found.some(function (roles) { return roles.includes(role); }); });
  }

  /* 2021年、今年 → 2021 */
  function yearOf(text, now) {
    const shift = { 今年: 0, 本年: 0, 去年: -1, 前年: -2, 明年: 1 }[text];
    return shift === undefined ? Number(text.slice(0, 4)) : now.getFullYear() + shift;
  }

  /* 2022年9月底前 → { from: "2022-01", to: "2022-09" }。“9月底前”含9月，“9月前”不含，“9月30日前”含那一天；没有写“前”的只是那个时候 */
  function spanOf(text, now) {
    const found = TIME.exec(text);
    const isBefore = found[7].endsWith("前");
    let year = found[1] ? yearOf(found[1], now) : now.getFullYear();
    let first = 1;
    let last = MONTHS;
    if (found[2]) first = last = Number(found[2]);
    else if (found[4]) first = last = now.getMonth() + 1 + ({ 上: -1, 下: 1 }[found[4]] || 0);
    else if (found[5]) first = (last = found[5] === "上" ? 6 : MONTHS) - 5;
    else if (found[6]) first = (last = 3 * ("一二三四".indexOf(found[6]) + 1 || found[6])) - 2;
    if (isBefore && !found[3] && !/[底末]/.test(found[7])) last = first - 1;
    if (last < 1 || last > MONTHS) {
      year += last < 1 ? -1 : 1;
      first = last = last < 1 ? MONTHS : 1;
    }
    const day = found[3] ? "-" + found[3].padStart(2, "0") : "";
    const from = isBefore ? monthText(year, 1) + (day && "-01") : monthText(year, first) + day;
    return { from: from, to: monthText(year, last) + day };
  }

  function monthText(year, month) { return year + "-" + String(month).padStart(2, "0"); }

  /* 几份单子合在一起，每项任务一次，从小到大 */
  function union(lists) {
    return Array.from(new Set([].concat.apply([], lists))).sort(function (a, b) { return a - b; });
  }

  /* 各个角色的任务 */
  function all(lists) { return union(Object.values(lists)); }

  function filtered(lists, test) {
    return Object.fromEntries(Object.entries(lists).map(function (each) { return [each[0], each[1].filter(test)]; }));
  }

  class Answerer {
    constructor(index, now) {
      this.index = index;
      this.now = now;
      this.tasks = index.kind("task");
    }

    /* 一份回答：{ topic, due, year, roles, cards }；不是问句就是 null。topic 是列结果时该查的词，没有就是 null */
    async answer(slots) {
      this.roles = slots.role ? rolesOf(this.index.manifest.questions.roles, slots.role) : ROLES;
      this.year = slots.year ? yearOf(slots.year, this.now) : null;
      this.due = slots.due ? spanOf(slots.due, this.now) : null;
      await this.index.loadParts();
      if (this.year) await this.loadColumns();
      this.days = this.due ? await this.dueDays(this.due) : [];
      this.inTime = new Set([].concat.apply([], this.days.map(function (each) { return each[1]; })));
      this.topic = slots.unit || null;
      const cards = slots.unit ? await this.cardsOf(slots) : [await this.dueCard("")];
      return cards && { topic: this.topic, roles: this.roles, year: this.year, due: this.due, cards: cards };
    }

    async loadColumns() { this.columns = this.columns || new gpSearch.columns.Columns(this.index, await this.index.piece("facets")); }

    /* 叫这个名称的单位，或者文件、区县；都不是就是 null */
    async cardsOf(slots) {
      const number = slots.unit.replace(NUMBER, "〔$1〕$2");
      const found = await this.named("unit", slots.unit);
      if (found.length) return this.unitCards(found);
      const document = (await this.named("document", number))[0];
      if (document !== undefined) {
        if (number !== slots.unit) this.topic = number + "号";
        return slots.role || slots.year || slots.due ? null : [this.documentCard(document)];
      }
      await this.loadColumns();
      const units = await this.named("unit", this.withDistrict(slots.unit));
      if (units.length) return this.unitCards(units);
      const district = this.columns.districts.find(function (name) { return name === slots.unit || name.slice(0, -1) === slots.unit; });
      if (!district || slots.role) return null;
      return [this.due ? await this.dueCard(district) : this.districtCard(district)];
    }

    async unitCards(units) {
      const cards = await Promise.all(units.map(this.unitCard, this));
      return cards.sort(function (a, b) { return (b.rows.length > 0) - (a.rows.length > 0); });
    }

    /* 张店大数据中心 → 张店区大数据中心 */
    withDistrict(name) {
      const district = this.columns.districts.find(function (each) { return name.startsWith(each.slice(0, -1)) && !name.startsWith(each); });
      return district ? district + name.slice(district.length - 1) : name;
    }

    /* 整个名称是 name 的单位（文件） */
    async named(kind, name) {
      await this.index.loadTerms([name + KEY_MARK]);
      const record = this.index.record(name + KEY_MARK);
      const postings = gpSearch.codec.decodePostings(record && record[this.index.fieldPlace.key] || "");
      const range = this.index.kind(kind);
      return postings.filter(function (entry, at) { return at % 3 === 0 && entry >= range.start && entry < range.end; });
    }

    /* 年份、时限限定的任务 */
    keeps(task) {
      return (!this.year || this.columns.year(this.tasks.start + task) === this.year) && (!this.due || this.inTime.has(task));
    }

    /* 一个单位：每个角色的任务，问到的角色合在一起；写给它所在的集合单位的、写给它的内设机构的，另外算 */
    async unitCard(unit) {
      const own = await this.lists(unit);
      const named = new Set(all(own));
      const terms = ["in", "of"].map(function (relation) { return KEY_MARK + "u" + unit + "." + relation; });
      await this.index.loadTerms(terms);
      const others = await Promise.all(terms.map(function (term) { return Promise.all(this.index.list(term).map(this.other, this)); }, this));
      const through = others[0].map(function (each) {
        return { unit: each.unit, lists: filtered(each.lists, function (task) { return !named.has(task); }) };
      }).filter(function (each) { return all(each.lists).length; });
      const lists = filtered(own, this.keeps.bind(this));
      const card = {
        entry: unit, lists: lists, tasks: this.newestFirst(this.asked(lists)), through: through,
        bound: union(through.map(function (each) { return all(each.lists); })), /* 各个集合单位的，每项一次 */
        parts: others[1].filter(function (each) { return this.asked(each.lists).length; }, this),
      };
      card.rows = card.tasks.length ? card.tasks : this.newestFirst(union(through.map(function (each) { return this.asked(each.lists); }, this)));
      if (this.year && !card.tasks.length) card.years = this.yearsOf(this.asked(own));
      return card;
    }

    async other(unit) {
      return { unit: unit, lists: filtered(await this.lists(unit), this.keeps.bind(this)) };
    }

    async lists(unit) {
      const terms = ROLES.map(function (role) { return KEY_MARK + "u" + unit + "." + role; });
      await this.index.loadTerms(terms);
      const lists = {};
      ROLES.forEach(function (role, place) { lists[role] = this.index.list(terms[place]); }, this);
      return lists;
    }

    asked(lists) { return union(this.roles.map(function (role) { return lists[role]; })); }

    /* 各年的文件里有几项：[[2022, 27], …]，新的在前 */
    yearsOf(tasks) {
      const counts = new Map();
      tasks.forEach(function (task) {
        const year = this.columns.year(this.tasks.start + task);
        counts.set(year, (counts.get(year) || 0) + 1);
      }, this);
      return Array.from(counts).filter(function (each) { return each[0]; }).sort(function (a, b) { return b[0] - a[0]; });
    }

    documentCard(entry) {
      const document = this.index.document;
      return { entry: entry, tasks: this.where(function (task) { return document[this.tasks.start + task] === document[entry]; }) };
    }

    districtCard(district) {
      return { district: district, tasks: this.newestFirst(this.where(function (task) { return this.isOf(district, task) && this.keeps(task); })) };
    }

    where(test) {
      return Array.from({ length: this.tasks.end - this.tasks.start }, function (_, task) { return task; }).filter(test, this);
    }

    isOf(district, task) { return !district || this.columns.district(this.tasks.start + task) === district; }

    newestFirst(tasks) {
      const start = this.tasks.start;
      const document = this.index.document;
      return tasks.slice().sort(function (a, b) { return document[start + b] - document[start + a] || a - b; });
    }

    /* 到期的任务，时候晚的在前；每月各有几项。一项也没有的，离得最近的是哪个月 */
    async dueCard(district) {
      const months = new Map();
      let lastDay = "";
      this.days.forEach(function (each) {
        const tasks = each[1].filter(function (task) { return this.isOf(district, task); }, this);
        const month = each[0].slice(0, 7);
        if (!tasks.length) return;
        lastDay = lastDay || each[0];
        months.set(month, union([months.get(month) || [], tasks]));
      }, this);
      const tasks = Array.from(new Set([].concat.apply([], Array.from(months.values()))));
      const near = tasks.length || district ? null : await this.nearest();
      return { district: district, tasks: tasks, months: Array.from(months), lastDay: lastDay, near: near };
    }

    /* [[日子, 任务], …]，晚的在前 */
    async dueDays(span) {
      const prefix = KEY_MARK + "d" + span.from.slice(0, 5);
      await this.index.loadTerms([], [prefix]);
      return this.index.termsFrom(prefix).map(function (term) { return [term.slice(2), this.index.list(term)]; }, this).filter(function (each) {
        return each[0] >= span.from && each[0].slice(0, span.to.length) <= span.to;
      }).sort(function (a, b) { return a[0] < b[0] ? 1 : -1; });
    }

    /* 离所问的时候最近的、有任务到期的那个月 */
    async nearest() {
      const term = KEY_MARK + "m";
      await this.index.loadTerms([term]);
      const asked = this.due.to.slice(0, 4) * MONTHS + Number(this.due.to.slice(5, 7)) - 1;
      const found = this.index.list(term).sort(function (a, b) { return Math.abs(a - asked) - Math.abs(b - asked); })[0];
      if (found === undefined) return null;
      const month = monthText(Math.floor(found / MONTHS), found % MONTHS + 1);
      const days = await this.dueDays({ from: month, to: month });
      return { month: month, count: union(days.map(function (each) { return each[1]; })).length };
    }
  }

  /* result 是 core.search 的结果；不是问句，或者用了引号、减号，就是 null */
  async function answerTo(index, result, now) {
    if (result.parts.some(function (part) { return part.isExact || part.isExcluded; })) return null;
    const text = segment.normalize(result.query, result.variants);
    for (const slots of readings(index.manifest.questions, text)) {
      const answer = await new Answerer(index, now).answer(slots);
      if (answer) return answer;
    }
    return null;
  }

  /* 查 text：{ result, answer }。问句没有含全部词的结果，就查所问的单位；问时候的没有单位，不照字面列 */
  async function ask(index, text, isFirst) {
    let result = await gpSearch.core.search(index, text, isFirst);
    const answer = await answerTo(index, result, new Date());
    if (answer && !answer.topic) result.hits = gpSearch.core.fullHits(result);
    else if (answer && !gpSearch.core.fullHits(result).length) result = await gpSearch.core.search(index, answer.topic, isFirst);
    return { result: result, answer: answer };
  }

  gpSearch.answers = { readings: readings, rolesOf: rolesOf, spanOf: spanOf, ask: ask, union: union, ROLES: ROLES };
})(window.gpSearch = window.gpSearch || {});

/* 直接回答：某单位牵头（负责、配合）哪些任务，到什么时候要完成什么。问法写在 portal/search_questions.yml，由清单带来。 */
(function (gpSearch) {
  "use strict";
  const segment = gpSearch.segment;
  const ROLES = ["lead", "responsible", "support"];
  const KEY_MARK = "=";
  const MONTHS = 12;

  /* 一句话可能是哪几个问句：[{ unit, year, role, due }, …] */
  function readings(questions, text) {
    const key = segment.runs(text).join("");
    return questions.forms.map(function (form) {
      const match = new RegExp("^(?:" + form[0] + ")$").exec(key);
      if (!match) return null;
      const slots = {};
      form[1].forEach(function (slot, place) { if (match[place + 1]) slots[slot] = match[place + 1]; });
      return slots;
    }).filter(Boolean);
  }

  /* 2021年、今年 → 2021 */
  function yearOf(text, now) {
    const shift = { 今年: 0, 本年: 0, 去年: -1, 前年: -2, 明年: 1 }[text.replace(/度$/, "")];
    return shift === undefined ? Number(text.slice(0, 4)) : now.getFullYear() + shift;
  }

  /* 2022年12月底前 → { year: 2022, first: 1, last: 12, isBefore: true }；没有写“前”的只是那个月 */
  function spanOf(text, now) {
    const found = /^(\d{4}年|今年|本年|明年)?(?:(\d{1,2})月|(本月|下月))?/.exec(text);
    const date = new Date(now.getFullYear(), now.getMonth() + (found[3] === "下月" ? 1 : 0), 1);
    const year = found[1] ? yearOf(found[1], now) : date.getFullYear();
    const month = found[2] ? Number(found[2]) : found[3] ? date.getMonth() + 1 : 0;
    const isBefore = /[前内]$/.test(text);
    return { year: year, first: month && !isBefore ? month : 1, last: month || MONTHS, isBefore: isBefore, hasMonth: month > 0 };
  }

  /* 名录里叫这个名称的单位的条目 */
  async function unitsNamed(index, name) {
    await index.loadTerms([name + KEY_MARK]);
    const record = index.record(name + KEY_MARK);
    if (!record) return [];
    const postings = gpSearch.codec.decodePostings(record[index.fieldPlace.key] || "");
    return postings.filter(function (entry, at) { return at % 3 === 0 && entry < index.kind("unit").end; });
  }

  /* 几份单子合在一起，每项任务一次，从小到大 */
  function union(lists) {
    return Array.from(new Set([].concat.apply([], lists))).sort(function (a, b) { return a - b; });
  }

  class Answerer {
    constructor(index, now) {
      this.index = index;
      this.now = now;
    }

    /* 一份回答：{ topic, due, year, roles, cards: [{ unit, lists: { lead: [任务…] }, tasks }] }；不是问句就是 null */
    async answer(slots) {
      const answer = { roles: slots.role ? this.index.manifest.questions.roles[slots.role] : ROLES, topic: slots.unit || slots.due };
      answer.year = slots.year ? yearOf(slots.year, this.now) : null;
      answer.due = slots.due ? spanOf(slots.due, this.now) : null;
      await this.index.loadParts();
      const due = answer.due ? await this.dueTasks(answer.due) : null;
      const keep = await this.keeper(answer.year, due);
      if (!slots.unit) {
        answer.cards = [{ unit: null, lists: {}, tasks: due.all, months: due.months, lastDay: due.lastDay }];
        return answer;
      }
      const units = await unitsNamed(this.index, slots.unit);
      if (!units.length) return null;
      answer.cards = await Promise.all(units.map(function (unit) { return this.card(unit, answer.roles, keep); }, this));
      answer.cards.sort(function (a, b) { return (b.tasks.length > 0) - (a.tasks.length > 0); });
      return answer;
    }

    /* 一个单位：每个角色的任务；问到的角色合在一起，新的文件在前 */
    async card(unit, roles, keep) {
      const terms = ROLES.map(function (role) { return KEY_MARK + "u" + unit + "." + role; });
      await this.index.loadTerms(terms);
      const lists = {};
      ROLES.forEach(function (role, place) { lists[role] = this.index.list(terms[place]).filter(keep); }, this);
      const tasks = union(roles.map(function (role) { return lists[role]; }));
      return { unit: unit, lists: lists, tasks: this.newestFirst(tasks) };
    }

    newestFirst(tasks) {
      const start = this.index.kind("task").start;
      const document = this.index.document;
      return tasks.slice().sort(function (a, b) { return document[start + b] - document[start + a] || a - b; });
    }

    /* 到期的任务，时候晚的在前；每月各有几项；最后一天是哪天 */
    async dueTasks(span) {
      const prefix = KEY_MARK + "d" + span.year + "-";
      await this.index.loadTerms([], [prefix]);
      const days = this.index.termsFrom(prefix).filter(function (term) {
        const month = Number(term.slice(prefix.length, prefix.length + 2));
        return month >= span.first && month <= span.last;
      }).sort().reverse();
      const lists = days.map(this.index.list, this.index);
      const months = new Map();
      days.forEach(function (term, place) {
        const month = Number(term.slice(prefix.length, prefix.length + 2));
        months.set(month, (months.get(month) || []).concat(lists[place]));
      });
      return {
        all: Array.from(new Set([].concat.apply([], lists))),
        months: Array.from(months, function (each) { return [each[0], new Set(each[1]).size]; }),
        lastDay: days.length ? days[0].slice(2) : "",
      };
    }

    /* 年份、时限限定的任务 */
    async keeper(year, due) {
      const columns = year ? new gpSearch.columns.Columns(this.index, await this.index.piece("facets")) : null;
      const inTime = due ? new Set(due.all) : null;
      const start = this.index.kind("task").start;
      return function (task) {
        return (!columns || columns.year(start + task) === year) && (!inTime || inTime.has(task));
      };
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

  gpSearch.answers = { readings: readings, spanOf: spanOf, answerTo: answerTo, ROLES: ROLES };
})(window.gpSearch = window.gpSearch || {});

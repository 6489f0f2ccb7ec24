/* 回答的卡片：单位、角色、几项，前几项任务和时限，通到全部任务。 */
(function (gpSearch) {
  "use strict";
  const element = gpSearch.view.element;
  const ROLE_WORDS = { lead: "牵头", responsible: "责任", support: "配合" };
  const ROLES = gpSearch.answers.ROLES;
  const ROWS = 5;
  const WHOLE_CARDS = 3;
  const MOST_ROWS_OF_SEVERAL = 3;
  const MOST_MONTHS = 3;
  const TITLE_LENGTH = 24;
  const ISSUED = /^\d{4}年/; /* 出处里没有文号的，第二项就是印发日期 */

  function link(address, words, className) {
    const node = element("a", className || "", [words]);
    node.href = address;
    return node;
  }

  function short(text) { return text.length > TITLE_LENGTH ? text.slice(0, TITLE_LENGTH) + "…" : text; }

  /* 关于印发《……方案》的通知 → ……方案 */
  function shortTitle(title) {
    return short(title.replace(/^.*?关于(?:印发|公布|转发)?《?/, "").replace(/》?的(?:通知|意见|批复|决定)$/, ""));
  }

  /* 2022-01 至 2022-12 → 2022年1至12月；2022年1月1日至9月30日；2021年9月 */
  function spanWords(due) {
    const from = due.from.split("-").map(Number);
    const to = due.to.split("-").map(Number);
    const last = to[2] ? to[1] + "月" + to[2] + "日" : to[1] + "月";
    if (due.from === due.to) return to[0] + "年" + last;
    return to[0] + "年" + (to[2] ? from[1] + "月" + from[2] + "日" : from[1] === to[1] ? "" : from[1]) + "至" + last;
  }

  class Cards {
    constructor(index, base, answer) {
      this.index = index;
      this.base = base;
      this.answer = answer;
      this.tasks = index.kind("task").start;
    }

    async node() {
      const cards = this.answer.cards;
      const rows = cards.length > 1 ? MOST_ROWS_OF_SEVERAL : ROWS;
      const nodes = await Promise.all(cards.slice(0, WHOLE_CARDS).map(function (card) { return this.card(card, rows); }, this));
      const others = await Promise.all(cards.slice(WHOLE_CARDS).map(this.line, this));
      if (others.length) nodes.push(element("ul", "gp-answer__others", others));
      const section = element("section", "gp-answer", nodes);
      section.setAttribute("aria-label", "直接回答");
      return section;
    }

    entries(numbers) { return Promise.all(numbers.map(this.index.entry, this.index)); }

    async card(card, most) {
      const about = card.entry === undefined ? null : await this.index.entry(card.entry);
      const entries = await this.entries((card.rows || card.tasks).slice(0, most).map(function (task) { return this.tasks + task; }, this));
      const node = element("article", "gp-answer__card", [
        element("h2", "gp-answer__title", this.titleWords(card, about)),
        element("p", "gp-answer__count", card.lists ? this.unitCount(card) : this.count(card)),
      ]);
      if (card.lists) node.append.apply(node, await this.kin(card, about));
      if (entries.length) node.append(element("ol", "gp-answer__tasks", entries.map(function (entry) { return this.row(entry, entries, about); }, this)));
      node.append(element("p", "gp-answer__links", this.links(card, about)));
      return node;
    }

    async line(card) {
      const unit = await this.index.entry(card.entry);
      return element("li", "", this.titleWords(card, unit).concat([" "], this.unitCount(card)));
    }

    /* 单位和区县；文件；没有单位的是区县、时候 */
    titleWords(card, about) {
      if (!about) return [(card.district || "") + this.when() + "任务"];
      const name = link(this.base + about.address, about.title);
      return about.kind === "unit" && about.label[0] ? [name, element("span", "gp-answer__district", [about.label[0]])] : [name];
    }

    /* 年份、时限的限定 */
    when() {
      if (this.answer.due) return spanWords(this.answer.due) + "到期的";
      return this.answer.year ? this.answer.year + "年的文件里的" : "的";
    }

    count(card) {
      const words = [element("b", "", [String(card.tasks.length)]), " 项" + this.monthWords(card.months || [])];
      if (!card.near) return words;
      const near = { from: card.near.month, to: card.near.month };
      return words.concat(["。离得最近的时限在 ", this.ledger({ due: near.from + ".." + near.to }, spanWords(near)), "，有 " + card.near.count + " 项。"]);
    }

    /* （12月 9 项，11月 3 项，10月 2 项，其余各月 4 项） */
    monthWords(months) {
      if (months.length < 2) return "";
      const words = months.slice(0, MOST_MONTHS).map(function (each) { return Number(each[0].slice(5)) + "月 " + each[1].length + " 项"; });
      const rest = gpSearch.answers.union(months.slice(MOST_MONTHS).map(function (each) { return each[1]; }));
      if (rest.length) words.push("其余各月 " + rest.length + " 项");
      return "（" + words.join("，") + "）";
    }

    /* 牵头 27 项任务；问的是几个角色，各有几项也说 */
    unitCount(card) {
      const due = this.answer.due;
      const when = (this.answer.year ? this.answer.year + "年的文件里，" : "") + (due ? spanWords(due) + "到期的，" : "");
      const count = element("b", "", [String(card.tasks.length)]);
      const roles = this.answer.roles;
      if (!card.tasks.length) return [when + "没有" + (card.bound.length || card.parts.length ? "直接" : "") + "写明由它" + this.roleWords(roles) + "的任务。" + this.otherWords(card)];
      if (roles.length === 1) return [when + ROLE_WORDS[roles[0]] + " ", count, " 项任务"];
      return [when + "共 ", count, " 项任务" + this.byRole(roles, [card.lists])];
    }

    /* （牵头 16 项，责任 32 项） */
    byRole(roles, all) {
      const parts = roles.map(function (role) {
        const tasks = gpSearch.answers.union(all.map(function (lists) { return lists[role]; }));
        return tasks.length ? ROLE_WORDS[role] + " " + tasks.length + " 项" : "";
      });
      return "（" + parts.filter(Boolean).join("，") + "）";
    }

    roleWords(roles) { return roles.map(function (role) { return role === "responsible" ? "负责" : ROLE_WORDS[role]; }).join("、"); }

    /* 问到的没有，别的角色、别的年份有几项 */
    otherWords(card) {
      const roles = ROLES.filter(function (role) { return card.lists[role].length; });
      const others = roles.map(function (role) { return this.roleWords([role]) + "的有 " + card.lists[role].length + " 项"; }, this);
      const years = (card.years || []).map(function (each) { return each[0] + "年有 " + each[1] + " 项"; });
      return (others.length ? "由它" + others.join("，") + "。" : "") + (years.length ? years.join("，") + "。" : "");
    }

    /* 没有写它的名称、其实也有它的：所在的集合单位的任务，内设机构的任务 */
    async kin(card, unit) {
      const lines = [];
      if (card.bound.length) {
        const names = (await this.entries(card.through.map(function (each) { return each.unit; }))).map(function (each) { return "“" + each.title + "”"; });
        const lists = card.through.map(function (each) { return each.lists; });
        const count = card.bound.length + " 项";
        const isWhole = !this.answer.year && !this.answer.due; /* 单位页上列的是全部 */
        lines.push(["写给" + names.join("") + "的 ", isWhole ? link(this.base + unit.address + "#collective", count) : count, this.byRole(ROLES, lists) + "，按名录也包括它。"]);
      }
      if (card.parts.length) lines.push(["写给它的内设机构的："].concat(await this.partWords(card, unit), ["。"]));
      return lines.map(function (words) { return element("p", "gp-answer__kin", words); });
    }

    async partWords(card, unit) {
      const parts = await this.entries(card.parts.map(function (each) { return each.unit; }));
      return [].concat.apply([], parts.map(function (part, place) {
        const count = gpSearch.answers.union(this.answer.roles.map(function (role) { return card.parts[place].lists[role]; })).length;
        return [place ? "，" : "", link(this.base + part.address, part.title.replace(unit.title, "") || part.title), " " + count + " 项"];
      }, this));
    }

    /* 任务，时限，出处：文号；没有文号的，题目和印发日期。标题相同的，后面加上各自的文字 */
    row(entry, entries, about) {
      const twins = entries.filter(function (each) { return each.title === entry.title; });
      const item = element("li", "", [link(this.base + entry.address, entry.title + (twins.length > 1 ? "：" + short(ownText(entry)) : ""))]);
      const due = entry.facts.filter(function (fact) { return fact.startsWith("时限："); }).map(function (fact) { return fact.slice(3); });
      if (due.length) item.append(element("span", "gp-answer__due", [due.join("；")]));
      if (about && about.kind === "document") return item;
      const label = entry.label;
      const source = ISSUED.test(label[1]) ? "《" + shortTitle(label[0]) + "》" + label[1] + "印发" : label[1] || shortTitle(label[0]);
      item.append(element("span", "gp-answer__source", [source]));
      return item;
    }

    /* 全部任务在哪里：台账带着条件，项数和卡片上的一样；再是单位页、文件、时限页 */
    links(card, about) {
      const total = "全部 " + card.tasks.length + " 项";
      const kind = about && about.kind;
      const id = about && about.address.replace(/^\w+\//, "").replace(/\/(index\.html)?$/, "");
      const wanted = kind ? { [kind]: id } : card.district ? { district: card.district } : {};
      if (this.answer.year) wanted.year = this.answer.year;
      if (this.answer.due) wanted.due = this.answer.due.from + ".." + this.answer.due.to;
      const links = [];
      if (!card.lists || this.answer.roles.length === ROLES.length) {
        if (card.tasks.length) links.push(this.ledger(wanted, total));
      } else {
        this.answer.roles.forEach(function (role) {
          if (card.lists[role].length) links.push(this.ledger(Object.assign({}, wanted, { role: role }), ROLE_WORDS[role] + "的全部 " + card.lists[role].length + " 项"));
        }, this);
      }
      if (kind) links.push(link(this.base + about.address, kind === "unit" ? "单位页" : "文件"));
      else if (card.months) links.push(link(this.base + this.page("deadlines") + (card.lastDay ? "#d-" + card.lastDay : ""), "时限页"));
      return links;
    }

    ledger(wanted, words) { return link(this.base + this.page("tasks") + "?" + new URLSearchParams(wanted), words); }

    page(name) { return name + "/" + (location.protocol === "file:" ? "index.html" : ""); }
  }

  /* 条目的文字，去掉序号和标题 */
  function ownText(entry) {
    const text = entry.text.replace(/^\d+；/, "");
    return text.startsWith(entry.title) ? text.slice(entry.title.length).replace(/^[\s；]+/, "") : text;
  }

  gpSearch.card = { nodeOf: function (index, base, answer) { return new Cards(index, base, answer).node(); } };
})(window.gpSearch = window.gpSearch || {});

/* 回答的卡片：单位、角色、几项，前几项任务和时限，通到全部任务。 */
(function (gpSearch) {
  "use strict";
  const element = gpSearch.view.element;
  const ROLE_WORDS = { lead: "牵头", responsible: "责任", support: "配合" };
  const ROLES = gpSearch.answers.ROLES;
  const ROWS = 5;
  const WHOLE_CARDS = 3;
  const MOST_ROWS_OF_SEVERAL = 3;

  function link(address, words, className) {
    const node = element("a", className || "", [words]);
    node.href = address;
    return node;
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

    async card(card, most) {
      const shown = card.tasks.slice(0, most);
      const entries = await Promise.all(shown.map(function (task) { return this.index.entry(this.tasks + task); }, this));
      const unit = card.unit === null ? null : await this.index.entry(card.unit);
      const head = element("h2", "gp-answer__title", unit ? this.unitWords(unit) : [this.dueWords() + "到期的任务"]);
      const node = element("article", "gp-answer__card", [head, element("p", "gp-answer__count", this.countWords(card, unit))]);
      if (entries.length) node.append(element("ol", "gp-answer__tasks", entries.map(this.row, this)));
      node.append(element("p", "gp-answer__links", this.links(card, unit)));
      return node;
    }

    async line(card) {
      const unit = await this.index.entry(card.unit);
      return element("li", "", this.unitWords(unit).concat([" "], this.countWords(card, unit)));
    }

    unitWords(unit) {
      const name = link(this.base + unit.address, unit.title);
      return unit.label[0] ? [name, element("span", "gp-answer__district", [unit.label[0]])] : [name];
    }

    /* 2022年1至12月；2021年9月；2022年 */
    dueWords() {
      const due = this.answer.due;
      if (!due.hasMonth) return due.year + "年";
      return due.year + "年" + (due.first < due.last ? due.first + "至" + due.last : due.last) + "月";
    }

    /* 牵头 27 项任务；负责问的是两个角色，各有几项也说 */
    countWords(card, unit) {
      const when = (this.answer.year ? this.answer.year + "年的文件里，" : "") + (unit && this.answer.due ? this.dueWords() + "到期的，" : "");
      const count = element("b", "", [String(card.tasks.length)]);
      if (!unit) return [count, " 项" + this.monthWords(card)];
      const roles = this.answer.roles;
      if (!card.tasks.length) return [when + "没有写明由它" + this.roleWords(roles) + "的任务。"].concat(this.otherWords(card));
      if (roles.length === 1) return [when + ROLE_WORDS[roles[0]] + " ", count, " 项任务"];
      const parts = roles.filter(function (role) { return card.lists[role].length; }).map(function (role) { return ROLE_WORDS[role] + " " + card.lists[role].length + " 项"; });
      return [when + "共 ", count, " 项任务（" + parts.join("，") + "）"];
    }

    roleWords(roles) { return roles.map(function (role) { return role === "responsible" ? "负责" : ROLE_WORDS[role]; }).join("、"); }

    otherWords(card) {
      const others = ROLES.filter(function (role) { return card.lists[role].length; });
      if (!others.length) return [];
      return ["由它" + others.map(function (role) { return this.roleWords([role]) + "的有 " + card.lists[role].length + " 项"; }, this).join("，") + "。"];
    }

    monthWords(card) {
      if (card.months.length < 2) return "";
      return "（" + card.months.slice(0, MOST_ROWS_OF_SEVERAL).map(function (each) { return each[0] + "月 " + each[1] + " 项"; }).join("，") + (card.months.length > MOST_ROWS_OF_SEVERAL ? "，以前各月另计" : "") + "）";
    }

    row(entry) {
      const item = element("li", "", [link(this.base + entry.address, entry.title)]);
      const due = entry.facts.filter(function (fact) { return fact.startsWith("时限："); }).map(function (fact) { return fact.slice(3); });
      if (due.length) item.append(element("span", "gp-answer__due", [due.join("；")]));
      if (entry.label[0]) item.append(element("span", "gp-answer__source", [entry.label[1] ? entry.label[1] : entry.label[0]]));
      return item;
    }

    /* 全部任务在哪里：台账带着条件，或者单位页 */
    links(card, unit) {
      if (!unit) return [link(this.base + this.page("deadlines") + (card.lastDay ? "#d-" + card.lastDay : ""), "时限页")];
      const links = [];
      const id = unit.address.replace(/^units\//, "").replace(/\/(index\.html)?$/, "");
      this.answer.roles.forEach(function (role) {
        if (!card.lists[role].length || this.answer.due) return;
        const wanted = { unit: id, role: role };
        if (this.answer.year) wanted.year = this.answer.year;
        const words = ROLE_WORDS[role] + "的全部 " + card.lists[role].length + " 项";
        links.push(link(this.base + this.page("tasks") + "?" + new URLSearchParams(wanted), words));
      }, this);
      return links.concat([link(this.base + unit.address, "单位页")]);
    }

    page(name) { return name + "/" + (location.protocol === "file:" ? "index.html" : ""); }
  }

  gpSearch.card = { nodeOf: function (index, base, answer) { return new Cards(index, base, answer).node(); } };
})(window.gpSearch = window.gpSearch || {});

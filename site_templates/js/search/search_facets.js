/* 筛选和排列：类别、区县、年份、单位、角色、时限。各列的值来自 facets.js、tasks.js（portal/search_facets.py 写的）。 */
(function (gpSearch) {
  "use strict";
  const element = gpSearch.view.element;
  const ROLES = ["lead", "responsible", "support"];
  const ROLE_WORDS = { lead: "牵头", responsible: "责任", support: "配合" };
  const DEADLINE_WORDS = { passed: "已过时限", ahead: "未到时限", none: "没有具体日期" };
  const GROUPS = [["kind", "类别"], ["district", "区县"], ["year", "年份"], ["unit", "单位"], ["role", "角色"], ["deadline", "时限"]];
  const MOST_UNITS = 8;
  const NAMES = ["kind", "district", "year", "unit", "role", "deadline"];

  const SORTS = { date: "按日期，新的在前" };

  function fromParameters(parameters) {
    const selected = {};
    if (SORTS[parameters.get("sort")]) selected.sort = parameters.get("sort");
    NAMES.forEach(function (name) { if (parameters.get(name)) selected[name] = parameters.get(name); });
    return selected;
  }

  function toParameters(selected, parameters) {
    NAMES.concat(["sort"]).forEach(function (name) { if (selected[name]) parameters.set(name, selected[name]); });
  }

  function isActive(selected) { return NAMES.some(function (name) { return selected[name]; }); }

  function today() {
    const now = new Date();
    return now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate();
  }

  class Facets {
    /* tasks 可以没有：结果里没有任务的时候不用取 */
    constructor(index, columns, tasks) {
      this.index = index;
      this.columns = columns;
      this.tasks = index.kind("task");
      this.units = tasks ? tasks.units : [];
      this.roles = tasks ? tasks.roles : null;
      this.deadline = tasks ? tasks.deadline : null;
      this.unitNames = this.namesOf(this.units);
      this.today = today();
    }

    /* 单位的名称；几个区县都有的，写明是哪个区县的。单位的条目在最前面 */
    namesOf(units) {
      const counts = new Map();
      units.forEach(function (unit) { counts.set(unit[1], (counts.get(unit[1]) || 0) + 1); });
      return new Map(units.map(function (unit, place) {
        const district = counts.get(unit[1]) > 1 ? this.columns.district(place) : "";
        return [unit[0], unit[1] + (district ? "（" + district + "）" : "")];
      }, this));
    }

    /* 条目在一项筛选里的值；角色可以有几个 */
    values(name, entry, selected) {
      if (name === "kind") return [this.index.kindOf(entry).name];
      if (name === "district") return [this.columns.district(entry)].filter(Boolean);
      if (name === "year") return this.columns.year(entry) ? [String(this.columns.year(entry))] : [];
      if (!this.roles || entry < this.tasks.start || entry >= this.tasks.end) return [];
      const task = entry - this.tasks.start;
      if (name === "deadline") return [this.deadlineOf(task)];
      const roles = this.roles[task];
      if (name === "unit") return Array.from(new Set([].concat.apply([], roles))).map(this.unitId, this);
      return ROLES.filter(function (_, place) {
        const units = roles[place].map(this.unitId, this);
        return selected.unit ? units.includes(selected.unit) : units.length > 0;
      }, this);
    }

    unitId(place) { return this.units[place][0]; }

    deadlineOf(task) {
      const date = this.deadline[task];
      return !date ? "none" : date < this.today ? "passed" : "ahead";
    }

    matches(selected, entry, except) {
      return NAMES.every(function (name) {
        return name === except || !selected[name] || this.values(name, entry, selected).includes(selected[name]);
      }, this);
    }

    /* 每项筛选有哪些值、各有多少条，别的筛选先作数 */
    counts(name, hits, selected) {
      const counts = new Map();
      hits.forEach(function (hit) {
        if (!this.matches(selected, hit.entry, name)) return;
        this.values(name, hit.entry, selected).forEach(function (value) { counts.set(value, (counts.get(value) || 0) + 1); });
      }, this);
      return counts;
    }

    show(place, hits, selected) {
      this.last = [place, hits, selected];
      const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement : null;
      const nodes = GROUPS.map(function (group) {
        const counts = this.counts(group[0], hits, selected);
        if (!selected[group[0]] && counts.size < 2 && group[0] !== "kind") return null;
        return this.choice(group[0], group[1], counts, selected);
      }, this).filter(Boolean);
      if (hits.length > 1) nodes.push(this.sorts(selected));
      place.replaceChildren.apply(place, hits.length ? nodes : []);
      if (focused !== null) {
        const again = Array.from(place.querySelectorAll("input")).find(function (input) { return input.name === focused.name && input.value === focused.value; });
        if (again) again.focus();
      }
    }

    choice(name, title, counts, selected) {
      const options = Array.from(counts.keys()).sort(this.order(name, counts));
      const hidden = name === "unit" && !this.isWide ? options.splice(MOST_UNITS).length : 0;
      if (selected[name] && !options.includes(selected[name])) options.unshift(selected[name]);
      const list = element("fieldset", "gp-facet", [element("legend", "gp-facet__title", [title])]);
      [""].concat(options).forEach(function (value) {
        const label = this.option(name, value, value === "" ? "全部" : this.words(name, value), selected);
        if (value !== "") label.append(element("span", "gp-facet__count", [String(counts.get(value) || 0)]));
        list.append(label);
      }, this);
      if (hidden) list.append(this.wider(hidden));
      return list;
    }

    /* 再列出其余的单位 */
    wider(hidden) {
      const button = element("button", "gp-facet__more", ["其余 " + hidden + " 个单位"]);
      button.type = "button";
      button.addEventListener("click", function () {
        this.isWide = true;
        this.show.apply(this, this.last);
        this.last[0].querySelector("input[name=gp-facet-unit]").focus();
      }.bind(this));
      return button;
    }

    option(name, value, words, selected) {
      const input = element("input");
      input.type = "radio";
      input.name = "gp-facet-" + name;
      input.value = value;
      input.checked = (selected[name] || "") === value;
      return element("label", "gp-facet__choice", [input, element("span", "", [words])]);
    }

    sorts(selected) {
      const options = [["", "按相关"]].concat(Object.entries(SORTS)).map(function (each) { return this.option("sort", each[0], each[1], selected); }, this);
      return element("fieldset", "gp-facet gp-facet--sort", [element("legend", "gp-facet__title", ["排列"])].concat(options));
    }

    words(name, value) {
      if (name === "kind") return gpSearch.view.KIND_WORDS[value] || value;
      if (name === "unit") return this.unitNames.get(value) || value;
      if (name === "role") return ROLE_WORDS[value] || value;
      if (name === "deadline") return DEADLINE_WORDS[value] || value;
      return name === "year" ? value + "年" : value;
    }

    order(name, counts) {
      if (name === "year") return function (a, b) { return b - a; };
      const fixed = { kind: this.index.kinds.map(function (kind) { return kind.name; }), role: ROLES, deadline: Object.keys(DEADLINE_WORDS) }[name];
      if (fixed) return function (a, b) { return fixed.indexOf(a) - fixed.indexOf(b); };
      return function (a, b) { return counts.get(b) - counts.get(a) || (a < b ? -1 : 1); };
    }
  }

  /* 点了一项：记到 selected 里 */
  function read(place, selected, target) {
    const name = target.name.replace("gp-facet-", "");
    if (target.value) selected[name] = target.value;
    else delete selected[name];
  }

  gpSearch.facets = { fromParameters: fromParameters, toParameters: toParameters, isActive: isActive, read: read, Facets: Facets };
})(window.gpSearch = window.gpSearch || {});

/* 筛选：类别、区县、年份、部门、角色、时限。各列的值来自 facets.js（portal/search_facets.py 写的）。 */
(function (gpSearch) {
  "use strict";
  const element = gpSearch.view.element;
  const ROLES = ["lead", "responsible", "support"];
  const ROLE_WORDS = { lead: "牵头", responsible: "责任", support: "配合" };
  const DEADLINE_WORDS = { passed: "已过时限", ahead: "未到时限", none: "没有具体日期" };
  const GROUPS = [["kind", "类别"], ["district", "区县"], ["year", "年份"], ["unit", "单位"], ["role", "角色"], ["deadline", "时限"]];
  const MOST_UNITS = 8;
  const NAMES = ["kind", "district", "year", "unit", "role", "deadline"];

  function fromParameters(parameters) {
    const selected = {};
    NAMES.forEach(function (name) { if (parameters.get(name)) selected[name] = parameters.get(name); });
    return selected;
  }

  function toParameters(selected, parameters) {
    NAMES.forEach(function (name) { if (selected[name]) parameters.set(name, selected[name]); });
  }

  function isActive(selected) { return NAMES.some(function (name) { return selected[name]; }); }

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

  function today() {
    const now = new Date();
    return now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate();
  }

  class Columns {
    constructor(index, facets) {
      const count = index.manifest.count;
      this.index = index;
      this.facets = facets;
      this.district = expand(facets.district, count);
      this.year = expand(facets.year, count);
      this.unitNames = new Map(facets.units);
      this.tasks = index.kinds.find(function (kind) { return kind.name === "task"; });
      this.today = today();
    }

    /* 条目在一项筛选里的值；角色可以有几个 */
    values(name, entry, selected) {
      if (name === "kind") return [this.index.kindOf(entry).name];
      if (name === "district") return this.district[entry] ? [this.facets.districts[this.district[entry] - 1]] : [];
      if (name === "year") return this.year[entry] ? [String(this.year[entry])] : [];
      if (entry < this.tasks.start || entry >= this.tasks.end) return [];
      const task = entry - this.tasks.start;
      if (name === "deadline") return [this.deadlineOf(task)];
      const roles = this.facets.roles[task];
      if (name === "unit") return Array.from(new Set([].concat.apply([], roles))).map(this.unitId, this);
      return ROLES.filter(function (_, place) {
        const units = roles[place].map(this.unitId, this);
        return selected.unit ? units.includes(selected.unit) : units.length > 0;
      }, this);
    }

    unitId(place) { return this.facets.units[place][0]; }

    deadlineOf(task) {
      const date = this.facets.deadline[task];
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
      const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.value : null;
      const nodes = GROUPS.map(function (group) {
        const counts = this.counts(group[0], hits, selected);
        if (!selected[group[0]] && counts.size < 2 && group[0] !== "kind") return null;
        return this.choice(group[0], group[1], counts, selected);
      }, this).filter(Boolean);
      place.replaceChildren.apply(place, hits.length ? nodes : []);
      if (focused !== null) {
        const again = Array.from(place.querySelectorAll("input")).find(function (input) { return input.value === focused; });
        if (again) again.focus();
      }
    }

    choice(name, title, counts, selected) {
      const options = Array.from(counts.keys()).sort(this.order(name, counts));
      if (name === "unit") options.splice(MOST_UNITS);
      if (selected[name] && !options.includes(selected[name])) options.unshift(selected[name]);
      const list = element("fieldset", "gp-facet", [element("legend", "gp-facet__title", [title])]);
      [""].concat(options).forEach(function (value) {
        const input = element("input");
        input.type = "radio";
        input.name = "gp-facet-" + name;
        input.value = value;
        input.checked = (selected[name] || "") === value;
        const words = value === "" ? "全部" : this.words(name, value);
        const label = element("label", "gp-facet__choice", [input, element("span", "", [words])]);
        if (value !== "") label.append(element("span", "gp-facet__count", [String(counts.get(value) || 0)]));
        list.append(label);
      }, this);
      return list;
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

  gpSearch.facets = { fromParameters: fromParameters, toParameters: toParameters, isActive: isActive, read: read, Columns: Columns };
})(window.gpSearch = window.gpSearch || {});

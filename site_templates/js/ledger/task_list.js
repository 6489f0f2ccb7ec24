/*
 * 页面上任务表的筛选和排列（单位页、年份页）。
 * 读的是页面上已有的表：每个 tbody 是一份文件（data-document、data-id、data-date、data-district），每行一项任务。
 * 没有这个脚本，表照样完整，按文件排列。要先载入 pages.js、task_filter.js。
 */
(function () {
  "use strict";

  const form = document.querySelector("form.gp-filter");
  const tables = [...document.querySelectorAll("table.gp-tasks")];
  if (!form || !tables.length) return;

  const { ROLES, DUE, collator, plain, wordsOf, spanOf, byLabel, byCount, byDue, byYear } = window.gpFilter;
  const LAST = "99999999";
  const PAGE = 200;

  // --- 读表 -------------------------------------------------------------------------------------------------------------

  /** 单位在地址里的编号：链接末两段，如 zhangdian/qu-da-shu-ju-zhong-xin。 */
  const ids = new Map();
  function unitId(href) {
    let id = ids.get(href);
    if (id === undefined) {
      const parts = new URL(href, location.href).pathname.replace(/index\.html$/, "").split("/").filter(Boolean);
      ids.set(href, (id = parts.slice(-2).join("/")));
    }
    return id;
  }

  function readUnits(element) {
    return [...element.querySelectorAll("a.u")].map((link) => {
      const reading = link.nextElementSibling;
      const misread = reading && reading.classList.contains("gp-reading");
      return {
        id: unitId(link.getAttribute("href")),
        name: misread ? reading.textContent.replace(/^（应为|）$/g, "") : link.textContent,
        role: link.closest("td").dataset.role || "",
      };
    });
  }

  function readDue(element) {
    const spans = new Set();
    let first = LAST;
    for (const due of element.querySelectorAll(".gp-due")) {
      const time = due.querySelector("time");
      const value = time ? time.dateTime : due.dataset.kind;
      spans.add(spanOf(value));
      if (time && value < first) first = value;
    }
    if (!spans.size) spans.add("none");
    return { spans, first };
  }

  class Row {
    constructor(element, body, index) {
      const { document: title, id, date, district } = body.dataset;
      Object.assign(this, { element, body, table: body.parentElement, index, title, document: id, date, district, year: date.slice(0, 4) });
      this.units = readUnits(element);
      Object.assign(this, readDue(element));
    }

    get text() {
      if (this.own === undefined) this.own = plain(`${this.element.textContent} ${this.title} ${this.body.rows[0].textContent}`);
      return this.own;
    }
  }

  const rows = [];
  for (const table of tables) {
    for (const body of table.tBodies) {
      for (const element of body.rows) {
        if (!element.classList.contains("gp-group")) rows.push(new Row(element, body, rows.length));
      }
    }
  }

  // --- 选项 -------------------------------------------------------------------------------------------------------------

  /** 数出每个值有几项。 */
  function tally(entries) {
    const counts = new Map();
    for (const [value, label] of entries) {
      const known = counts.get(value);
      if (known) known.count += 1;
      else counts.set(value, { value, label, count: 1 });
    }
    return [...counts.values()];
  }

  function fill(name, entries, compare) {
    window.gpFilter.fill(form, name, tally(entries).sort(compare));
  }

  const severalDistricts = new Set(rows.map((row) => row.district)).size > 1;

  function unitEntries(row) {
    const own = new Map(row.units.map((unit) => [unit.id, unit.name]));
    return [...own].map(([id, name]) => [id, severalDistricts ? `${name} ${row.district}` : name]);
  }

  function fillAll() {
    fill("district", rows.map((row) => [row.district, row.district || "区县不详"]), byLabel);
    fill("year", rows.map((row) => [row.year || "0", row.year || "日期不详"]), byYear);
    fill("document", rows.map((row) => [row.document, row.title]), byLabel);
    fill("unit", rows.flatMap(unitEntries), byCount);
    fill("role", rows.flatMap((row) => [...new Set(row.units.map((unit) => unit.role))].filter(Boolean))
      .map((role) => [role, ROLES[role]]), byCount);
    fill("due", rows.flatMap((row) => [...row.spans]).map((span) => [span, DUE[span]]), byDue);
  }

  // --- 筛选 -------------------------------------------------------------------------------------------------------------

  function matchesUnit(row, unit, role) {
    if (!unit && !role) return true;
    return row.units.some((found) => (!unit || found.id === unit) && (!role || found.role === role));
  }

  function matches(row, wanted, words) {
    return (!wanted.district || row.district === wanted.district)
      && (!wanted.year || (row.year || "0") === wanted.year)
      && (!wanted.document || row.document === wanted.document)
      && (!wanted.due || row.spans.has(wanted.due))
      && matchesUnit(row, wanted.unit, wanted.role)
      && words.every((word) => row.text.includes(word));
  }

  // --- 排列 -------------------------------------------------------------------------------------------------------------

  const firstUnit = (row) => (row.units.length ? row.units[0].name : "");
  const taskTitle = (row) => {
    const place = row.element.querySelector("summary, a");
    const text = [...place.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
    return text ? text.nodeValue.trim() : place.textContent;
  };

  /** 按文字排的次序：每个不同的文字只比一次。 */
  function ranksOf(keyOf) {
    const keys = rows.map(keyOf);
    const ranks = new Map([...new Set(keys)].sort(collator.compare).map((key, rank) => [key, rank]));
    return keys.map((key) => ranks.get(key));
  }

  const ORDERS = {
    year: () => rows.map((row) => Number((row.date || LAST).replace(/-/g, ""))),
    due: () => rows.map((row) => Number(row.first.replace(/-/g, ""))),
    unit: () => ranksOf(firstUnit),
    title: () => ranksOf(taskTitle),
  };
  const orders = {};

  function sorted(found, sort) {
    if (!ORDERS[sort]) return found;
    const keys = (orders[sort] = orders[sort] || ORDERS[sort]());
    return found.slice().sort((a, b) => keys[a.index] - keys[b.index] || a.index - b.index);
  }

  // --- 摆出来：每张表先摆 200 项，行多的页面才不慢 --------------------------------------------------------------------

  /** 不按文件排列时，文件的小标题没有了，每行自己带上文件名。 */
  function flatRow(row) {
    const element = row.element.cloneNode(true);
    element.hidden = false;
    const name = document.createElement("span");
    name.className = "gp-from gp-dim";
    name.textContent = row.title;
    element.cells[0].append(name);
    return element;
  }

  class List {
    constructor(table) {
      this.table = table;
      this.bodies = [...table.tBodies];
      this.own = rows.filter((row) => row.table === table);
      this.flat = table.createTBody();
      this.more = document.createElement("p");
      this.more.className = "gp-more";
      this.more.innerHTML = `<button type="button">再显示 ${PAGE} 项</button>`;
      this.more.firstChild.addEventListener("click", () => this.show(this.shown + PAGE));
      table.after(this.more);
      table.dataset.ready = "";
    }

    /** found 是这张表里符合条件的，已经排好；sort 为空就按文件。 */
    set(found, sort) {
      this.found = found;
      this.sort = ORDERS[sort] ? sort : "";
      this.shown = 0;
      this.flat.textContent = "";
      this.table.classList.toggle("gp-tasks--flat", Boolean(this.sort));
      for (const row of this.own) if (!row.element.hidden) row.element.hidden = true;
      for (const body of this.bodies) body.hidden = true;
      (this.table.closest("section") || this.table).hidden = !found.length;
      this.show(PAGE);
    }

    show(count) {
      const next = this.found.slice(this.shown, count);
      if (this.sort) this.flat.append(...next.map(flatRow));
      else {
        for (const row of next) {
          row.element.hidden = false;
          row.body.hidden = false;
        }
      }
      this.shown += next.length;
      this.more.hidden = this.shown >= this.found.length;
    }
  }

  const lists = tables.map((table) => new List(table));

  function apply() {
    const wanted = window.gpFilter.conditions(form);
    const words = wordsOf(wanted.q);
    const found = rows.filter((row) => matches(row, wanted, words));
    const ordered = sorted(found, wanted.sort);
    for (const list of lists) list.set(ordered.filter((row) => row.table === list.table), wanted.sort);
    window.gpFilter.say(form, wanted, found.length, rows.length);
    return wanted;
  }

  fillAll();
  window.gpFilter.watch(form, apply);
  window.gpFilter.setAll(form, window.gpFilter.readAddress());
  apply();
  window.addEventListener("beforeprint", () => lists.forEach((list) => list.show(list.found.length)));
})();

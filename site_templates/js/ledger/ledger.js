/*
 * 任务台账：全部任务在读者的浏览器里筛选、排列，一次摆出 100 项。
 * 数据由 portal/ledger_data.py 写成脚本：ledger_manifest.js（window.gpLedger）先到，各段随后；全文各段要查字时才取。
 * 没有这个脚本，页面列出最近的任务和各年份。要先载入 pages.js、task_filter.js、ledger_manifest.js。
 */
(function () {
  "use strict";

  const VERSION = 1;
  const PAGE = 100;
  const data = window.gpLedger;
  const form = document.querySelector("form.gp-filter");
  const place = document.querySelector("[data-ledger]");
  if (!data || !form || !place) return;
  if (data.version !== VERSION) throw new Error(`台账数据是第 ${data.version} 版，脚本认得第 ${VERSION} 版`);

  const { ROLES, DUE, collator, plain, wordsOf, spanOf, byLabel, byCount, byDue, byYear } = window.gpFilter;
  const ROLE_NAMES = Object.keys(ROLES);
  const base = document.documentElement.dataset.base;
  const ending = location.protocol === "file:" ? "index.html" : "";
  const table = place.querySelector("table");
  const more = place.querySelector(".gp-more");
  const LAST = "9999";

  // --- 数据 -------------------------------------------------------------------------------------------------------------

  const districts = data.districts;
  const documents = data.documents.map(([id, title, number, date, district, count]) => ({
    id, title, number, date, district, count, year: date.slice(0, 4), text: plain(`${title} ${number}`),
  }));
  const units = data.units.map(([id, name, district]) => ({ id, name, district, label: districts.length > 1 ? `${name} ${district}` : name }));
  const names = data.names.map(([name, unit, reading]) => ({ name, unit, reading, text: plain(name + reading) }));
  const unitNumbers = new Map(units.map((unit, number) => [unit.id, number]));
  const rows = [];
  const starts = [];
  const texts = [];
  let arrived = 0;

  data.shards.reduce((start, [count], shard) => ((starts[shard] = start), start + count), 0);

  /** 第几项任务属于哪份文件：文件按次序排着，各有几项。 */
  const documentOf = new Uint32Array(data.total);
  documents.reduce((start, found, number) => documentOf.fill(number, start, start + found.count) && start + found.count, 0);

  window.gpLedgerTasks = function (shard, columns) {
    const dues = columns.dues.map(([text, value]) => ({ text, value, span: spanOf(value), date: /^\d/.test(value) ? value : "" }));
    columns.titles.forEach((title, n) => {
      const index = starts[shard] + n;
      const deadlines = columns.deadlines[n].map((due) => dues[due]);
      rows[index] = {
        index, title, ordinal: columns.ordinals[n], number: columns.numbers[n], document: documents[documentOf[index]],
        roles: ROLE_NAMES.map((role) => columns[role][n]),
        deadlines, first: deadlines.reduce((first, due) => (due.date && due.date < first ? due.date : first), LAST),
        plain: null,
      };
    });
    arrived += 1;
    if (arrived === data.shards.length) start();
  };

  window.gpLedgerTexts = function (shard, found) {
    texts[shard] = found;
    for (let n = 0; n < found.length; n += 1) rows[starts[shard] + n].full = found[n] ? plain(found[n]) : "";
    if (Object.keys(texts).length === data.shards.length) apply();
  };

  function load(path) {
    const script = document.createElement("script");
    script.src = base + path;
    document.head.append(script);
  }

  let textsAsked = false;
  function askForTexts() {
    if (textsAsked) return;
    textsAsked = true;
    for (const [, , path] of data.shards) load(path);
  }

  // --- 筛选：每项记下没有通过的条件，只差一个条件的还要算进那个条件的选项里 ---------------------------------------

  const FAILS = { district: 1, year: 2, document: 4, who: 8, due: 16, q: 32 };

  function rowText(row) {
    if (row.plain === null) {
      row.plain = [plain(row.title), row.document.text, ...row.roles.flat().map((name) => names[name].text)].join("\n");
    }
    return row.plain;
  }

  function hasUnit(row, unit, role) {
    return row.roles.some((found, number) => (role < 0 || role === number)
      && (unit < 0 ? found.length > 0 : found.some((name) => names[name].unit === unit)));
  }

  /** 地址里还可以写一段日子，到月或者到日：due=2022-01..2022-09，due=2022-09-30..2022-09-30。 */
  const RANGE = /^(\d{4}-\d\d(?:-\d\d)?)\.\.(\d{4}-\d\d(?:-\d\d)?)$/;
  let range = null;

  function rangeOf(value) {
    const found = RANGE.exec(value || "");
    if (!found) return null;
    const [, from, to] = found;
    const words = (day) => day.split("-").map((number, n) => Number(number) + "年月日"[n]).join("");
    const end = words(to).replace(from.slice(0, 5) === to.slice(0, 5) ? /^\d+年/ : "", "");
    return { value, label: from === to ? words(from) : `${words(from)}至${end}`, holds: (date) => date >= from && date.slice(0, to.length) <= to };
  }

  /** 一项任务的时限各属于哪些选项。 */
  function spansOf(row) {
    if (!row.deadlines.length) return ["none"];
    const spans = row.deadlines.map((due) => due.span);
    if (range && row.deadlines.some((due) => range.holds(due.date))) spans.push(range.value);
    return [...new Set(spans)];
  }

  const hasDue = (row, span) => spansOf(row).includes(span);

  function failsOf(row, wanted, words) {
    let fails = 0;
    if (wanted.district && districts[row.document.district] !== wanted.district) fails |= FAILS.district;
    if (wanted.year && (row.document.year || "0") !== wanted.year) fails |= FAILS.year;
    if (wanted.document && row.document.id !== wanted.document) fails |= FAILS.document;
    if (wanted.who && !hasUnit(row, wanted.unitNumber, wanted.roleNumber)) fails |= FAILS.who;
    if (wanted.due && !hasDue(row, wanted.due)) fails |= FAILS.due;
    if (words.length && !words.every((word) => rowText(row).includes(word) || (row.full && row.full.includes(word)))) fails |= FAILS.q;
    return fails;
  }

  class Counts extends Map {
    add(value) { this.set(value, (this.get(value) || 0) + 1); }
  }

  function countUnits(row, wanted, counts) {
    const seenUnits = new Set();
    row.roles.forEach((found, role) => {
      let any = false;
      for (const name of found) {
        const { unit } = names[name];
        if (wanted.roleNumber < 0 || wanted.roleNumber === role) seenUnits.add(unit);
        any = any || wanted.unitNumber < 0 || wanted.unitNumber === unit;
      }
      if (any) counts.role.add(role);
    });
    for (const unit of seenUnits) counts.unit.add(unit);
  }

  function filter(wanted, words) {
    const counts = { district: new Counts(), year: new Counts(), document: new Counts(), unit: new Counts(), role: new Counts(), due: new Counts() };
    const found = [];
    if (range) counts.due.set(range.value, 0);
    for (const row of rows) {
      const fails = failsOf(row, wanted, words);
      if (!fails) found.push(row);
      if (!(fails & ~FAILS.district)) counts.district.add(row.document.district);
      if (!(fails & ~FAILS.year)) counts.year.add(row.document.year || "0");
      if (!(fails & ~FAILS.document)) counts.document.add(row.document);
      if (!(fails & ~FAILS.who)) countUnits(row, wanted, counts);
      if (!(fails & ~FAILS.due)) for (const span of spansOf(row)) counts.due.add(span);
    }
    return { found, counts };
  }

  function fillAll(counts) {
    const put = (name, describe, compare) => window.gpFilter.fill(
      form, name, [...counts[name]].map(([key, count]) => ({ ...describe(key), count })).sort(compare));
    put("district", (number) => ({ value: districts[number], label: districts[number] || "区县不详" }), byLabel);
    put("year", (year) => ({ value: year, label: year === "0" ? "日期不详" : year }), byYear);
    put("document", (found) => ({ value: found.id, label: found.title, date: found.date }), (a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
    put("unit", (number) => ({ value: units[number].id, label: units[number].label }), byCount);
    put("role", (number) => ({ value: ROLE_NAMES[number], label: ROLES[ROLE_NAMES[number]] }), (a, b) => byCount(a, b));
    put("due", (span) => ({ value: span, label: DUE[span] || range.label }), byDue);
  }

  // --- 排列 -------------------------------------------------------------------------------------------------------------

  const leading = (row) => { const found = row.roles.find((role) => role.length); return found ? units[names[found[0]].unit].name : ""; };
  const byKey = (keyOf) => {
    const ranks = new Map([...new Set(rows.map(keyOf))].sort(collator.compare).map((key, rank) => [key, rank]));
    return (a, b) => ranks.get(keyOf(a)) - ranks.get(keyOf(b));
  };
  const ORDERS = {
    year: () => (a, b) => (a.document.date || LAST).localeCompare(b.document.date || LAST),
    due: () => (a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0),
    unit: () => byKey(leading),
    title: () => byKey((row) => row.title),
  };
  const orders = {};

  function sorted(found, sort) {
    if (!ORDERS[sort]) return found;
    orders[sort] = orders[sort] || rows.slice().sort(ORDERS[sort]()).reduce((ranks, row, rank) => ((ranks[row.index] = rank), ranks), new Uint32Array(rows.length));
    return found.sort((a, b) => orders[sort][a.index] - orders[sort][b.index]);
  }

  // --- 摆出来 -----------------------------------------------------------------------------------------------------------

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function unitCell(found, number) {
    const role = ROLE_NAMES[number];
    const cell = make("td", { "data-role": role, "data-label": found.length ? ROLES[role] : "" });
    found.forEach((key, n) => {
      const { name, unit, reading } = names[key];
      if (n) cell.append("、");
      cell.append(make("a", { class: "u", href: `${base}units/${units[unit].id}/${ending}` }, name));
      if (reading) cell.append(make("span", { class: "gp-reading" }, `（应为${reading}）`));
    });
    return cell;
  }

  function dueCell(row) {
    const cell = make("td", { "data-label": row.deadlines.length ? "时限" : "" });
    for (const { text, value, date } of row.deadlines) {
      cell.append(date
        ? make("span", { class: "gp-due" }, `${text} `, make("time", { datetime: date }, date))
        : make("span", { class: "gp-due", "data-kind": value }, text));
    }
    return cell;
  }

  function rowElement(row, flat) {
    const link = make("a", { href: `${base}documents/${row.document.id}/${ending}#task-${row.number}` });
    if (row.ordinal) link.append(make("span", { class: "gp-ordinal" }, row.ordinal), " ");
    link.append(row.title);
    const lead = make("td", { class: "gp-lead" }, link);
    if (flat) lead.append(make("span", { class: "gp-from gp-dim" }, row.document.title));
    return make("tr", {}, lead, ...row.roles.map(unitCell), dueCell(row));
  }

  function headElement(found, count) {
    const [year, month, day] = found.date.split("-").map(Number);
    const facts = [found.number, found.date ? `${year}年${month}月${day}日` : "日期不详", `${count} 项`].filter(Boolean).join(" · ");
    const link = make("a", { href: `${base}documents/${found.id}/${ending}` }, found.title);
    return make("tr", { class: "gp-group" }, make("th", { scope: "rowgroup", colspan: "5" }, link, " ", make("span", { class: "gp-dim" }, facts)));
  }

  let shown = [];
  let flat = false;
  let next = 0;
  let perDocument = new Map();

  function show(found, sort) {
    shown = found;
    flat = Boolean(ORDERS[sort]);
    next = 0;
    perDocument = new Counts();
    if (!flat) for (const row of found) perDocument.add(row.document);
    for (const body of [...table.tBodies]) body.remove();
    table.classList.toggle("gp-tasks--flat", flat);
    table.hidden = !found.length;
    showMore();
  }

  function showMore() {
    const page = shown.slice(next, next + PAGE);
    let body = table.tBodies[table.tBodies.length - 1];
    let last = next ? shown[next - 1].document : null;
    if (flat && page.length) body = body || table.createTBody();
    for (const row of page) {
      if (!flat && row.document !== last) {
        body = table.createTBody();
        body.append(headElement(row.document, perDocument.get(row.document)));
        last = row.document;
      }
      const element = rowElement(row, flat);
      window.gpDates.markDeadlines(element);
      body.append(element);
    }
    next += page.length;
    more.hidden = next >= shown.length;
  }

  // --- 连起来 -----------------------------------------------------------------------------------------------------------

  let ready = false;

  function apply() {
    if (!ready) return window.gpFilter.conditions(form);
    const wanted = window.gpFilter.conditions(form);
    const words = wordsOf(wanted.q);
    if (words.length) askForTexts();
    const { found, counts } = filter({
      ...wanted,
      who: Boolean(wanted.unit || wanted.role),
      unitNumber: wanted.unit ? unitNumbers.get(wanted.unit) : -1,
      roleNumber: wanted.role ? ROLE_NAMES.indexOf(wanted.role) : -1,
    }, words);
    fillAll(counts);
    show(sorted(found, wanted.sort), wanted.sort);
    window.gpFilter.say(form, wanted, found.length, data.total);
    return wanted;
  }

  /** 存成 CSV：开头的 BOM 让 Excel 认得，像公式的格子前面加一撇。 */
  function csvOf(found) {
    const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
    const printed = (numbers) => numbers.map((key) => names[key].name + (names[key].reading ? `（应为${names[key].reading}）` : "")).join("、");
    const lines = found.map((row) => [
      row.ordinal, row.title, ...row.roles.map(printed), row.deadlines.map((due) => due.text).join("；"),
      row.document.title, row.document.number, districts[row.document.district],
    ].map(cell).join(","));
    return "\ufeff" + ["序号,任务,牵头单位,责任单位,配合单位,完成时限,依据文件,文号,区县", ...lines].join("\r\n") + "\r\n";
  }

  function offerSaving() {
    const button = document.querySelector("[data-save-rows]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const link = make("a", { href: URL.createObjectURL(new Blob([csvOf(shown)], { type: "text/csv" })), download: "任务台账（筛选）.csv" });
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  /** 打印的是筛选出来的全部，不只是摆出来的。 */
  function showAllForPrint() {
    while (next < shown.length) showMore();
  }

  function start() {
    if (ready) return;
    ready = true;
    const asked = window.gpFilter.readAddress();
    range = rangeOf(asked.due);
    fillAll(filter({ unitNumber: -1, roleNumber: -1 }, []).counts);
    window.gpFilter.setAll(form, asked);
    window.gpFilter.watch(form, apply);
    apply();
    more.querySelector("button").addEventListener("click", showMore);
    window.addEventListener("beforeprint", showAllForPrint);
    offerSaving();
  }

  table.dataset.ready = "";
  for (const [, path] of data.shards) load(path);
})();

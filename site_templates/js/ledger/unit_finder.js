/*
 * 单位索引的查找框：边打边找，认得简称、别名、全拼和首字母。没有这个脚本，索引全部列出。
 * 每行的 data-find 里是它的其他名称和拼音，用空格隔开。回车打开最接近的一个。
 */
(function () {
  "use strict";

  const form = document.querySelector("form[data-unit-finder]");
  if (!form) return;

  const rows = [...document.querySelectorAll("tr[data-find]")].map((row, index) => {
    const name = row.cells[0].textContent.trim();
    const words = [name, ...row.dataset.find.split(" ")].map((word) => word.normalize("NFKC").toLowerCase());
    const tasks = [...row.cells].slice(1).reduce((sum, cell) => sum + Number(cell.textContent || 0), 0);
    return { row, name, index, tasks, words, section: row.closest("section"), district: row.closest("section").querySelector("h2").firstChild.textContent.trim() };
  });
  const letters = document.querySelector("[data-letters]");
  const said = form.querySelector("output");
  let best = null;

  /** 一个词和一个单位有多接近：全同 3，开头 2，中间 1，没有 0。拼音只认全同和开头。 */
  function closeness(words, query) {
    const latin = /^[a-z0-9]+$/.test(query);
    let found = 0;
    for (const word of words) {
      if (word === query) return 3;
      if (word.startsWith(query)) found = Math.max(found, 2);
      else if (!latin && word.includes(query)) found = Math.max(found, 1);
    }
    return found;
  }

  function find() {
    const queries = form.q.value.normalize("NFKC").trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let top = 0;
    best = null;
    for (const entry of rows) {
      const places = queries.map((query) => Math.max(closeness(entry.words, query), entry.district.includes(query) ? 1 : 0));
      const score = places.length ? Math.min(...places) && places.reduce((sum, place) => sum + place, 0) + Math.min(entry.tasks, 999) / 1000 : 1;
      entry.row.hidden = !score;
      if (!score) continue;
      shown += 1;
      if (queries.length && score > top) [top, best] = [score, entry];
    }
    for (const body of document.querySelectorAll("[data-shelf] tbody")) body.hidden = !body.querySelector("tr[data-find]:not([hidden])");
    for (const section of document.querySelectorAll("[data-shelf]")) section.hidden = !section.querySelector("tbody:not([hidden])");
    if (letters) letters.hidden = queries.length > 0;
    said.textContent = !queries.length ? "" : best ? `找到 ${shown} 个，回车打开“${best.name}”（${best.district}）` : "没有找到，换个简称或者少打几个字试试";
  }

  form.hidden = false;
  form.addEventListener("input", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (best) best.row.querySelector("a").click();
  });
  find();
})();

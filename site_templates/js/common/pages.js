/*
 * 各页的小动作：时限和今天比较、复制引用、打印、首页和时限按今天排列。
 * 没有这个脚本，页面照样完整：时限按日期排列。
 * 提供 window.gpDates 给 task_filter.js：今天是哪天、一个日期属于哪一段。
 */
(function () {
  "use strict";

  const DAY = 24 * 60 * 60 * 1000;
  const SPANS = [
    { key: "30", title: "30 天内" },
    { key: "60", title: "31 至 60 天" },
    { key: "90", title: "61 至 90 天" },
    { key: "later", title: "90 天以后" },
    { key: "past", title: "时限已过" },
  ];

  // --- 日期 -------------------------------------------------------------------------------------------------------------

  /** 读者的今天，按读者的时区，零点的毫秒数（用 UTC 记，免得夏令时差一小时）。 */
  function today() {
    const now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  }

  /** "2022-11-30" 离今天还有几天；已过为负。 */
  function daysLeft(date) {
    const [year, month, day] = date.split("-").map(Number);
    return Math.round((Date.UTC(year, month - 1, day) - today()) / DAY);
  }

  /** 一个日期属于哪一段：past、30、60、90、later。 */
  function spanOf(date) {
    const days = daysLeft(date);
    if (days < 0) return "past";
    return days <= 30 ? "30" : days <= 60 ? "60" : days <= 90 ? "90" : "later";
  }

  /** 日期后面的话：时限已过、今天到期、还有几天；90 天以后的不说。 */
  function stateOf(date) {
    const days = daysLeft(date);
    if (days > 90) return null;
    const words = days < 0 ? "时限已过" : days === 0 ? "今天到期" : `还有 ${days} 天`;
    return { words, state: days < 0 ? "past" : "soon" };
  }

  /** 在 root 里的每个日期后面写上 stateOf 的话。 */
  function markDeadlines(root) {
    for (const time of root.querySelectorAll(".gp-due time")) {
      const found = stateOf(time.dateTime);
      if (!found) continue;
      const note = document.createElement("span");
      note.className = "gp-due__state";
      note.dataset.state = found.state;
      note.textContent = found.words;
      time.after(" ", note);
    }
  }

  window.gpDates = { daysLeft, spanOf, markDeadlines, SPANS };

  // --- 首页 -------------------------------------------------------------------------------------------------------------

  function showNextDeadlines() {
    const list = document.querySelector("[data-next-deadlines]");
    if (!list) return;
    const days = [...list.querySelectorAll("li[data-date]")];
    if (!days.length) return;
    const next = days.filter((day) => daysLeft(day.dataset.date) >= 0);
    const shown = next.length ? next.slice(0, 6) : days.slice(-4);
    for (const day of days) day.hidden = !shown.includes(day);
    for (const day of shown) {
      const left = daysLeft(day.dataset.date);
      const words = left < 0 ? "时限已过" : left === 0 ? "今天" : `还有 ${left} 天`;
      day.querySelector("a").insertAdjacentText("beforeend", `（${words}）`);
    }
    document.querySelector("[data-next-note]").textContent = next.length
      ? "按今天的日期，接下来的时限："
      : "按今天的日期，文件里写明的时限都已过去。最近的是：";
  }

  // --- 时限：按年份的几段换成按今天的几段 ---------------------------------------------------------------------------

  /** 一段的壳：和原来按年份的那一段一样，里面是表或者清单，等着放进日子。 */
  function emptySpan(model, key, title) {
    const span = model.cloneNode(false);
    span.id = `span-${key}`;
    span.removeAttribute("data-year");
    const summary = model.querySelector("summary").cloneNode(true);
    summary.querySelector("h2, h3").textContent = title;
    const holder = model.querySelector("table, ul").cloneNode(false);
    const table = model.querySelector("table");
    if (table) {
      holder.append(table.caption.cloneNode(true), table.tHead.cloneNode(true));
      holder.caption.textContent = title;
    }
    span.append(summary, holder);
    return { span, holder, count: summary.querySelector(".gp-count") };
  }

  function arrangeDays() {
    const root = document.querySelector("[data-days]");
    const years = root ? [...root.querySelectorAll(".gp-span[data-year]")] : [];
    if (!years.length) return;
    const folded = root.dataset.days === "folded";
    const days = [...root.querySelectorAll(".gp-day")];
    const links = [];
    const spans = [];
    for (const { key, title } of SPANS) {
      const own = days.filter((day) => spanOf(day.dataset.date) === key);
      if (!own.length) continue;
      if (key === "past") own.reverse();
      const made = emptySpan(years[0], key, title);
      const total = own.reduce((sum, day) => sum + Number(day.dataset.count), 0);
      made.count.textContent = `${total} 项`;
      made.holder.append(...own);
      made.span.open = folded ? key === "30" : key !== "past";
      spans.push(made.span);
      links.push(`<li><a href="#span-${key}">${title} <b>${total}</b></a></li>`);
    }
    years[0].before(...spans);
    for (const year of years) year.remove();
    const place = root.querySelector("[data-spans]");
    if (place) {
      for (const link of place.querySelectorAll("[data-year]")) link.remove();
      place.insertAdjacentHTML("afterbegin", links.join(""));
    }
    openTarget();
  }

  /** 地址里指着的折叠块要打开。 */
  function openTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const fold = target.closest("details");
    if (fold) fold.open = true;
    target.scrollIntoView();
  }

  // --- 打印、复制 -------------------------------------------------------------------------------------------------------

  function offerButtons() {
    for (const button of document.querySelectorAll("button[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    for (const button of document.querySelectorAll("button[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", () => copy(`${button.dataset.copy}${location.href.split("#")[0]}`));
    }
  }

  async function copy(text) {
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "已复制";
    } catch {
      said.textContent = text; // 浏览器不让写剪贴板（例如 http 的内网），就把文字摆出来
    }
  }

  markDeadlines(document);
  showNextDeadlines();
  arrangeDays();
  offerButtons();
  window.addEventListener("hashchange", openTarget);
})();

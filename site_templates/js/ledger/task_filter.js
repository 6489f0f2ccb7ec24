/*
 * 任务的筛选条：条件、选项、地址。单位页和年份页（task_list.js）、台账（ledger.js）共用。
 * 条件记在地址里，可以转给同事。要先载入 pages.js（window.gpDates）。提供 window.gpFilter。
 */
(function () {
  "use strict";

  const ROLES = { lead: "牵头", responsible: "责任", support: "配合" };
  const DUE = {
    past: "时限已过", 30: "30 天内", 60: "31 至 60 天", 90: "61 至 90 天", later: "90 天以后",
    long_term: "长期", other: "其他时限", none: "没有写时限",
  };
  const DUE_ORDER = ["past", "30", "60", "90", "later", "long_term", "other", "none"];
  const collator = new Intl.Collator("zh-CN");

  /** 查找用的字：全角半角、大小写、各种括号不分。 */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[〔\[【]/g, "(").replace(/[〕\]】]/g, ")");
  }

  function wordsOf(text) {
    return plain(text || "").split(/\s+/).filter(Boolean);
  }

  /** 一个时限属于哪一段；value 是日期，或者没有日期时的种类。 */
  function spanOf(value) {
    if (/^\d/.test(value)) return window.gpDates.spanOf(value);
    return value === "long_term" ? "long_term" : "other";
  }

  /**
   * 换一个下拉框的选项。options 是 [{value, label, count}]，第一项“全部”不动，选着的值留着；
   * 只有一个值、又没有选它的，整个条件不出现。
   */
  function fill(form, name, options) {
    const select = form.elements[name];
    if (!select) return;
    const chosen = select.value;
    select.length = 1;
    for (const { value, label, count } of options) select.add(new Option(`${label}（${count}）`, value));
    select.value = chosen;
    if (select.value !== chosen) select.value = "";
    select.closest("label").hidden = options.length < 2 && !select.value;
  }

  const byLabel = (a, b) => collator.compare(a.label, b.label);
  const byCount = (a, b) => b.count - a.count || byLabel(a, b);
  const byDue = (a, b) => DUE_ORDER.indexOf(a.value) - DUE_ORDER.indexOf(b.value);
  const byYear = (a, b) => b.value - a.value;

  /** 现在的条件：没有填的不在里面。 */
  function conditions(form) {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  }

  function readAddress() {
    return Object.fromEntries(new URLSearchParams(location.search));
  }

  /** 把条件放进筛选条；选项里没有的值不放。 */
  function setAll(form, wanted) {
    for (const [name, value] of Object.entries(wanted)) {
      const field = form.elements[name];
      if (!field) continue;
      field.value = value;
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.value = "";
    }
  }

  function writeAddress(wanted) {
    const query = new URLSearchParams(wanted).toString();
    try {
      history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
    } catch {
      // 从文件夹打开时浏览器可能不让改地址：筛选照常，只是不记
    }
  }

  /** 说出筛选的结果；什么条件也没有时，“清除条件”不出现。 */
  function say(form, wanted, shown, total) {
    const limited = Object.keys(wanted).some((name) => name !== "sort");
    form.querySelector("output").textContent = limited ? `符合条件 ${shown} 项，共 ${total} 项` : `共 ${total} 项`;
    form.querySelector("button[type=reset]").hidden = !limited && !wanted.sort;
  }

  /** 条件一变就叫 apply；它回的条件记进地址。 */
  function watch(form, apply) {
    const more = form.querySelector(".gp-filter__more");
    more.open = !window.matchMedia("(max-width: 44.98em)").matches || location.search.length > 1;
    form.hidden = false;
    form.addEventListener("input", () => writeAddress(apply()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => writeAddress(apply())));
  }

  window.gpFilter = {
    ROLES, DUE, collator, plain, wordsOf, spanOf, fill, byLabel, byCount, byDue, byYear,
    conditions, readAddress, setAll, writeAddress, say, watch,
  };
})();

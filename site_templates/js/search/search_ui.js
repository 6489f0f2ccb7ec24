/* 搜索页：输入、网址、结果列表、筛选、键盘。检索本身在 search_core.js。 */
(function (gpSearch) {
  "use strict";
  const element = gpSearch.view.element;
  const PAGE_SIZE = 10;
  const FIRST_SIZE = 2; /* 先出两组，别的随后：慢的网上早一点看到 */
  const PARTS = 2; /* 一组里最好的一处之外，再列几处 */
  const LINKS = ".gp-hit__title, .gp-part__title";
  const TYPING_PAUSE = 150;
  const SLOW = 300;
  const MOST_SETTLED = 24; /* 要到原文里核对的，不超过这么多就逐条核对，多了只说大约 */
  const MOST_SHOWN = 40; /* 太长的查询，只印开头 */
  const INDEX_LINKS = [["documents/", "文件"], ["units/", "单位"], ["tasks/", "任务"], ["issues/", "公报"]];

  class SearchPage {
    constructor(app, form, base) {
      this.app = app;
      this.form = form;
      this.input = form.elements.q;
      this.base = base;
      this.turn = 0;
      this.status = element("p", "gp-results__status");
      this.status.setAttribute("role", "status");
      this.filters = element("div", "gp-results__filters");
      this.fold = element("details", "gp-results__fold", [element("summary", "", ["筛选"]), this.filters]);
      this.fold.hidden = true;
      const wide = matchMedia("(min-width: 45em)");
      this.fold.open = wide.matches;
      wide.addEventListener("change", function () { this.fold.open = wide.matches; }.bind(this));
      this.list = element("ol", "gp-results__list");
      this.list.setAttribute("aria-label", "搜索结果");
      this.more = element("button", "gp-results__more", ["显示更多"]);
      this.more.type = "button";
      this.more.hidden = true;
      this.answer = element("div", "gp-results__answer");
      this.near = element("p", "gp-results__near");
      this.near.hidden = true;
      app.append(this.status, this.near, this.answer, this.fold, this.list, this.more);
      this.listen();
    }

    listen() {
      this.form.addEventListener("submit", this.onSubmit.bind(this));
      this.input.addEventListener("input", this.onInput.bind(this));
      this.input.addEventListener("compositionend", this.onInput.bind(this));
      this.input.addEventListener("compositionstart", function () { clearTimeout(this.timer); }.bind(this));
      this.more.addEventListener("click", this.showMore.bind(this));
      this.filters.addEventListener("change", this.onFilter.bind(this));
      this.fold.addEventListener("toggle", this.onFold.bind(this));
      window.addEventListener("popstate", this.fromAddress.bind(this));
      document.addEventListener("keydown", this.onKey.bind(this));
    }

    /* 网址里的查询和筛选就是全部状态 */
    fromAddress() {
      const parameters = new URLSearchParams(location.search);
      this.input.value = parameters.get("q") || "";
      this.selected = gpSearch.facets.fromParameters(parameters);
      this.narrowed = this.input.value.trim();
      this.isTyping = false;
      return this.run();
    }

    toAddress(replace) {
      const parameters = new URLSearchParams();
      if (this.input.value.trim()) parameters.set("q", this.input.value.trim());
      gpSearch.facets.toParameters(this.selected, parameters);
      const query = parameters.toString();
      const address = location.pathname + (query ? "?" + query : "");
      if (query === location.search.slice(1)) return;
      if (replace) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    }

    onSubmit(event) {
      event.preventDefault();
      clearTimeout(this.timer);
      this.forgetFilters();
      this.toAddress(this.isTyping);
      this.isTyping = false;
      this.run();
    }

    /* 输入法还在组字的时候不查；停下手来再查。边打边改的只记最后一句，之前查定了的留在历史里 */
    onInput(event) {
      clearTimeout(this.timer);
      if (event.isComposing) return;
      this.timer = setTimeout(function () {
        this.forgetFilters();
        this.toAddress(this.isTyping);
        this.isTyping = true;
        this.run();
      }.bind(this), TYPING_PAUSE);
    }

    /* 筛选是对着那一句查询选的，换了查询就不再管 */
    forgetFilters() {
      if (this.input.value.trim() !== this.narrowed) this.selected = {};
      this.narrowed = this.input.value.trim();
    }

    onFilter(event) {
      gpSearch.facets.read(this.filters, this.selected, event.target);
      this.narrow();
    }

    withoutFilters() {
      this.selected = {};
      this.narrow();
    }

    narrow() {
      this.toAddress(false);
      this.isTyping = false;
      this.show(this.turn);
    }

    onFold() {
      if (this.fold.open && this.result && !this.result.isPartial) this.showFacets(this.turn);
    }

    onKey(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && this.list.contains(document.activeElement)) this.input.focus();
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const links = Array.from(this.list.querySelectorAll(LINKS));
      const at = links.indexOf(document.activeElement);
      if (at < 0 && document.activeElement !== this.input) return;
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      if (next < 0) this.input.focus();
      else if (links[next]) links[next].focus();
      else return;
      event.preventDefault();
    }

    async run() {
      const turn = this.turn += 1;
      const text = this.input.value.trim();
      document.title = (text ? shortened(text) + " - " : "") + this.plainTitle();
      if (!text) {
        this.result = null;
        this.clear("在上面输入要找的字：部门、文号、任务，或者文件里的任何两个字。");
        this.input.focus();
        return;
      }
      clearTimeout(this.slow);
      this.slow = setTimeout(function () { if (turn === this.turn) this.status.textContent = "正在查找…"; }.bind(this), SLOW);
      try {
        this.index = this.index || await gpSearch.store.open(this.base);
        await this.find(turn, text);
      } catch (error) {
        console.error(error);
        if (turn === this.turn) this.fail();
      } finally {
        if (turn === this.turn) clearTimeout(this.slow);
      }
    }

    /* 是问句的先给卡片 */
    async find(turn, text) {
      const found = await gpSearch.answers.ask(this.index, text, !this.isNarrowed());
      const answer = found.answer;
      const card = answer ? await gpSearch.card.nodeOf(this.index, this.base, answer) : null;
      if (turn !== this.turn) return;
      this.result = found.result;
      this.isTopic = answer !== null && this.result.query === answer.topic && answer.topic !== text;
      this.hasCard = card !== null;
      this.answer.replaceChildren.apply(this.answer, card ? [card] : []);
      await this.show(turn);
    }

    plainTitle() {
      this.pageTitle = this.pageTitle || document.title;
      return this.pageTitle;
    }

    isNarrowed() { return gpSearch.facets.isActive(this.selected) || Boolean(this.selected.sort); }

    /* 从头显示：先出最前面的，再出全部，再出筛选 */
    async show(turn) {
      const isNarrowed = this.isNarrowed();
      if (isNarrowed) await this.loadFacets();
      else if (this.result.isPartial || !this.index.document || gpSearch.core.isUnsure(this.result)) await this.showFirst(turn);
      if (turn !== this.turn) return;
      const result = this.result.isPartial ? gpSearch.core.search(this.index, this.result.query) : this.result;
      const whole = (await Promise.all([result, this.index.loadParts()]))[0];
      if (turn !== this.turn) return;
      this.result = whole;
      this.isSettled = await gpSearch.core.settle(this.index, whole, MOST_SETTLED);
      if (turn !== this.turn) return;
      this.hits = this.result.hits;
      if (isNarrowed) this.hits = this.hits.filter(function (hit) { return this.facets.matches(this.selected, hit.entry); }, this);
      if (this.selected.sort) this.hits = gpSearch.groups.byDate(this.facets.columns, this.hits);
      this.begin(this.selected.kind ? this.hits.map(function (hit) { return [hit]; }) : gpSearch.groups.groupHits(this.index, this.hits));
      const wanted = (history.state && history.state.shown) || PAGE_SIZE;
      await this.showGroups(turn, FIRST_SIZE, true);
      await this.showGroups(turn, wanted - FIRST_SIZE, false);
      if (turn !== this.turn) return;
      this.fold.hidden = !this.result.hits.length;
      if (isNarrowed) this.fold.open = true;
      if (this.fold.open) await this.showFacets(turn);
    }

    /* 还不知道全部结果、各在哪份文件的时候，先把最前面的显示出来 */
    async showFirst(turn) {
      const groups = await gpSearch.groups.firstGroups(this.index, this.result.hits, FIRST_SIZE);
      if (turn !== this.turn) return;
      this.hits = this.result.hits;
      this.isSettled = !gpSearch.core.isUnsure(this.result);
      this.isPreview = true;
      this.begin(groups);
      await this.showGroups(turn, FIRST_SIZE, true);
      this.isPreview = false;
    }

    begin(groups) {
      this.groups = groups;
      this.next = 0;
      this.dropped = 0;
      this.tier = null;
      this.needles = gpSearch.view.needlesOf(this.result);
    }

    /* 再显示若干组；isFresh：替换已有的，正停在哪一条上就还停在那里 */
    async showGroups(turn, wanted, isFresh) {
      const nodes = await this.collect(turn, wanted);
      if (turn !== this.turn) return;
      if (isFresh) {
        const focused = this.list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        this.list.replaceChildren.apply(this.list, nodes);
        const again = focused && Array.from(this.list.querySelectorAll("a")).find(function (link) { return link.getAttribute("href") === focused; });
        if (again) again.focus({ preventScroll: true });
      } else this.list.append.apply(this.list, nodes);
      this.finish();
    }

    async showFacets(turn) {
      await this.loadFacets();
      if (turn !== this.turn) return;
      const full = gpSearch.core.fullHits(this.result);
      this.facets.show(this.filters, full.length ? full : this.result.hits, this.selected);
    }

    async loadFacets() {
      const tasks = this.index.kind("task");
      const hasTasks = this.result.hits.some(function (hit) { return hit.entry >= tasks.start && hit.entry < tasks.end; });
      if (this.facets && (this.facets.roles || !hasTasks)) return;
      const pieces = await Promise.all([this.index.piece("facets"), hasTasks ? this.index.piece("tasks") : null, this.index.loadParts()]);
      this.facets = new gpSearch.facets.Facets(this.index, new gpSearch.columns.Columns(this.index, pieces[0]), pieces[1]);
    }

    /* 再取若干组，原文里其实没有的不要 */
    async collect(turn, wanted) {
      const nodes = [];
      while (wanted > 0 && this.next < this.groups.length) {
        const batch = this.groups.slice(this.next, this.next + wanted);
        const found = await Promise.all(batch.map(this.verified, this));
        if (turn !== this.turn) return nodes;
        this.next += batch.length;
        found.forEach(function (group) {
          this.dropped += group.dropped;
          if (!group.shown.length) return;
          const tier = group.shown[0].hit.tier;
          const divides = !this.selected.sort && tier !== this.tier && (this.tier !== null || tier === 3);
          if (divides || (this.selected.sort && tier === 3 && this.tier !== 3)) nodes.push(element("li", "gp-results__divider", [this.tierWords(tier)]));
          this.tier = tier;
          nodes.push(this.groupNode(group));
          wanted -= 1;
        }, this);
      }
      return nodes;
    }

    /* 一组里头几处真有的：{ shown: [{ hit, entry }], rest: 还没有看的, dropped: 不要的有几处 } */
    async verified(hits) {
      const shown = [];
      let next = 0;
      let dropped = 0;
      while (shown.length <= PARTS && next < hits.length) {
        const batch = hits.slice(next, next + PARTS + 1 - shown.length);
        const entries = await Promise.all(batch.map(function (hit) { return this.index.entry(hit.entry); }, this));
        batch.forEach(function (hit, place) {
          if (gpSearch.core.holds(this.result, hit, entries[place])) shown.push({ hit: hit, entry: entries[place] });
          else dropped += 1;
        }, this);
        next += batch.length;
      }
      return { shown: shown, rest: hits.slice(next), dropped: dropped };
    }

    groupNode(group) {
      const best = group.shown[0];
      const node = gpSearch.view.resultItem(best.entry, best.hit, this.needles, this.base);
      if (group.shown.length === 1) return node;
      const parts = element("ul", "gp-hit__parts", group.shown.slice(1).map(this.partNode, this));
      node.append(parts);
      if (group.rest.length) node.append(this.restButton(group.rest, parts));
      return node;
    }

    partNode(each) { return gpSearch.view.partItem(each.entry, this.needles, this.base); }

    restButton(rest, parts) {
      const button = element("button", "gp-hit__rest", ["同一份文件里还有 " + rest.length + " 处"]);
      button.type = "button";
      button.addEventListener("click", async function () {
        const entries = await Promise.all(rest.map(function (hit) { return this.index.entry(hit.entry); }, this));
        const found = rest.map(function (hit, place) { return { hit: hit, entry: entries[place] }; }).filter(function (each) {
          return gpSearch.core.holds(this.result, each.hit, each.entry);
        }, this);
        const nodes = found.map(this.partNode, this);
        parts.append.apply(parts, nodes);
        button.remove();
        if (nodes.length) nodes[0].querySelector("a").focus({ preventScroll: true });
      }.bind(this));
      return button;
    }

    tierWords(tier) {
      if (tier === 1) return "以下结果含有这些字词，但没有连在一起：";
      if (tier === 2) return "以下结果要连同所在文件的题目、区县，才含有全部字词：";
      const missing = this.result.matches.filter(function (match) { return match.size === 0; });
      if (!missing.length) return "以下结果只含有一部分词：";
      const isWhole = missing.every(function (match) { return match.group.text === match.group.part; });
      const parts = Array.from(new Set(missing.map(function (match) { return "“" + shortened(match.group.part) + "”"; })));
      return (isWhole ? "公报里没有" : "公报里没有连在一起的") + parts.join("、") + "，以下结果含有其余的词：";
    }

    async showMore() {
      const turn = this.turn;
      const nodes = await this.collect(turn, PAGE_SIZE * 2);
      if (turn !== this.turn) return;
      this.list.append.apply(this.list, nodes);
      this.finish();
      history.replaceState({ shown: this.next }, "");
      const first = nodes.map(function (node) { return node.querySelector("a"); }).find(Boolean);
      if (first) first.focus({ preventScroll: true });
    }

    finish() {
      clearTimeout(this.slow);
      const left = this.groups.length - this.next;
      this.more.hidden = left <= 0 || this.isPreview;
      this.status.replaceChildren.apply(this.status, this.statusWords());
      this.showNear();
      if (!this.list.children.length && !this.isPreview && !this.hasCard && !this.result.hits.length) this.list.replaceChildren(this.nothing());
    }

    /* 没有含全部字词的，提几种相近的写法 */
    showNear() {
      const isNeeded = !this.hasCard && !gpSearch.core.fullHits(this.result).length;
      const links = (isNeeded ? gpSearch.near.nearQueries(this.index, this.result) : []).map(function (words) {
        const link = element("a", "", [words]);
        link.href = "?" + new URLSearchParams({ q: words });
        return link;
      });
      this.near.replaceChildren.apply(this.near, ["是不是要找："].concat(links));
      this.near.hidden = !links.length;
    }

    statusWords() {
      const words = this.isTopic ? ["下面是“" + shortened(this.result.query) + "”的结果。"] : [];
      const total = this.result.total;
      const count = total ? total.hits : this.hits.length - this.dropped;
      if (!count) return words.concat(this.nothingWords());
      else {
        const best = this.hits.reduce(function (least, hit) { return Math.min(least, hit.tier); }, Infinity);
        const first = total ? count : Math.min(this.hits.filter(function (hit) { return hit.tier === best; }).length, count);
        words.push((best === 3 ? "没有同时含有全部字词的内容，只含一部分的有" : "找到") + (this.isSettled || total ? " " : "大约 ") + first + " 条" + this.documentWords(best) + (count > first ? "，另有 " + (count - first) + " 条相近的。" : "。"));
      }
      const also = new Set();
      this.result.matches.forEach(function (match) {
        match.names.forEach(function (name) {
          const folded = gpSearch.segment.normalize(name);
          if (!folded.includes(match.group.text) && !match.group.text.includes(folded)) also.add(name);
        });
      });
      if (count && also.size) words.push(element("span", "gp-results__also", ["也查了：" + Array.from(also).slice(0, 3).join("、")]));
      return words;
    }

    /* 这些结果在几份文件里 */
    documentWords(tier) {
      if (this.result.total) return this.documentCount(this.result.total.documents, this.result.total.hits);
      const numbers = this.index.document;
      const hits = this.hits.filter(function (hit) { return numbers && hit.tier === tier && numbers[hit.entry] >= 0; });
      return this.documentCount(new Set(hits.map(function (hit) { return numbers[hit.entry]; })).size, hits.length);
    }

    documentCount(documents, hits) { return documents > 0 && documents < hits ? "（在 " + documents + " 份文件里）" : ""; }

    nothing() {
      const links = INDEX_LINKS.map(function (each) {
        const link = element("a", "", [each[1]]);
        link.href = this.base + each[0];
        return link;
      }, this);
      return element("li", "gp-results__nothing", [element("p", "", ["可以换个说法，少写几个字，或者从目录找："].concat(links))]);
    }

    nothingWords() {
      const found = this.result.hits.length;
      if (found) return ["按现在的筛选没有结果，不筛选有 " + found + " 条。", this.button("去掉筛选", this.withoutFilters.bind(this))];
      if (this.hasCard) return [];
      if (!this.result.matches.length && this.result.parts.length) return ["只写了要排除的字，请再写要找的字。"];
      return ["没有找到“" + shortened(this.result.query) + "”。"];
    }

    button(words, onClick) {
      const button = element("button", "gp-results__again", [words]);
      button.type = "button";
      button.addEventListener("click", onClick);
      return button;
    }

    clear(words) {
      this.hits = [];
      this.answer.replaceChildren();
      this.near.hidden = true;
      this.status.textContent = words;
      this.list.replaceChildren();
      this.filters.replaceChildren();
      this.fold.hidden = true;
      this.more.hidden = true;
    }

    fail() {
      this.clear("");
      const reason = navigator.onLine === false ? "现在没有网络，要用的检索文件还没有取来。" : "检索文件没有装上，可能网站刚刚更新过。";
      this.status.append(reason, this.button("重新载入", function () { location.reload(); }));
    }
  }

  function shortened(text) { return text.length > MOST_SHOWN ? text.slice(0, MOST_SHOWN) + "…" : text; }

  function start() {
    const app = document.getElementById("gp-search-app");
    const form = document.querySelector("form.gp-search");
    if (!app || !form) return;
    const base = document.documentElement.dataset.base || "../";
    const style = element("link");
    style.rel = "stylesheet";
    style.href = base + "assets/css/search.css";
    document.head.append(style);
    gpSearch.page = new SearchPage(app, form, base);
    gpSearch.page.fromAddress();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})(window.gpSearch = window.gpSearch || {});

/* 搜索页以外各页的搜索框：边打边在框下面列出最前面的几条，末一行通到搜索页。焦点一直在框里，选中哪一条由 aria-activedescendant 说明。 */
(function (gpSearch) {
  "use strict";
  const element = gpSearch.view.element;
  const MOST = 6; /* 列几份文件，或者单位 */
  const MOST_LOOKED_AT = 24;
  const LONG = 20;
  const TYPING_PAUSE = 150;
  const MARGIN = 8; /* 离屏幕下沿、软键盘上沿至少这么多像素 */
  const LEAST_HEIGHT = 160;

  class Panel {
    constructor(form, number) {
      this.form = form;
      this.input = form.elements.q;
      this.id = "gp-found-" + number;
      this.turn = 0;
      this.chosen = -1;
      this.list = element("div", "gp-found");
      this.list.id = this.id;
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "搜索结果");
      this.status = element("p", "gp-hidden");
      this.status.setAttribute("role", "status");
      form.append(this.list, this.status);
      this.describe({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.id, "aria-expanded": "false" });
      this.listen();
    }

    describe(attributes) {
      Object.keys(attributes).forEach(function (name) { this.input.setAttribute(name, attributes[name]); }, this);
    }

    listen() {
      const close = this.close.bind(this);
      this.input.addEventListener("input", this.onInput.bind(this));
      this.input.addEventListener("compositionend", this.onInput.bind(this));
      this.input.addEventListener("compositionstart", this.stop.bind(this));
      this.input.addEventListener("keydown", this.onKey.bind(this));
      this.input.addEventListener("click", this.reopen.bind(this));
      this.input.addEventListener("blur", function () { if (document.activeElement !== this.input) close(); }.bind(this)); /* 换到别的窗口不算 */
      this.list.addEventListener("mousedown", function (event) { event.preventDefault(); }); /* 焦点留在框里 */
      document.addEventListener("pointerdown", function (event) { if (!this.form.contains(event.target)) close(); }.bind(this));
      window.addEventListener("pagehide", close);
      if (window.visualViewport) window.visualViewport.addEventListener("resize", this.fit.bind(this));
    }

    /* 输入法还在组字的时候不查；停下手来再查 */
    onInput(event) {
      clearTimeout(this.timer);
      if (!event.isComposing) this.timer = setTimeout(this.run.bind(this), TYPING_PAUSE);
    }

    /* 还没有查的不查了，正在查的不要了 */
    stop() {
      clearTimeout(this.timer);
      this.turn += 1;
    }

    onKey(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const isOpen = !this.list.hidden;
      if (event.key === "ArrowDown" && !isOpen) this.run();
      else if (event.key === "ArrowDown") this.choose(Math.min(this.chosen + 1, this.list.children.length - 1));
      else if (event.key === "ArrowUp" && isOpen) this.choose(Math.max(this.chosen - 1, -1));
      else if (event.key === "Escape" && isOpen) this.close();
      else if (event.key === "Enter" && isOpen && this.chosen >= 0) this.list.children[this.chosen].click();
      else return;
      event.preventDefault();
    }

    /* 选中第几条；-1 是一条也没有选 */
    choose(place) {
      const lines = Array.from(this.list.children);
      lines.forEach(function (line, at) { line.setAttribute("aria-selected", String(at === place)); });
      this.chosen = place;
      if (place < 0) this.input.removeAttribute("aria-activedescendant");
      else {
        this.describe({ "aria-activedescendant": lines[place].id });
        lines[place].scrollIntoView({ block: "nearest" });
      }
    }

    async run() {
      this.stop();
      const turn = this.turn;
      const text = this.input.value.trim();
      if (!text) return this.close();
      try {
        this.index = this.index || await gpSearch.store.open(document.documentElement.dataset.base);
        const found = await find(this.index, text);
        if (turn === this.turn) this.show(text, found);
      } catch (error) {
        console.error(error);
        if (turn === this.turn) this.close();
      }
    }

    show(text, found) {
      if (document.activeElement !== this.input) return;
      const lines = found.best.map(lineOf);
      const last = element("a", "gp-found__line gp-found__all", [found.words]);
      last.href = this.form.getAttribute("action") + "?" + new URLSearchParams({ q: text });
      lines.push(last);
      lines.forEach(function (line, place) {
        line.id = this.id + "-" + place;
        line.tabIndex = -1;
        line.setAttribute("role", "option");
      }, this);
      this.list.replaceChildren.apply(this.list, lines);
      this.choose(-1);
      this.status.textContent = found.words + (found.best.length ? "，列出前 " + found.best.length + " 条，按向下键选择" : "");
      this.list.hidden = false;
      this.list.scrollTop = 0;
      this.describe({ "aria-expanded": "true" });
      this.fit();
    }

    reopen() {
      if (this.list.hidden) this.run();
    }

    close() {
      this.stop();
      this.list.hidden = true;
      this.choose(-1);
      this.status.textContent = "";
      this.describe({ "aria-expanded": "false" });
    }

    /* 不伸到屏幕下面、软键盘下面去 */
    fit() {
      if (this.list.hidden || !window.visualViewport) return;
      const bottom = window.visualViewport.offsetTop + window.visualViewport.height;
      const room = bottom - this.list.getBoundingClientRect().top - MARGIN;
      this.list.style.maxHeight = Math.max(room, LEAST_HEIGHT) + "px";
    }
  }

  /* 查 text：{ best: 最前面的几条 { entry, hit, needles }, words: 末一行的话 }。是问句的，回答在搜索页 */
  async function find(index, text) {
    const found = await gpSearch.answers.ask(index, text, true);
    const result = found.result;
    const isExact = result.isPartial || await gpSearch.core.settle(index, result, MOST);
    const full = gpSearch.core.fullHits(result);
    const best = await firstOf(index, result, full.length || found.answer ? full : result.hits);
    if (found.answer) return { best: best, words: "看回答和全部结果" };
    if (!best.length) return { best: best, words: "没有找到，换个说法再找" };
    const count = (isExact ? "" : "大约 ") + (result.total ? result.total.hits : result.hits.length) + " 条结果";
    return { best: best, words: (full.length ? "全部 " : "只含一部分词的 ") + count };
  }

  /* 最前面的几条：每份文件一条，原文里真有 */
  async function firstOf(index, result, hits) {
    const needles = gpSearch.view.needlesOf(result);
    const groups = index.document ? gpSearch.groups.groupHits(index, hits) : hits.map(function (hit) { return [hit]; });
    const firsts = groups.slice(0, MOST_LOOKED_AT).map(function (group) { return group[0]; });
    const documents = new Set();
    const best = [];
    for (let at = 0; at < firsts.length && best.length < MOST; at += MOST) {
      const batch = firsts.slice(at, at + MOST);
      const entries = await Promise.all(batch.map(function (hit) { return index.entry(hit.entry); }));
      entries.forEach(function (entry, place) {
        if (documents.has(entry.document) || !gpSearch.core.holds(result, batch[place], entry)) return;
        if (entry.document >= 0) documents.add(entry.document);
        best.push({ entry: entry, hit: batch[place], needles: needles });
      });
    }
    return best.slice(0, MOST);
  }

  /* 一行：种类、标题、出处。出处太长，截掉的是文件题目 */
  function lineOf(each) {
    const item = gpSearch.view.resultItem(each.entry, each.hit, each.needles, document.documentElement.dataset.base);
    const line = item.querySelector("a");
    const title = element("span", "gp-found__title", Array.from(line.childNodes));
    line.className = "gp-found__line";
    line.append(element("span", "gp-found__kind", [gpSearch.view.KIND_WORDS[each.entry.kind]]), title);
    const source = each.entry.label.slice().sort(function (a, b) { return (a.length > LONG) - (b.length > LONG); });
    line.append(element("span", "gp-found__source", [source.join(" · ")]));
    return line;
  }

  /* 打第一个字时装好了这些脚本；event 是那之后最近的一次输入 */
  function start(event) {
    document.querySelectorAll("form[role=search]").forEach(function (form, number) {
      const panel = new Panel(form, number);
      if (form.contains(event.target)) panel.onInput(event);
    });
  }

  gpSearch.header = { start: start };
})(window.gpSearch = window.gpSearch || {});

/* 外框的脚本：深浅色、从文件夹直接打开时的链接、目录栏。没有它，页面照样能读。 */
(function () {
  "use strict";
  var root = document.documentElement;
  var SCHEME_KEY = "gp-scheme";
  root.classList.add("gp-js");
  /* 到网站根目录的相对路径，别的脚本从这里取 */
  root.dataset.base = document.currentScript.getAttribute("src").split("assets/")[0] || "./";

  function storedScheme() {
    try { return localStorage.getItem(SCHEME_KEY); } catch (error) { return null; }
  }

  function applyScheme(scheme) {
    root.setAttribute("data-md-color-scheme", scheme);
  }

  var systemDark = matchMedia("(prefers-color-scheme: dark)");
  applyScheme(storedScheme() || (systemDark.matches ? "slate" : "default"));
  systemDark.addEventListener("change", function () {
    if (!storedScheme()) applyScheme(systemDark.matches ? "slate" : "default");
  });

  function toggleScheme() {
    var scheme = root.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate";
    applyScheme(scheme);
    try { localStorage.setItem(SCHEME_KEY, scheme); } catch (error) { /* 不让存就只管这一页 */ }
  }

  /* 从文件夹打开（file:）时，指向目录的链接要补上 index.html */
  function withIndex(href) {
    var match = /^([^?#]*)(.*)$/.exec(href);
    var path = match[1];
    if (!path || /^[a-z]+:/i.test(path) || !/(^|\/)$|(^|\/)\.{1,2}$/.test(path)) return href;
    return path.replace(/\/?$/, "/") + "index.html" + match[2];
  }

  function repairLink(event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (link) link.setAttribute("href", withIndex(link.getAttribute("href")));
  }

  if (location.protocol === "file:") {
    ["pointerdown", "focusin", "click"].forEach(function (type) {
      document.addEventListener(type, repairLink, true);
    });
  }

  /* 目录栏：宽屏展开；读到哪里，哪一条就标出来 */
  function followToc(toc) {
    var links = new Map();
    toc.querySelectorAll("a[href^='#']").forEach(function (link) {
      var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) links.set(target, link);
    });
    var current = null;
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        if (current) current.removeAttribute("aria-current");
        current = links.get(entry.target);
        current.setAttribute("aria-current", "true");
      });
    }, { rootMargin: "-64px 0px -70% 0px" });
    links.forEach(function (_, target) { observer.observe(target); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector(".gp-palette");
    if (button) button.addEventListener("click", toggleScheme);
    if (location.protocol === "file:") {
      document.querySelectorAll("form[action]").forEach(function (form) {
        form.setAttribute("action", withIndex(form.getAttribute("action")));
      });
    }
    var toc = document.querySelector(".gp-toc");
    if (!toc) return;
    var wide = matchMedia("(min-width: 76.25em)");
    toc.open = wide.matches;
    wide.addEventListener("change", function () { toc.open = wide.matches; });
    toc.addEventListener("click", function (event) {
      if (!wide.matches && event.target.closest("a")) toc.open = false;
    });
    followToc(toc);
  });
})();

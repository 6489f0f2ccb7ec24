/* 每一页的搜索框：/ 键；第一次打字时才装检索的脚本，结果由其中的 search_header.js 摆在框下面。没有它，表单照样能用。 */
(function () {
  "use strict";
  const FIELD = "form[role=search] input[name=q]";
  const TYPING = "textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=submit])";
  const SCRIPT = "assets/js/search.js";
  const isSearchPage = Boolean(document.getElementById("gp-search-app"));
  let script = null;
  let last = null;

  /* 装不上就什么也不显示，下次打字再试 */
  function load(event) {
    if (!event.target.matches(FIELD)) return;
    last = event;
    if (script) return;
    script = document.createElement("script");
    script.src = document.documentElement.dataset.base + SCRIPT; /* 不带版本号：公报一变，不必每一页都跟着变 */
    script.onload = function () {
      document.removeEventListener("input", load);
      document.removeEventListener("compositionend", load);
      window.gpSearch.header.start(last);
    };
    script.onerror = function () {
      script.remove();
      script = null;
    };
    document.head.append(script);
  }

  if (!isSearchPage) {
    document.addEventListener("input", load);
    document.addEventListener("compositionend", load);
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const input = Array.from(document.querySelectorAll(FIELD)).find(function (each) { return each.getClientRects().length; });
    if (!input) return;
    if (event.key === "/" && !event.target.isContentEditable && !event.target.matches(TYPING)) {
      event.preventDefault();
      input.focus();
      input.select();
    }
    /* 刚到搜索页，焦点还不在哪里：方向键就像从框里按的一样 */
    if (event.key === "ArrowDown" && isSearchPage && document.activeElement === document.body && !window.scrollY) input.focus({ preventScroll: true });
  });
})();

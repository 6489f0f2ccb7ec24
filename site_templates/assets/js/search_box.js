/* 每一页页眉里的搜索框。没有它，表单照样能用；它只管 / 键，不预先装任何东西。 */
(function () {
  "use strict";
  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const input = document.querySelector("form.gp-search input[name=q]");
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();

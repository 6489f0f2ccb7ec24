/* 与 portal/segment.py 一一对应：规整文字、切成单元、把一句查询分成若干组。两边读同一份 tests/vectors/segment.json。 */
(function (gpSearch) {
  "use strict";
  const HAN = "〇㐀-䶿一-鿿豈-\ufaff\u{20000}-\u{323af}";
  const LETTERS = "0-9a-zß-öø-ÿĀ-ɏͰ-ϿЀ-ӿ";
  const UNIT = new RegExp(`[${HAN}]|[${LETTERS}]+`, "gu");
  const RUN = new RegExp(`[${HAN}${LETTERS}]+`, "gu");
  const HAN_START = new RegExp(`^[${HAN}]`, "u");
  const TYPED_NUMBER = /(^|[^0-9a-z])([[(〔【﹝<〈]?)\s*((?:19|20)\d\d)(\s*[\])〕】﹞>〉]?\s*(?:年|[-—.,，、/])?\s*第?\s*)0*([1-9]\d{0,3})\s*(号?)(?![\d月年日])/g;
  const CLOSING = /^\s*[\])〕】﹞>〉]/;
  const CODE_END = /[字发函办令规议通]\s*$/;
  const QUOTED = /(^|\s)?(-?)[“"「『]([^“”"「」『』]+)[”"」』]/g;
  const MINUS = /(^|\s)-(\S+)/g;
  const MAX_WORD_UNITS = 24;

  function foldCharacter(char) {
    const code = char.charCodeAt(0);
    if (code >= 0xff21 && code <= 0xff3a) return String.fromCharCode(code - 0xfee0 + 32);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    if (code === 0x3000 || code === 0xa0) return " ";
    if (char === "○" || char === "◯") return "〇";
    return String.fromCharCode(code + 32);
  }

  /* 半角、小写、简体；长度不变。variants：繁体字 → 简体字（Map），可以没有 */
  function normalize(text, variants) {
    const folded = text.replace(/[A-Z\uff01-\uff5e\u3000\u00a0○◯]/g, foldCharacter);
    if (!variants) return folded;
    return folded.replace(/[^\x00-\x7f]/g, function (char) { return variants.get(char) || char; });
  }

  /* 规整过的文字 → 一串串不间断的字 */
  function runs(text) { return text.match(RUN) || []; }

  /* 一串字 → 单元：一个汉字，或一串字母数字 */
  function unitsOf(run) { return run.match(UNIT) || []; }

  function isHan(unit) { return HAN_START.test(unit); }

  function pairs(units) {
    return units.slice(1).map(function (unit, place) { return units[place] + unit; });
  }

  function part(units, kind) {
    return { units: units, isNoise: kind === "noise", isNumber: kind === "number", isExact: kind === "exact", isExcluded: kind === "excluded" };
  }

  /* text 里 pattern 的每一处交给 inside，其余的交给 outside，按原来的次序 */
  function splitBy(text, pattern, inside, outside) {
    let found = [];
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      const parts = inside(match, text.slice(end, match.index));
      if (!parts) continue;
      found = found.concat(parts);
      end = match.index + match[0].length;
    }
    return found.concat(outside(text.slice(end)));
  }

  function runParts(text, kind) {
    return runs(text).map(function (run) { return part(unitsOf(run), kind); });
  }

  /* words：{ noise: [], weak: Set, small: Set }，由索引带来 */
  function splitQuery(query, words, variants) {
    const noise = new RegExp(words.noise.slice().sort(function (a, b) { return b.length - a.length; }).join("|"), "g");
    function plain(text) { return runParts(text); }
    function noiseParts(text) {
      return splitBy(text, noise, function (match, before) {
        return plain(before).concat([part(Array.from(match[0]), "noise")]);
      }, plain);
    }
    function numberParts(text) {
      return splitBy(text, TYPED_NUMBER, function (match, before) {
        if (!isNumber(match, text.slice(0, match.index) + match[1])) return null;
        return noiseParts(before + match[1]).concat([part([`〔${match[3]}〕${Number(match[5])}`], "number")]);
      }, noiseParts);
    }
    function unquotedParts(text) {
      return splitBy(text, MINUS, function (match, before) {
        return numberParts(before).concat(runParts(match[2], "excluded"));
      }, numberParts);
    }
    return splitBy(normalize(query, variants), QUOTED, function (match, before) {
      return unquotedParts(before).concat(runParts(match[3], match[2] && match[1] !== undefined ? "excluded" : "exact"));
    }, unquotedParts);
  }

  function isNumber(match, before) {
    const bracketed = match[2] !== "" && CLOSING.test(match[4]);
    const afterCode = CODE_END.test(before);
    return (match[4] !== "" && (match[6] !== "" || bracketed || afterCode)) || (afterCode && match[6] !== "");
  }

  function plainKey(parts) {
    return parts.map(function (each) { return each.units.join(""); }).join("");
  }

  function segmentRun(units, isWord) {
    const count = units.length;
    const best = new Array(count + 1);
    best[count] = { left: 0, words: 0 };
    for (let start = count - 1; start >= 0; start -= 1) {
      const lone = !isHan(units[start]);
      let choice = { left: best[start + 1].left + (lone ? 0 : 1), words: best[start + 1].words + 1, length: 1, kind: lone ? "word" : "gap" };
      for (let length = 2; length <= Math.min(MAX_WORD_UNITS, count - start); length += 1) {
        if (!isWord(units.slice(start, start + length).join(""))) continue;
        const rest = best[start + length];
        const option = { left: rest.left, words: rest.words + 1, length: length, kind: "word" };
        if (isBetter(option, choice)) choice = option;
      }
      best[start] = choice;
    }
    const segments = [];
    for (let start = 0; start < count; start += best[start].length) {
      const last = segments[segments.length - 1];
      const end = start + best[start].length;
      if (last && last.kind === "gap" && best[start].kind === "gap") last.end = end;
      else segments.push({ start: start, end: end, kind: best[start].kind });
    }
    return segments;
  }

  function isBetter(option, choice) {
    if (option.left !== choice.left) return option.left < choice.left;
    if (option.words !== choice.words) return option.words < choice.words;
    return option.length > choice.length;
  }

  function queryGroups(parts, isWord, words) {
    let groups = [];
    parts.forEach(function (each) {
      if (each.isNumber || each.isExact || each.isExcluded) groups.push(group(each.units, each));
      else if (!each.isNoise) groups = groups.concat(runGroups(each.units, segmentRun(each.units, isWord), words));
    });
    const isStrong = function (each) { return !words.weak.has(each.text); };
    const asks = parts.some(function (each) { return each.isNoise; });
    if (asks && groups.some(function (each) { return !each.isExcluded && isStrong(each); })) groups = groups.filter(isStrong);
    if (groups.every(function (each) { return each.isExcluded; })) {
      groups = parts.filter(function (each) { return each.isNoise; }).map(function (each) { return group(each.units, each); }).concat(groups);
    }
    return unique(groups);
  }

  function runGroups(units, segments, words) {
    const groups = [];
    segments.forEach(function (segment, place) {
      const own = units.slice(segment.start, segment.end);
      const isGap = segment.kind === "gap";
      if (isGap && segments.length > 1 && own.every(function (unit) { return words.small.has(unit); })) return;
      const found = group(isGap && own.length === 1 ? widened(units, segments, place) : own, {});
      found.own = own.join("");
      found.part = units.join("");
      groups.push(found);
    });
    return groups;
  }

  /* 剩下的一个字跟着旁边的词：行政审批|服 → 批服 */
  function widened(units, segments, place) {
    const segment = segments[place];
    if (place > 0 && segments[place - 1].kind === "word") return units.slice(segment.start - 1, segment.end);
    if (place + 1 < segments.length && segments[place + 1].kind === "word") return units.slice(segment.start, segment.end + 1);
    return units.slice(segment.start, segment.end);
  }

  /* part 是它所在的一整段，own 是其中真正属于它的字 */
  function group(units, each) {
    const text = units.join("");
    return { text: text, own: text, part: text, units: units, isNumber: !!each.isNumber, isExact: !!each.isExact, isExcluded: !!each.isExcluded };
  }

  function unique(groups) {
    const seen = new Set();
    return groups.filter(function (each) {
      const key = JSON.stringify([each.units, each.isNumber, each.isExact, each.isExcluded]);
      return !seen.has(key) && seen.add(key);
    });
  }

  gpSearch.segment = {
    normalize: normalize, runs: runs, unitsOf: unitsOf, pairs: pairs, isHan: isHan, splitQuery: splitQuery, plainKey: plainKey,
    segmentRun: segmentRun, queryGroups: queryGroups, MAX_WORD_UNITS: MAX_WORD_UNITS,
  };
})(window.gpSearch = window.gpSearch || {});

/* 与 portal/search_codec.py 对应：读出索引分片里的一串串出现记录。两边读同一份 tests/vectors/codec.json。 */
(function (gpSearch) {
  "use strict";
  const LAST = 60;
  const FREQUENCIES = 5;
  const LENGTHS = Array.from({ length: 64 }, function (_, level) { return Math.round(Math.pow(2, level / 2)); });
  const VALUE = new Uint8Array(128);
  let size = 0;
  for (let code = 0x21; code < 0x7f; code += 1) {
    if (!"\"\\|<&".includes(String.fromCharCode(code))) {
      VALUE[code] = size;
      size += 1;
    }
  }
  const MORE = size - LAST;

  /* 从头依次读出 encoded 里的数和记号 */
  function reader(encoded) {
    let at = 0;
    return {
      isDone: function () { return at >= encoded.length; },
      symbol: function () { return VALUE[encoded.charCodeAt(at++)]; },
      number: function () {
        let total = 0;
        let place = 1;
        let digit = VALUE[encoded.charCodeAt(at++)];
        while (digit >= LAST) {
          total += digit * place;
          place *= MORE;
          digit = VALUE[encoded.charCodeAt(at++)];
        }
        return total + digit * place;
      },
    };
  }

  /* 每条记录三个数：第几个条目、出现几次、字段多长（级别）；依次排成一列 */
  function decodePostings(encoded) {
    const source = reader(encoded);
    const found = [];
    let entry = -1;
    while (!source.isDone()) {
      entry += 1 + source.number();
      const symbol = source.symbol();
      let frequency = symbol % FREQUENCIES + 1;
      const level = (symbol - frequency + 1) / FREQUENCIES;
      if (frequency === FREQUENCIES) frequency += source.number();
      found.push(entry, frequency, level);
    }
    return found;
  }

  /* 一列数 */
  function decodeNumbers(encoded) {
    const source = reader(encoded);
    const numbers = [];
    while (!source.isDone()) numbers.push(source.number());
    return numbers;
  }

  /* 隔开多少 → 从小到大的号码 */
  function decodeAscending(encoded) {
    let number = -1;
    return decodeNumbers(encoded).map(function (distance) { return number += 1 + distance; });
  }

  /* 级别 → 长度（词数）：2 的 (level + lowest)/2 次方，取整 */
  function levelLength(level, lowest) { return LENGTHS[level + lowest]; }

  gpSearch.codec = {
    decodePostings: decodePostings, decodeNumbers: decodeNumbers, decodeAscending: decodeAscending, levelLength: levelLength,
  };
})(window.gpSearch = window.gpSearch || {});

/* SPDX-License-Identifier: MIT */
/* The word that a misspelt one was meant for, as kbx/typo.c finds it. */
"use strict";

kbSearch.mend = (() => {
  const ONE_WRONG = 4, TWO_WRONG = 8; // letters of a word in which so many may be wrong

  /* Letters to insert, drop, replace or swap; more than `limit` where it is more. */
  function distance(a, b, limit) {
    let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let best = i;
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          row[j] = Math.min(row[j], before[j - 2] + 1);
        best = Math.min(best, row[j]);
      }
      if (best > limit + 1) return limit + 1;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  /* The nearest, of several the one that most records have; null where none is near. `sizes` are the
   * lengths of which there are words. A word with a digit is never mended: another code is another
   * error. */
  return async (word, sizes) => {
    const letters = Array.from(word);
    if (letters.length < ONE_WRONG || /[0-9]/.test(word)) return null;
    const wrong = letters.length < TWO_WRONG ? 1 : 2;
    const lengths = sizes.filter((n) => Math.abs(n - letters.length) <= wrong);
    let best = { far: wrong + 1, size: "", word: null };
    for (const list of await kbSearch.loadAll(lengths.map((n) => "w" + n)))
      for (const entry of (list ?? "").split(" ")) {
        const have = entry.slice(0, -1), size = entry.slice(-1);
        const far = distance(letters, Array.from(have), Math.min(wrong, best.far));
        if (far < best.far || (far === best.far && far <= wrong && size > best.size))
          best = { far, size, word: have };
      }
    return best.word;
  };
})();

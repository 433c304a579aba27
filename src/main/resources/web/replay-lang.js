// In a replay: the language of the run, or the other one. The page brings the translations of its texts.

const words = { en: {}, ko: {} };

export const language = document.documentElement.lang;

/** Takes translations by code of the language. */
export function learn(more) {
  for (const [code, sentences] of Object.entries(more)) {
    words[code] = Object.assign(Object.create(null), sentences);
  }
}

export const spoken = () => document.documentElement.lang;

export function choose(code) {
  document.documentElement.lang = code;
}

/** As in lang.js. */
export function t(strings, ...values) {
  const key = strings.reduce((all, part, i) => `${all}{${i - 1}}${part}`);
  const text = words[spoken()]?.[key] ?? key;
  return values.length ? text.replace(/\{(\d)}/g, (_, i) => shown(values[i])) : text;
}

/** The replay brings the translations of the sentences that it quotes. */
export const shown = text => words[spoken()]?.[text] ?? text;

export function translate() {
  // A replay makes its texts when it shows them.
}

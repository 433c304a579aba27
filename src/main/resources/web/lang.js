// The language of the dashboard. The English text stands in the code and is the key, as in the lab (clusterlab.lang).

const CHOICE = 'cluster-lab-language';

/** The choice of this browser, else the language of the lab, which is the page's. */
export const language = stored() ?? document.documentElement.lang;

const dictionary = language === 'en' ? {} : await (await fetch(`lang/${language}.json`, { credentials: 'same-origin' })).json();

document.documentElement.lang = language;
translate(document.documentElement);

function stored() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    // A browser may forbid it.
    return null;
  }
}

/** Shows the page in another language from now on. */
export function choose(code) {
  localStorage.setItem(CHOICE, code);
  location.reload();
}

/** The text of a template whose key has {0}, {1} … in place of the values. */
export function t(strings, ...values) {
  const key = strings.reduce((all, part, i) => `${all}{${i - 1}}${part}`);
  const text = dictionary[key] ?? key;
  return values.length ? text.replace(/\{(\d)}/g, (_, i) => values[i]) : text;
}

/** Translates the texts of elements that were written in HTML. */
export function translate(root) {
  if (language === 'en') {
    return;
  }
  for (const element of root.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) {
      const key = element.getAttribute(name);
      if (key && dictionary[key]) {
        element.setAttribute(name, dictionary[key]);
      }
    }
  }
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const key = node.data.trim();
    if (key && dictionary[key]) {
      node.data = node.data.replace(key, () => dictionary[key]);
    }
  }
}

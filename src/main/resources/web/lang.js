// The language of the dashboard. The English text stands in the code and is the key, as in the lab (clusterlab.lang).

const CHOICE = 'cluster-lab-language';

/** The choice of this browser, else the language of the lab, which is the page's. */
export const language = stored() ?? document.documentElement.lang;

const dictionary = language === 'en' ? {} : await (await fetch(`lang/${language}.json`, { credentials: 'same-origin' })).json();

/** Keys with places, those with the most text of their own first; and what was translated before. */
let phrases;
const said = new Map();

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
  return values.length ? text.replace(/\{(\d)}/g, (_, i) => shown(values[i])) : text;
}

/** A sentence that the lab made in English for anybody, in the language of the page; see clusterlab.lang.Phrases. */
export function shown(english) {
  if (language === 'en' || typeof english !== 'string' || !english.includes(' ')) {
    return english;
  }
  phrases ??= phrasesOf(dictionary);
  if (!said.has(english)) {
    if (said.size > 2000) {
      said.clear();
    }
    said.set(english, say(english));
  }
  return said.get(english);
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

const PLACE = /%(?:(\d+)\$)?[-,.\d]*([a-zA-Z])|%%/g;

/** A pattern of java.util.Formatter as the texts around its places. */
function parts(pattern) {
  const texts = [''];
  const places = [];
  let from = 0;
  for (const place of pattern.matchAll(PLACE)) {
    texts[places.length] += pattern.slice(from, place.index);
    from = place.index + place[0].length;
    if (place[0] === '%%') {
      texts[places.length] += '%';
    } else {
      places.push({ argument: place[1] ? place[1] - 1 : places.length, number: place[2] !== 's' });
      texts.push('');
    }
  }
  texts[places.length] += pattern.slice(from);
  return { texts, places, length: texts.join('').length };
}

function phrasesOf(sentences) {
  return Object.entries(sentences)
    .map(([english, other]) => ({ key: parts(english), other: parts(other) }))
    .filter(({ key }) => key.places.length && (key.texts.join('').match(/\p{L}/gu) ?? []).length >= 3)
    .sort((a, b) => b.key.length - a.key.length);
}

/** What the places of the text have, each as short as it can be; undefined if it is another sentence. */
function match({ texts, places, length }, text) {
  const end = texts.at(-1);
  // The stop is the sentence's, not of what stands in its last place.
  if ((!end && text.endsWith('.')) || text.length < length || !text.startsWith(texts[0]) || !text.endsWith(end)) {
    return undefined;
  }
  const filled = [];
  let from = texts[0].length;
  for (let i = 1; i < texts.length; i++) {
    const at = i === texts.length - 1 ? text.length - end.length : next(texts, text, i, from);
    const value = text.slice(from, Math.max(from, at));
    if (at < from || (places[i - 1].number && !/^[-\d,.]+$/.test(value))) {
      return undefined;
    }
    filled.push(value);
    from = at + texts[i].length;
  }
  // What stands first is one clause; before a word or two it is a number or a name.
  const letters = (texts.join('').match(/\p{L}/gu) ?? []).length;
  const isSubject = !filled[0].includes('; ') && (letters >= 12 || filled[0].trim().split(' ').length <= 3);
  return texts[0] || isSubject ? filled : undefined;
}

/** Where the text between two places is next; a blank alone is the last one: "7 sessions 3" are "7 sessions" and "3". */
function next(texts, text, between, from) {
  const first = text.indexOf(texts[between], from);
  if (first < 0 || texts[between].trim()) {
    return first;
  }
  const after = between + 1 === texts.length - 1
    ? text.length - texts[between + 1].length : text.indexOf(texts[between + 1], first + 1);
  return after < 0 ? -1 : Math.max(first, text.lastIndexOf(texts[between], after - 1));
}

function exactly(text) {
  if (Object.hasOwn(dictionary, text) && !text.includes('%')) {
    return dictionary[text];
  }
  for (const { key, other } of phrases) {
    const filled = match(key, text)?.map(one => (one.length < text.length ? inside(one) : one));
    if (filled) {
      return other.places.reduce((all, place, i) => all + filled[place.argument] + other.texts[i + 1], other.texts[0]);
    }
  }
  return undefined;
}

const otherCase = text => (text[0] === text[0].toUpperCase() ? text[0].toLowerCase() : text[0].toUpperCase()) + text.slice(1);

function sentence(text) {
  if (text.trim().length < 3) {
    return undefined;
  }
  const bare = text.endsWith('.') ? text.slice(0, -1) : `${text}.`;
  const other = exactly(text) ?? exactly(otherCase(text));
  if (other !== undefined) {
    return other;
  }
  const found = exactly(bare) ?? exactly(otherCase(bare));
  return found?.replace(/\.$/, '').concat(text.endsWith('.') ? '.' : '');
}

/** A single word may be a name, of an attribute for example, and stays. */
const inside = part => (part.trim().includes(' ') ? say(part) : part);

function say(text) {
  const found = sentence(text);
  if (found !== undefined) {
    return found;
  }
  for (let end = text.lastIndexOf('. '); end > 0; end = text.lastIndexOf('. ', end - 1)) {
    const begin = sentence(text.slice(0, end + 1));
    if (begin !== undefined) {
      return `${begin} ${say(text.slice(end + 2))}`;
    }
  }
  for (const joint of ['. ', '; ', ': ', ', ']) {
    if (text.includes(joint)) {
      const other = text.split(joint).map(inside).join(joint);
      if (other !== text) {
        return other;
      }
    }
  }
  return text;
}

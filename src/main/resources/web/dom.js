// Only this file makes elements. It inserts text as text nodes, so a session's content never becomes markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with properties; on… are listeners, data a map, the rest attributes. Children: elements or text. */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

export const $ = id => document.getElementById(id);

/** Writes only a changed text, so that a screen reader does not read it twice. */
export function text(element, value) {
  const string = String(value);
  if (element.textContent !== string) {
    element.textContent = string;
  }
}

export function attribute(element, name, value) {
  const string = String(value);
  if (element.getAttribute(name) !== string) {
    element.setAttribute(name, string);
  }
}

const small = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const large = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 0.5, 12, 3,400, 12.3k. */
export function number(value) {
  if (value >= 10000) {
    return small.format(value / 1000) + 'k';
  }
  return value < 10 ? small.format(value) : large.format(value);
}

export const calm = matchMedia('(prefers-reduced-motion: reduce)');

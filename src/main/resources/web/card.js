// One node of the drawing. A larger card shows more facts.

import { attribute, number, svg, text } from './dom.js';
import { colour } from './colours.js';

export class Card {
  constructor(node, choose) {
    const part = (tag, name, extra) => svg(tag, { class: name, ...extra });
    const parts = {
      title: svg('title'),
      ring: part('rect', 'ring', { rx: 18 }),
      box: part('rect', 'box', { rx: 14 }),
      name: part('text', 'name'),
      state: part('text', 'state', { 'text-anchor': 'end' }),
      rate: part('text', 'rate'),
      sessions: part('text', 'sessions', { 'text-anchor': 'end' }),
      ports: part('text', 'ports'),
      sight: part('g', 'sight'),
    };
    Object.assign(this, parts);
    this.group = svg('g', {
      role: 'button',
      tabindex: 0,
      onclick: choose,
      onkeydown: event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          choose();
        }
      },
    }, ...Object.values(parts));
    this.group.style.setProperty('--node', colour(node.index));
  }

  show(node, { size, unit: u, rate, worker, nodes, selected, words }) {
    const { w, h } = size;
    const room = w >= 150 * u && h >= 88 * u ? 'full' : w >= 74 * u && h >= 42 * u ? 'some' : 'little';
    const drained = worker && worker.activation !== 'ACT';
    attribute(this.group, 'class', `node ${room} state-${node.state.toLowerCase()}${drained ? ' drained' : ''}`);
    attribute(this.group, 'aria-pressed', selected);
    attribute(this.group, 'aria-label', `${node.name}, ${node.state}, sees ${node.members.length} of ${
      nodes.length - 1} others, ${node.sessions} sessions`);
    for (const [name, value] of Object.entries({ x: -w / 2, y: -h / 2, width: w, height: h })) {
      attribute(this.box, name, value);
      attribute(this.ring, name, value + (name.length > 1 ? 10 : -5));
    }
    const left = -w / 2 + 14 * u;
    const right = w / 2 - 14 * u;
    place(this.name, room === 'full' ? left : 0, room === 'full' ? -h / 2 + 31 * u : room === 'some' ? -3 * u : 5 * u);
    text(this.name, room === 'little' ? node.index + 1 : node.name);
    place(this.state, right, -h / 2 + 29 * u);
    text(this.state, drained && node.state === 'UP' ? 'DRAINED' : node.state);
    place(this.rate, room === 'full' ? left : 0, room === 'full' ? -h / 2 + 62 * u : 17 * u);
    text(this.rate, node.state !== 'UP' ? (room === 'full' ? (node.state === 'FROZEN' ? words.silent : words.down) : node.state.toLowerCase())
      : room === 'full' ? `${number(rate)}/s` : rate > 0 ? `${number(rate)}/s` : `${number(node.sessions)} ${words.short}`);
    place(this.sessions, right, -h / 2 + 62 * u);
    const count = `${number(node.sessions)} ${node.sessions === 1 ? words.session : words.sessions}`;
    // The word has room on a wide card only.
    text(this.sessions, node.state !== 'UP' ? '' : w >= 190 * u ? count : number(node.sessions) + (w >= 168 * u ? ` ${words.short}` : ''));
    place(this.ports, left, h / 2 - 13 * u);
    text(this.ports, h < 108 * u ? '' : node.process
      ? `${node.process.tomcat} pid ${node.process.pid}` : `:${node.httpPort}  ajp ${node.ajpPort}`);
    this.showSight(room === 'full' && node.state === 'UP' ? nodes.filter(other => other !== node) : [], node, size, u);
    const own = node.process;
    this.title.textContent = `${node.name}: HTTP ${node.httpPort}, AJP ${node.ajpPort}, receiver ${node.receiverPort}${
      own ? `, process ${own.pid}, Tomcat ${own.tomcat}, Java ${own.java}` : ', in the JVM of the lab'}`;
  }

  /** The members of the node: one dot for each other node; a hollow dot is a missing member. */
  showSight(others, node, { w, h }, u) {
    const key = others.map(other => other.index + (node.members.includes(other.name) ? '+' : '-')).join() + w + h;
    if (this.sightKey === key) {
      return;
    }
    this.sightKey = key;
    this.sight.replaceChildren(...others.map((other, i) => {
      const seen = node.members.includes(other.name);
      const dot = svg('circle', { class: seen ? 'seen' : 'unseen', cx: w / 2 - (20 + i * 16) * u, cy: h / 2 - 18 * u, r: 5.5 * u });
      dot.style.setProperty('--node', colour(other.index));
      return dot;
    }));
  }
}

function place(element, x, y) {
  attribute(element, 'x', x);
  attribute(element, 'y', y);
}

// Node × node: which node sees which, where the network is cut, and how much goes over each link. For clusters of which
// lines between all nodes would be a tangle.

import { $, attribute, number, text } from './dom.js';
import { colour } from './colours.js';
import { cutter } from './layout.js';
import { t } from './lang.js';

/** From so many nodes on there is the table. */
export const LEAST_NODES = 9;

const MOST_ERRORS = 4000;

export class Links {
  constructor() {
    this.canvas = $('links');
    this.errors = new Map();
    this.before = new Map();
    this.rates = new Map();
    $('links-shown').addEventListener('click', () => this.toggle());
    this.canvas.addEventListener('pointermove', event => this.point(event.offsetX, event.offsetY));
    this.canvas.addEventListener('pointerleave', () => this.leave());
    this.canvas.addEventListener('keydown', event => this.key(event));
    this.canvas.addEventListener('blur', () => this.leave());
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  toggle(on = !this.on) {
    this.on = on;
    attribute($('links-shown'), 'aria-pressed', on);
    $('stage').classList.toggle('as-links', on);
    this.draw();
  }

  /** The last thing that went wrong on a link. */
  hear(event) {
    if (event.event === 'MemberDisappeared') {
      this.note(event.node, event.member, event.millis, t`${event.node} no longer sees ${event.member}`);
    } else if (event.event === 'LogWarning') {
      // Tribes names the other node by the port of its receiver.
      for (const node of this.cluster?.nodes ?? []) {
        if (node.name !== event.node && event.text.includes(`:${node.receiverPort}`)) {
          this.note(event.node, node.name, event.millis, event.text);
        }
      }
    }
  }

  note(from, to, millis, what) {
    if (this.errors.size > MOST_ERRORS) {
      this.errors.clear();
    }
    this.errors.set(`${from} ${to}`, { millis, what });
  }

  show(cluster) {
    const many = cluster.nodes.length >= LEAST_NODES;
    $('links-shown').hidden = !many;
    if (this.on && !many) {
      this.toggle(false);
    }
    const now = performance.now();
    if (this.cluster && now - this.read > 500) {
      this.rates = new Map(cluster.links.map(link => {
        const key = `${link.from} ${link.to}`;
        return [key, Math.max(0, link.messages - (this.before.get(key)?.messages ?? link.messages)) / (now - this.read) * 1000];
      }));
    }
    if (!this.cluster || now - this.read > 500) {
      this.before = new Map(cluster.links.map(link => [`${link.from} ${link.to}`, link]));
      this.read = now;
    }
    this.cluster = cluster;
    this.draw();
  }

  state(from, to) {
    if (from === to) {
      return 'self';
    }
    return from.state !== 'UP' || to.state !== 'UP' ? 'down' : !from.members.includes(to.name) ? 'unseen'
      : this.cut(from.name, to.name) ? 'cut' : 'seen';
  }

  draw() {
    const { canvas, cluster } = this;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!this.on || !cluster || !width || !height) {
      return;
    }
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const ink = name => style.getPropertyValue(name).trim();
    const inks = { unseen: ink('--bad'), cut: ink('--warn'), seen: ink('--rate'), down: ink('--off'), faint: ink('--faint') };
    this.cut = cutter(cluster.faults);
    const { nodes } = cluster;
    const head = 30;
    const high = (height - head - 6) / nodes.length;
    const wide = Math.min((width - head - 12) / nodes.length, Math.max(24, 3 * high));
    this.grid = { head, wide, high };
    const font = Math.max(9, Math.min(15, high - 1));
    g.font = `600 ${font}px ${style.fontFamily}`;
    const most = Math.max(1, ...this.rates.values());
    const every = high >= 12 && wide >= 16 ? 1 : 4;
    nodes.forEach((from, y) => {
      nodes.forEach((to, x) => {
        const state = this.state(from, to);
        if (state === 'self') {
          return;
        }
        g.globalAlpha = state === 'seen' ? 0.16 + 0.84 * Math.sqrt((this.rates.get(`${from.name} ${to.name}`) ?? 0) / most) : 1;
        g.fillStyle = inks[state];
        g.fillRect(head + x * wide, head + y * high, Math.max(1, wide - 1), Math.max(1, high - 1));
        if (state === 'unseen' && high >= 8) {
          // Not by colour alone.
          g.strokeStyle = ink('--panel');
          g.beginPath();
          g.moveTo(head + x * wide + 2, head + y * high + 2);
          g.lineTo(head + x * wide + wide - 3, head + y * high + high - 3);
          g.stroke();
        }
      });
      g.globalAlpha = 1;
      g.fillStyle = colour(from.index);
      g.fillRect(head + y * wide, head - 5, Math.max(1, wide - 1), 4);
      g.fillRect(head - 5, head + y * high, 4, Math.max(1, high - 1));
      if (y % every === 0) {
        g.fillStyle = inks.faint;
        g.textAlign = 'center';
        g.fillText(String(from.index + 1), head + y * wide + wide / 2, head - 9);
        g.textAlign = 'right';
        g.fillText(String(from.index + 1), head - 8, head + y * high + high / 2 + font * 0.35);
      }
    });
    if (this.at) {
      g.strokeStyle = ink('--ink');
      g.lineWidth = 2;
      g.strokeRect(head + this.at.x * wide - 1, head + this.at.y * high - 1, wide + 1, high + 1);
    }
    this.tell();
  }

  point(px, py) {
    const { head, wide, high } = this.grid ?? {};
    const x = Math.floor((px - head) / wide);
    const y = Math.floor((py - head) / high);
    const count = this.cluster?.nodes.length ?? 0;
    this.at = x >= 0 && y >= 0 && x < count && y < count ? { x, y } : null;
    this.draw();
  }

  leave() {
    this.at = null;
    this.draw();
  }

  key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step && this.cluster) {
      event.preventDefault();
      const last = this.cluster.nodes.length - 1;
      const { x, y } = this.at ?? { x: 0, y: 0 };
      this.at = { x: Math.min(last, Math.max(0, x + step[0])), y: Math.min(last, Math.max(0, y + step[1])) };
      this.draw();
    }
  }

  tell() {
    const from = this.cluster.nodes[this.at?.y];
    const to = this.cluster.nodes[this.at?.x];
    if (!from || !to || from === to) {
      const bad = this.cluster.nodes.flatMap(a => this.cluster.nodes.map(b => this.state(a, b)));
      const unseen = bad.filter(state => state === 'unseen').length;
      const cut = bad.filter(state => state === 'cut').length;
      text($('links-told'), unseen + cut
        ? t`A row is what a node sees. Links that are broken: ${unseen}; cut and not noticed yet: ${cut}.`
        : t`A row is what a node sees. No link is broken. Point at a link for its messages and its last error.`);
      return;
    }
    const state = this.state(from, to);
    const what = state === 'seen' ? t`${from.name} sees ${to.name}` : state === 'cut' ? t`${from.name} still sees ${to.name}, the link is cut`
      : state === 'down' ? t`not both are up: ${from.name}, ${to.name}` : t`${from.name} does not see ${to.name}`;
    const key = `${from.name} ${to.name}`;
    const link = this.before.get(key);
    const sent = link?.messages === 1 ? t`1 message, ${number(link.bytes / 1000)} KB, ${number(this.rates.get(key) ?? 0)}/s` : link ? t`${number(link.messages)} messages, ${number(link.bytes / 1000)} KB, ${number(this.rates.get(key) ?? 0)}/s` : t`no message yet`;
    const error = this.errors.get(key);
    text($('links-told'), `${what} · ${sent} · ${error
      ? t`last error ${new Date(error.millis).toLocaleTimeString('en-GB')}: ${error.what}` : t`no error`}`);
  }
}

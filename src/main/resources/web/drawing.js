// Front and nodes as a drawing. Cards move smoothly to their places; dots are moving messages.

import { attribute, calm, svg, text } from './dom.js';
import { Card } from './card.js';
import { colour } from './colours.js';
import { cutter, groups, layout } from './layout.js';

const MOST_DOTS = 140;
const DOT_MILLIS = 650;

const WORDS = {
  front: 'front',
  session: 'session',
  sessions: 'sessions',
  short: 'sess.',
  silent: 'no answer',
  down: 'not running',
  early: 'cut, not noticed yet',
  nodes: count => (count === 1 ? '1 node' : `${count} nodes`),
};

export class Drawing {
  /** @param words in another language, see WORDS */
  constructor(root, onSelect, words = WORDS) {
    this.root = root;
    this.onSelect = onSelect;
    this.words = words;
    this.cards = new Map();
    this.lines = new Map();
    this.dots = [];
    this.frameLayer = svg('g');
    this.lineLayer = svg('g');
    this.dotLayer = svg('g');
    this.labelLayer = svg('g');
    this.cardLayer = svg('g');
    this.front = this.makeFront();
    // Dots below the cards: they come out of one and go into the other.
    this.root.append(this.frameLayer, this.lineLayer, this.dotLayer, this.labelLayer, this.front.group, this.cardLayer);
    new ResizeObserver(() => this.cluster && this.show(this.cluster, this.rates, this.selected)).observe(root);
  }

  makeFront() {
    const box = svg('rect', { class: 'front-box', rx: 14, y: 8 });
    const name = svg('text', { class: 'front-name', x: 34 });
    return { group: svg('g', { class: 'front' }, box, name), box, name };
  }

  /** Shows a snapshot of the cluster. */
  show(cluster, rates, selected) {
    Object.assign(this, { cluster, rates, selected });
    const { width, height } = this.root.getBoundingClientRect();
    if (!width || !height) {
      return;
    }
    attribute(this.root, 'viewBox', `0 0 ${Math.round(width)} ${Math.round(height)}`);
    this.unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.cut = cutter(cluster.faults);
    this.plan = layout(cluster.nodes, width, height, cluster.front !== null, this.unit, this.cut);
    this.showFront(width);
    this.showFrames();
    const names = new Set(cluster.nodes.map(node => node.name));
    for (const [name, card] of this.cards) {
      if (!names.has(name)) {
        card.group.remove();
        this.cards.delete(name);
      }
    }
    cluster.nodes.forEach(node => this.showCard(node));
    this.showLines();
    this.animate();
  }

  showFront(width) {
    const { front } = this.cluster;
    attribute(this.front.group, 'visibility', front ? 'visible' : 'hidden');
    if (front) {
      this.bar = 8 + 50 * this.unit;
      attribute(this.front.box, 'x', 12);
      attribute(this.front.box, 'height', this.bar - 8);
      attribute(this.front.name, 'y', 8 + 32 * this.unit);
      attribute(this.front.box, 'width', width - 24);
      // Beside the name is the switch of the sessions.
      text(this.front.name, width < 480 * this.unit ? this.words.front : `${this.words.front}  ${new URL(front.url).host}`);
    }
  }

  showFrames() {
    const { frames } = this.plan;
    const split = frames.length > 1;
    const early = groups(this.cluster.nodes).length < frames.length;
    const key = JSON.stringify([split && frames, early, this.unit]);
    if (this.framesKey === key) {
      return;
    }
    this.framesKey = key;
    const shown = split ? frames : [];
    this.frameLayer.replaceChildren(...shown.map(frame => svg('rect',
      { class: early ? 'island early' : 'island', x: frame.x, y: frame.y, width: frame.w, height: frame.h, rx: 18 })));
    this.labelLayer.replaceChildren(...shown.map((frame, i) => svg('text',
      { class: early ? 'side-name early' : 'side-name', x: frame.x + 14, y: frame.y + 22 * this.unit }, this.label(frame, i, early))));
  }

  /** As much as there is room for. */
  label(frame, i, early) {
    const letter = i < 26 ? String.fromCharCode(65 + i) : String(i + 1);
    const count = `${letter} · ${this.words.nodes(frame.names.length)}`;
    const all = early ? `${count} · ${this.words.early}` : count;
    const room = (frame.w - 28) / (9 * this.unit);
    return all.length <= room ? all : count.length <= room ? count : letter;
  }

  showCard(node) {
    let card = this.cards.get(node.name);
    if (!card) {
      card = new Card(node, () => this.onSelect(node.name));
      this.cards.set(node.name, card);
      this.cardLayer.append(card.group);
    }
    card.show(node, {
      size: this.plan.card,
      unit: this.unit,
      rate: this.rates.get(node.name) ?? 0,
      worker: this.cluster.front?.workers.find(one => one.name === node.name),
      nodes: this.cluster.nodes,
      selected: node.name === this.selected,
      words: this.words,
    });
    card.to = this.plan.places.get(node.name);
    card.at ??= { ...card.to };
  }

  showLines() {
    const wanted = new Map();
    const up = this.cluster.nodes.filter(node => node.state === 'UP');
    const island = new Map(this.plan.frames.flatMap((frame, i) => frame.names.map(name => [name, i])));
    for (let i = 0; i < up.length; i++) {
      for (let j = i + 1; j < up.length; j++) {
        const [a, b] = [up[i].name, up[j].name];
        const seen = up[i].members.includes(b) && up[j].members.includes(a);
        // With many nodes only the islands show that two groups do not reach each other.
        if (this.plan.cards || (!seen && island.get(a) === island.get(b) && wanted.size < 40)) {
          const kind = !seen ? 'link cut' : this.cut(a, b) || this.cut(b, a) ? 'link cut early' : 'link';
          wanted.set(`${a} ${b}`, { a, b, kind });
        }
      }
    }
    if (this.cluster.front && this.plan.cards) {
      for (const worker of this.cluster.front.workers) {
        const kind = worker.activation !== 'ACT' ? 'route drained' : worker.state === 'OK' ? 'route' : 'route cut';
        wanted.set(`> ${worker.name}`, { a: null, b: worker.name, kind, index: this.index(worker.name) });
      }
    }
    for (const [key, line] of this.lines) {
      if (!wanted.has(key)) {
        line.path.remove();
        this.lines.delete(key);
      }
    }
    for (const [key, want] of wanted) {
      const line = this.lines.get(key) ?? { path: svg('path') };
      Object.assign(line, want);
      attribute(line.path, 'class', line.kind);
      if (want.index !== undefined) {
        line.path.style.setProperty('--node', colour(want.index));
      }
      if (!this.lines.has(key)) {
        this.lines.set(key, line);
        this.lineLayer.append(line.path);
      }
    }
  }

  index(name) {
    return this.cluster.nodes.find(node => node.name === name)?.index ?? 0;
  }

  /** A moving message; from null is the front. */
  pulse(from, to, delay = 0) {
    if (calm.matches || document.hidden || this.dots.length >= MOST_DOTS || !this.cards.has(to)
        || (from !== null && !this.cards.has(from))) {
      return;
    }
    const dot = svg('circle', { class: from === null ? 'dot request' : 'dot', r: from === null ? 4.5 : 6, visibility: 'hidden' });
    dot.style.setProperty('--node', colour(this.index(from ?? to)));
    this.dotLayer.append(dot);
    this.dots.push({ dot, from, to, start: performance.now() + delay });
    this.animate();
  }

  animate() {
    this.frame ??= requestAnimationFrame(now => {
      this.frame = undefined;
      const moving = this.step(now);
      if (moving || this.dots.length) {
        this.animate();
      }
    });
  }

  step(now) {
    const ease = calm.matches ? 1 : 1 - 0.86 ** Math.min(4, (now - (this.before ?? now)) / 16 || 1);
    this.before = now;
    let moving = false;
    for (const card of this.cards.values()) {
      const dx = card.to.x - card.at.x;
      const dy = card.to.y - card.at.y;
      const far = Math.abs(dx) + Math.abs(dy) > 0.5;
      card.at.x += far ? dx * ease : dx;
      card.at.y += far ? dy * ease : dy;
      moving ||= far;
      attribute(card.group, 'transform', `translate(${card.at.x.toFixed(1)} ${card.at.y.toFixed(1)})`);
    }
    for (const { path, a, b, kind } of this.lines.values()) {
      const to = this.cards.get(b)?.at;
      const from = a === null ? this.door(to) : this.cards.get(a)?.at;
      if (from && to) {
        attribute(path, 'd', a !== null && kind !== 'link' ? bow(from, to) : `M${point(from)}L${point(to)}`);
      }
    }
    this.dots = this.dots.filter(one => this.stepDot(one, now));
    return moving;
  }

  door(to) {
    return to && { x: to.x, y: this.bar };
  }

  stepDot(one, now) {
    const t = (now - one.start) / DOT_MILLIS;
    const to = this.cards.get(one.to)?.at;
    const from = one.from === null ? this.door(to) : this.cards.get(one.from)?.at;
    if (t > 1 || !from || !to) {
      one.dot.remove();
      return false;
    }
    if (t >= 0) {
      const s = t * t * (3 - 2 * t);
      attribute(one.dot, 'visibility', 'visible');
      attribute(one.dot, 'cx', (from.x + (to.x - from.x) * s).toFixed(1));
      attribute(one.dot, 'cy', (from.y + (to.y - from.y) * s).toFixed(1));
    }
    return true;
  }
}

const point = at => `${at.x.toFixed(1)} ${at.y.toFixed(1)}`;

/** A link that is cut is bent, so that it does not hide behind the cards between its ends. */
function bow(from, to) {
  const bend = { x: (from.x + to.x) / 2 + (to.y - from.y) * 0.22, y: (from.y + to.y) / 2 - (to.x - from.x) * 0.22 };
  return `M${point(from)}Q${point(bend)} ${point(to)}`;
}

// Network faults: the builder of partitions, faults of one link, and the active faults.

import { $, attribute, el, text } from './dom.js';
import { act } from './controls.js';
import { colour } from './colours.js';
import { t } from './lang.js';

const SIDES = ['A', 'B', 'C', 'D'];
const UNITS = {
  delay: { label: t`ms late`, value: 200, max: 60000, step: 1 },
  loss: { label: t`% lost`, value: 20, max: 100, step: 1 },
  drop: null,
};

export class Faults {
  constructor(lab) {
    this.lab = lab;
    this.sides = new Map();
    this.chips = new Map();
    $('partition').addEventListener('click', () => this.partition());
    $('isolate').addEventListener('click', () => this.begin({ type: 'isolate', node: lab.selected }, t`Isolating ${lab.selected}`));
    $('heal-all').addEventListener('click', () => this.heal());
    $('link-type').addEventListener('change', () => this.showUnit());
    $('link-form').addEventListener('submit', event => {
      event.preventDefault();
      this.link();
    });
    this.showUnit();
  }

  async run(doing, done, method, path, body) {
    await act(doing, done, method, path, body);
    this.lab.refresh();
  }

  async heal() {
    await this.run(t`Healing`, t`All faults are healed`, 'DELETE', '/api/faults');
    this.healed = $('status').textContent;
    this.warn(this.lab.found);
  }

  /** Healed links mend no copies: what was said of the faults must not stand above copies that differ. */
  warn(found) {
    if (this.healed && $('status').textContent.startsWith(this.healed)) {
      const left = found?.differing;
      text($('status'), left ? `${this.healed} ${t`But copies of sessions differ, and Tomcat does not merge them.`}` : this.healed);
      $('status').className = left ? 'warn' : 'fine';
    } else {
      this.healed = null;
    }
  }

  begin(fault, doing) {
    const millis = Number($('fault-time').value);
    return this.run(doing, millis ? t`Active: ${fault.type}, heals after ${millis / 1000} s` : t`Active: ${fault.type}`, 'POST', '/api/faults', millis ? { ...fault, forMillis: millis } : fault);
  }

  partition() {
    const groups = SIDES.map(side => this.nodes.filter(name => this.side(name) === side)).filter(group => group.length);
    if (groups.length < 2) {
      text($('status'), t`A partition needs two sides. Press the letter of a node to move it to another side.`);
      $('status').className = 'warn';
      return;
    }
    this.begin({ type: 'partition', groups }, t`Cutting the links`);
  }

  link() {
    const type = $('link-type').value;
    const fault = { type, from: $('link-from').value, to: $('link-to').value };
    const value = Number($('link-value').value);
    if (type === 'delay') {
      fault.millis = value;
      fault.jitterMillis = Math.round(value / 4);
    } else if (type === 'loss') {
      fault.probability = value / 100;
    }
    this.begin(fault, t`Breaking ${fault.from} to ${fault.to}`);
  }

  showUnit() {
    const unit = UNITS[$('link-type').value];
    $('link-unit').hidden = !unit;
    if (unit) {
      text($('link-label'), unit.label);
      Object.assign($('link-value'), { max: unit.max, step: unit.step, value: unit.value });
    }
    text($('link-arrow'), unit ? t`and` : t`to`);
  }

  side(name) {
    return this.sides.get(name) ?? (this.nodes.indexOf(name) === 0 ? 'A' : 'B');
  }

  show(cluster) {
    const names = cluster.nodes.map(node => node.name);
    const changed = names.join() !== this.nodes?.join();
    this.nodes = names;
    if (changed) {
      this.showNodes(cluster);
    }
    for (const [name, chip] of this.chips) {
      const side = this.side(name);
      text(chip.lastChild, side);
      attribute(chip, 'data-side', side);
      attribute(chip, 'aria-label', t`${name} is on side ${side}; press to change`);
    }
    $('heal-all').disabled = !cluster.faults.length;
    const list = $('fault-list');
    const key = cluster.faults.map(fault => fault.id).join();
    if (list.dataset.key !== key) {
      list.dataset.key = key;
      list.replaceChildren(...cluster.faults.map(fault => el('li', {},
        el('span', {}, fault.description),
        el('button', { type: 'button', 'aria-label': t`Heal ${fault.description}`,
          onclick: () => this.run(t`Healing`, t`Healed: ${fault.description}`, 'DELETE', `/api/faults/${fault.id}`) }, t`Heal`))));
    }
  }

  showNodes(cluster) {
    this.chips = new Map(cluster.nodes.map(node => {
      const label = cluster.nodes.length > 12 ? node.index + 1 : node.name;
      const chip = el('button', { type: 'button', class: 'side', onclick: () => {
        this.sides.set(node.name, SIDES[(SIDES.indexOf(this.side(node.name)) + 1) % SIDES.length]);
        this.show(this.lab.cluster);
      } }, el('span', {}, String(label)), el('b'));
      chip.style.setProperty('--node', colour(node.index));
      return [node.name, chip];
    }));
    $('sides').replaceChildren(...this.chips.values());
    $('sides').classList.toggle('many', cluster.nodes.length > 12);
    for (const [id, at] of [['link-from', 0], ['link-to', 1]]) {
      const before = $(id).value;
      $(id).replaceChildren(...this.nodes.map(name => el('option', {}, name)));
      $(id).value = this.nodes.includes(before) ? before : this.nodes[Math.min(at, this.nodes.length - 1)];
    }
  }
}

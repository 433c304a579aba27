// Buttons for nodes and load. The label of a button is its action; the status line shows the result.

import { $, attribute, el, number, text } from './dom.js';
import { call } from './api.js';
import { colour } from './colours.js';
import { t } from './lang.js';

const SERVING = ['UP', 'FROZEN'];

/** Word of the API, its label, label with the node, and result. */
const ACTIONS = [
  ['kill', t`Kill`, name => t`Kill ${name}`, name => t`${name} was killed`, node => SERVING.includes(node.state)],
  ['stop', t`Stop`, name => t`Stop ${name}`, name => t`${name} was stopped`, node => SERVING.includes(node.state)],
  ['freeze', t`Freeze`, name => t`Freeze ${name}`, name => t`${name} is frozen`, node => node.state === 'UP'],
  ['thaw', t`Thaw`, name => t`Thaw ${name}`, name => t`${name} answers again`, node => node.state === 'FROZEN'],
  ['start', t`Start`, name => t`Start ${name}`, name => t`${name} is up again`, node => ['LATENT', 'STOPPED', 'KILLED', 'FAILED'].includes(node.state)],
  ['restart', t`Restart`, name => t`Restart ${name}`, name => t`${name} is up again`, node => SERVING.includes(node.state)],
  ['drain', t`Drain`, name => t`Drain ${name}`, name => t`${name} gets no new sessions`, (node, worker) => worker?.activation === 'ACT'],
  ['undrain', t`Undrain`, name => t`Undrain ${name}`, name => t`${name} gets new sessions again`, (node, worker) => worker && worker.activation !== 'ACT'],
];

/** Runs one action at the API and shows its result; returns undefined if the API refused it. */
export async function act(doing, done, method, path, body) {
  const status = $('status');
  text(status, doing + ' …');
  status.className = 'busy';
  const start = performance.now();
  try {
    const answer = await call(method, path, body);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    text(status, answer.effective === false ? t`${done}, but the nodes do not see it yet.` : `${done} (${seconds} s).`);
    status.className = answer.effective === false ? 'warn' : 'fine';
    return answer;
  } catch (problem) {
    text(status, problem.message);
    status.className = 'warn';
    return undefined;
  }
}

export class Controls {
  constructor(lab) {
    this.lab = lab;
    this.chips = new Map();
    this.buttons = new Map(ACTIONS.map(([word, label, doing, done]) => {
      const button = el('button', { type: 'button', class: word === 'kill' ? 'danger' : '', onclick: () => this.onNode(word, doing, done) }, label);
      return [word, button];
    }));
    this.remove = el('button', { id: 'remove-node', type: 'button', onclick: () => this.removeNode() }, t`Remove`);
    $('node-actions').prepend(...this.buttons.values(), this.remove);
    $('add-node').addEventListener('click', () => this.run(t`Starting one more node`, t`One more node is up`, 'POST', '/api/nodes'));
    $('sticky').addEventListener('click', () => this.switchSticky());
    $('load-form').addEventListener('submit', event => {
      event.preventDefault();
      this.startLoad();
    });
    $('load-stop').addEventListener('click', () => this.run(t`Stopping the load`, t`The load has stopped`, 'DELETE', '/api/load'));
  }

  async run(doing, done, method, path, body) {
    const answer = await act(doing, done, method, path, body);
    this.lab.refresh();
    return answer;
  }

  onNode(word, doing, done) {
    const name = this.lab.selected;
    return this.run(doing(name), done(name), 'POST', `/api/nodes/${encodeURIComponent(name)}/${word}`);
  }

  async removeNode() {
    const name = this.lab.selected;
    await this.run(t`Removing ${name}`, t`${name} was removed`, 'DELETE', `/api/nodes/${encodeURIComponent(name)}`);
  }

  /** Disables the button meanwhile: a real httpd needs a second or two. */
  async switchSticky() {
    const sticky = !this.lab.cluster.front.sticky;
    $('sticky').disabled = true;
    const answer = await this.run(sticky ? t`Making sessions sticky` : t`Making sessions not sticky`,
      sticky ? t`Each session stays on its node` : t`Each request goes to the next node`, 'PUT', '/api/front', { sticky });
    $('sticky').disabled = false;
    $('sticky').focus();
    if (answer) {
      this.showSticky(answer.front);
    }
  }

  startLoad() {
    const rate = Number($('load-rate').value);
    const body = { clients: Number($('load-clients').value) };
    if (rate > 0) {
      body.ratePerSecond = rate;
    }
    return this.run(t`Starting the load`, body.clients === 1 ? t`1 client sends requests` : t`${body.clients} clients send requests`, 'POST', '/api/load', body);
  }

  show(cluster) {
    this.showChips(cluster);
    text($('nodes-title'), this.lab.selected ? t`Node: ${this.lab.selected}` : t`Node`);
    const node = cluster.nodes.find(one => one.name === this.lab.selected);
    const worker = cluster.front?.workers.find(one => one.name === this.lab.selected);
    const freezes = cluster.abilities.includes('freeze');
    $('node-actions').classList.toggle('freezes', freezes);
    for (const [word, , doing, , allowed] of ACTIONS) {
      const button = this.buttons.get(word);
      button.disabled = !node || !allowed(node, worker);
      button.hidden = word === 'drain' ? !cluster.front || (worker && worker.activation !== 'ACT')
        : word === 'undrain' ? !worker || worker.activation === 'ACT'
          : word === 'freeze' ? !freezes || node?.state === 'FROZEN' : word === 'thaw' ? node?.state !== 'FROZEN' : false;
      attribute(button, 'aria-label', doing(this.lab.selected));
    }
    this.remove.disabled = cluster.nodes.length < 2;
    attribute(this.remove, 'aria-label', t`Remove ${this.lab.selected}`);
    this.showSticky(cluster.front);
    this.showLoad(cluster.load);
  }

  showSticky(front) {
    $('sticky').hidden = !front;
    attribute($('sticky'), 'aria-pressed', Boolean(front?.sticky));
  }

  showChips(cluster) {
    const names = new Set(cluster.nodes.map(node => node.name));
    for (const [name, chip] of this.chips) {
      if (!names.has(name)) {
        chip.remove();
        this.chips.delete(name);
      }
    }
    for (const node of cluster.nodes) {
      let chip = this.chips.get(node.name);
      if (!chip) {
        chip = el('button', { type: 'button', onclick: () => this.lab.select(node.name) });
        chip.style.setProperty('--node', colour(node.index));
        this.chips.set(node.name, chip);
        $('node-chips').append(chip);
      }
      text(chip, cluster.nodes.length > 12 ? node.index + 1 : node.name);
      attribute(chip, 'class', `chip state-${node.state.toLowerCase()}`);
      attribute(chip, 'aria-label', `${node.name}, ${node.state}`);
      attribute(chip, 'aria-pressed', node.name === this.lab.selected);
    }
    $('node-chips').classList.toggle('many', cluster.nodes.length > 12);
  }

  /** The fields show the load that runs, until somebody types into them. */
  showRunning(load) {
    const key = load.running ? `${load.clients} ${load.ratePerSecond}` : '';
    if (key && key !== this.loadKey && !$('load-form').contains(document.activeElement)) {
      $('load-clients').value = load.clients;
      $('load-rate').value = load.ratePerSecond > 0 ? load.ratePerSecond : '';
      this.loadKey = key;
    }
  }

  showLoad(load) {
    $('load').hidden = !load;
    if (!load) {
      return;
    }
    $('load-stop').disabled = !load.running;
    text($('load-start'), load.running ? t`Set` : t`Start`);
    attribute($('load-start'), 'aria-label', load.running ? t`Set load` : t`Start load`);
    this.showRunning(load);
    const counted = load.lostIncrements != null;
    const facts = [
      [t`requests/s`, number(load.requestsPerSecond)],
      ['p50', `${number(load.p50Millis)} ms`],
      ['p99', `${number(load.p99Millis)} ms`],
      [t`failed`, number(load.failures), load.failures > 0],
      [t`lost increments`, counted ? number(load.lostIncrements) : null, counted && load.lostIncrements > 0],
    ];
    const list = $('load-facts');
    if (!list.children.length) {
      list.append(...facts.map(() => el('div', {}, el('dt'), el('dd'))));
    }
    facts.forEach(([name, value, bad], i) => {
      const [term, fact] = list.children[i].children;
      list.children[i].hidden = value == null;
      text(term, name);
      text(fact, value ?? '');
      fact.className = bad ? 'bad' : '';
    });
  }
}

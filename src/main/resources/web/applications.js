// What was deployed while the lab runs. The panel is there if a node deploys what it is given.

import { $, attribute, el, text } from './dom.js';
import { get } from './api.js';
import { act } from './controls.js';
import { colour } from './colours.js';
import { t } from './lang.js';

const PAUSE = 5000;
const EVENTS = ['WarReceived', 'ApplicationStarted', 'ApplicationFailed', 'ApplicationStopped', 'NodeChanged'];

export class Applications {
  constructor(lab) {
    this.lab = lab;
    $('war').addEventListener('change', () => {
      $('war-name').value = $('war').files[0]?.name ?? '';
    });
    $('deploy-form').addEventListener('submit', event => {
      event.preventDefault();
      this.deploy();
    });
    document.addEventListener('visibilitychange', () => this.soon(0));
    this.soon(0);
  }

  hear(event) {
    if (EVENTS.includes(event.event)) {
      this.soon(0);
    }
  }

  soon(millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), millis);
  }

  async read() {
    if (!document.hidden) {
      try {
        this.show(await get('/api/applications'));
      } catch {
        // The banner shows that the lab does not answer.
      }
    }
    this.soon(PAUSE);
  }

  /** The button names the selected node: its FarmWarDeployer sends the WAR to the others. */
  select(name) {
    text($('deploy'), t`Deploy on ${name}`);
  }

  async deploy() {
    const file = $('war').files[0];
    const name = $('war-name').value.trim() || file.name;
    $('deploy').disabled = true;
    const answer = await act(t`Deploying ${name}`, t`${name} is deployed`, 'PUT',
      `/api/applications/${encodeURIComponent(name)}?node=${encodeURIComponent(this.lab.selected)}`, file);
    $('deploy').disabled = false;
    const failed = Object.entries(answer?.application.nodes ?? {}).filter(([, state]) => state === 'FAILED').map(([node]) => node);
    if (failed.length) {
      text($('status'), t`${answer.application.name} failed to start on ${failed.join(' ')}; the log of the node says why.`);
      $('status').className = 'warn';
    }
    this.soon(0);
  }

  async undeploy(name) {
    const answer = await act(t`Removing ${name}`, t`${name} was removed`, 'DELETE', `/api/applications/${encodeURIComponent(name)}`);
    if (answer?.left.length) {
      text($('status'), t`${name} was removed; left, or not known, on ${answer.left.join(' ')}.`);
      $('status').className = 'warn';
    }
    this.soon(0);
  }

  show({ deploys, applications }) {
    $('applications').hidden = !deploys && !applications.length;
    $('deploy-form').hidden = !deploys;
    const front = this.lab.cluster?.front?.url;
    const key = JSON.stringify([front, applications, this.lab.cluster?.nodes.map(node => node.name)]);
    if (this.key === key) {
      return;
    }
    this.key = key;
    $('application-list').replaceChildren(...applications.map(one => el('li', {},
      front ? el('a', { href: new URL(`${one.path}/`, front).href, target: '_blank', rel: 'noopener' }, one.name) : el('b', {}, one.name),
      el('span', {}, ...this.marks(one)),
      el('button', { type: 'button', 'aria-label': t`Undeploy ${one.name}`, onclick: () => this.undeploy(one.name) }, t`Undeploy`))));
  }

  /** A mark for each node that has it, in the node's colour. */
  marks(application) {
    return Object.entries(application.nodes).map(([name, state]) => {
      const node = this.lab.cluster?.nodes.find(one => one.name === name);
      const mark = el('i', { class: `on ${state.toLowerCase()}`, role: 'img', title: `${name}: ${state}` });
      attribute(mark, 'aria-label', `${name} ${state}`);
      mark.style.setProperty('--node', node ? colour(node.index) : 'transparent');
      return mark;
    });
  }
}

// What a failover would lose, or has lost. An alarm stands until somebody acknowledges it.

import { $, el, text } from './dom.js';
import { call, get } from './api.js';
import { shown, t } from './lang.js';

const PAUSE = 5000;
const MILD = ['GROWS', 'CHANGES_TYPE'];
const EVENTS = ['AlarmRaised', 'AlarmAcknowledged', 'AlarmEnded'];

export class Alarms {
  constructor() {
    $('acknowledge-all').addEventListener('click', () => this.acknowledge('/api/alarms'));
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
        this.show((await get('/api/alarms')).alarms);
      } catch {
        // The banner shows that the lab does not answer.
      }
    }
    this.soon(PAUSE);
  }

  async acknowledge(path) {
    try {
      this.show((await call('DELETE', path)).alarms);
    } catch {
      // It was acknowledged elsewhere.
      this.soon(0);
    }
  }

  show(alarms) {
    $('alarms').hidden = !alarms.length;
    $('alarms').classList.toggle('mild', alarms.every(alarm => MILD.includes(alarm.kind)));
    text($('alarms-title'), alarms.length === 1 ? t`1 alarm` : t`${alarms.length} alarms`);
    $('acknowledge-all').hidden = alarms.length < 2;
    const key = JSON.stringify(alarms);
    if (this.key === key) {
      return;
    }
    this.key = key;
    // What loses data first, the newest first.
    const rank = alarm => (alarm.kind === 'LOST' ? 2 : MILD.includes(alarm.kind) ? 0 : 1);
    const order = [...alarms].reverse().sort((a, b) => rank(b) - rank(a));
    $('alarm-list').replaceChildren(...order.map(alarm => el('li', { class: MILD.includes(alarm.kind) ? 'mild' : '' },
      el('p', {}, el('b', {}, shown(alarm.what)), alarm.sessions > 1 ? el('small', {}, ` ${t`in ${alarm.sessions} sessions`}`) : ''),
      el('p', {}, shown(alarm.happens)),
      el('p', {}, '→ ', ...options(shown(alarm.remedy))),
      el('button', { type: 'button', 'aria-label': t`Acknowledge ${alarm.id}: ${alarm.what}`,
        onclick: () => this.acknowledge(`/api/alarms/${alarm.id}`) }, t`Acknowledge`))));
  }
}

/** Options of the command line break at no hyphen. */
const options = sentence => sentence.split(/(--[a-z][-a-z]*(?: [a-z]+(?=[.,;]))?)/).map((part, i) => (i % 2 ? el('code', {}, part) : part));

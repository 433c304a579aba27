// Session × node. Only the visible rows exist. The dashboard reads only these, at most once a second.

import { $, attribute, el, text } from './dom.js';
import { get } from './api.js';
import { colour } from './colours.js';

const ROW = 38;
const PAUSE = 1000;

export class Matrix {
  constructor() {
    this.scroll = $('matrix-scroll');
    this.body = $('matrix-body');
    this.head = $('matrix-head');
    this.rows = [];
    this.offset = 0;
    this.total = 0;
    this.visible = true;
    new IntersectionObserver(([entry]) => {
      this.visible = entry.isIntersecting;
    }).observe(this.scroll);
    this.scroll.addEventListener('scroll', () => {
      this.place();
      this.soon(150);
    }, { passive: true });
    $('detail-close').addEventListener('click', () => $('detail').close());
    this.soon(0);
  }

  soon(millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), millis);
  }

  /** Reads the visible rows. A hidden page costs nothing. */
  async read() {
    const began = performance.now();
    if (this.visible && !document.hidden && this.nodes && !this.reading) {
      this.reading = true;
      const offset = Math.max(0, Math.floor(this.scroll.scrollTop / ROW) - 2);
      const limit = Math.ceil(this.scroll.clientHeight / ROW) + 4;
      try {
        const page = await get(`/api/sessions?offset=${offset}&limit=${limit}`);
        this.before = new Map(this.sessions?.map(session => [session.id, session.copies.map(copy => copy.digest).join()]));
        Object.assign(this, { offset: page.offset, total: page.total, sessions: page.sessions });
        this.show();
      } catch {
        // The banner shows that the lab does not answer.
      }
      this.reading = false;
    }
    // Uses at most a tenth of the time: a page of many nodes and sessions is expensive.
    this.soon(Math.max(PAUSE, 9 * (performance.now() - began)));
  }

  setNodes(nodes) {
    const key = nodes.map(node => `${node.name} ${node.state}`).join();
    if (key === this.key) {
      return;
    }
    this.key = key;
    this.nodes = nodes;
    this.wide = nodes.length <= 16;
    this.scroll.style.setProperty('--columns', nodes.length);
    this.scroll.classList.toggle('narrow', !this.wide);
    this.head.replaceChildren(el('div', { role: 'columnheader', class: 'id' }, 'Session'), ...nodes.map(node => {
      const cell = el('div', { role: 'columnheader', class: `column state-${node.state.toLowerCase()}`, title: node.name },
        this.wide ? node.name : String(node.index + 1));
      cell.style.setProperty('--node', colour(node.index));
      return cell;
    }));
    if (this.sessions) {
      this.show();
    }
  }

  show() {
    this.body.style.height = `${this.total * ROW}px`;
    text($('session-count'), this.total === 1 ? '1 session' : `${this.total.toLocaleString('en')} sessions`);
    $('matrix-empty').hidden = this.total > 0;
    const stale = this.sessions.filter(session => this.isStale(session));
    const of = `${this.sessions.length}${this.sessions.length < this.total ? ' visible' : ''} sessions`;
    text($('stale-count'), stale.length ? `${stale.length} of ${of} ${stale.length === 1 ? 'has' : 'have'} stale copies` : '');
    while (this.rows.length < this.sessions.length) {
      const row = el('div', { role: 'row', class: 'row', tabindex: 0 });
      row.addEventListener('click', () => this.detail(row.session));
      row.addEventListener('keydown', event => event.key === 'Enter' && this.detail(row.session));
      this.rows.push(row);
      this.body.append(row);
    }
    this.rows.splice(this.sessions.length).forEach(row => row.remove());
    this.sessions.forEach((session, i) => this.showRow(this.rows[i], session));
    this.place();
    if ($('detail').open) {
      const shown = this.sessions.find(session => session.id === this.shown);
      shown && this.fillDetail(shown);
    }
  }

  place() {
    this.rows.forEach((row, i) => {
      row.style.transform = `translateY(${(this.offset + i) * ROW}px)`;
    });
  }

  /**
   * The lab reads nodes one after the other, so a change in progress looks like a difference. A difference is real if it
   * existed a second ago and one of the copies has not changed since.
   */
  isStale(session) {
    return session.differs && Date.now() - session.differsSinceMillis > 900
      && (this.before.get(session.id) ?? '').split(',').some((digest, i) => digest === session.copies[i]?.digest);
  }

  showRow(row, session) {
    row.session = session;
    const differs = this.isStale(session);
    const { truth, values } = judge(session);
    const key = JSON.stringify([session.id, differs, session.copies.map(copy => [copy.role, copy.digest]), this.key]);
    row.classList.toggle('differs', differs);
    if (row.key !== key) {
      row.key = key;
      row.replaceChildren(el('div', { role: 'rowheader', class: 'id' }, el('span', { title: session.id }, short(session.id)), el('em')),
        ...session.copies.map((copy, i) => {
          const stale = differs && copy.digest && copy.digest !== truth;
          const missing = copy.role === 'absent' && differs && this.nodes[i]?.state === 'UP';
          const label = `${copy.node}: ${copy.role}${stale ? ', stale' : ''}`;
          const cell = el('div', { role: 'cell', class: `copy ${copy.role}${stale ? ' stale' : ''}${missing ? ' missing' : ''}`,
            title: `${label}\n${copy.attributes.map(one => `${one.name} = ${one.value ?? one.type}`).join('\n')}`, 'aria-label': `${label} ${values[i]}` },
          this.wide ? (stale ? `≠ ${values[i]}` : values[i]) : stale ? '≠' : '');
          cell.style.setProperty('--node', colour(this.nodes.find(node => node.name === copy.node)?.index ?? 0));
          return cell;
        }));
    }
    text(row.firstChild.lastChild, differs ? since(session.differsSinceMillis) : '');
  }

  detail(session) {
    this.shown = session.id;
    this.fillDetail(session);
    $('detail').showModal();
  }

  fillDetail(session) {
    text($('detail-title'), `Session ${session.id}`);
    text($('detail-note'), session.differs ? `Its copies differ ${since(session.differsSinceMillis)}.` : 'All copies are the same.');
    const { truth } = judge(session);
    $('detail-copies').replaceChildren(...session.copies.map(copy => el('tr', { class: copy.digest && copy.digest !== truth ? 'stale' : '' },
      el('th', { scope: 'row' }, copy.node), el('td', {}, copy.role), el('td', {}, copy.digest || '–'),
      el('td', {}, copy.lastAccessMillis ? new Date(copy.lastAccessMillis).toLocaleTimeString('en-GB') : '–'),
      el('td', {}, ...copy.attributes.map(one => el('div', { title: one.type }, el('code', {}, one.name), ` = ${
        one.value ?? `(${one.type})`} `, el('small', {}, one.bytes < 0 ? 'cannot be serialized' : `${one.bytes} bytes`)))))));
  }
}

/** The reference is the copy that was used last. A copy that differs from it is stale. */
function judge(session) {
  const full = session.copies.filter(copy => copy.digest);
  const newest = full.reduce((a, b) => (rank(b) > rank(a) ? b : a), full[0]);
  const values = session.copies.map(copy => copy.role === 'absent' ? '' : copy.role === 'proxy' ? '→' : copy.role === 'unknown' ? '?' : value(copy));
  return { truth: newest?.digest, values };
}

const rank = copy => (copy.role === 'primary' ? 1e15 : 0) + copy.lastAccessMillis;

function value(copy) {
  const one = copy.attributes.find(attribute => attribute.name === 'session_counter') ?? copy.attributes[0];
  return one ? String(one.value ?? '•') : '∅';
}

function short(id) {
  const [token, route] = id.split(/\.(?=[^.]*$)/);
  return token.slice(0, 6) + (route ? ` · ${route}` : '');
}

function since(millis) {
  const seconds = Math.max(0, Math.round((Date.now() - millis) / 1000));
  return `for ${seconds} s`;
}

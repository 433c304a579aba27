// Session × node. Only the visible rows exist. The dashboard reads only these, at most once a second.

import { $, attribute, el, text } from './dom.js';
import { get } from './api.js';
import { colour } from './colours.js';
import { t } from './lang.js';

const ROW = 38;
const PAUSE = 1000;

const KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

export class Matrix {
  /** @param told is called after each read, with the numbers of sessions: total, differing, examined */
  constructor(told) {
    this.told = told;
    this.scroll = $('matrix-scroll');
    this.body = $('matrix-body');
    this.head = $('matrix-head');
    this.rows = [];
    this.offset = 0;
    this.total = 0;
    this.active = 0;
    this.visible = true;
    new IntersectionObserver(([entry]) => {
      this.visible = entry.isIntersecting;
    }).observe(this.scroll);
    this.scroll.addEventListener('scroll', () => {
      this.place();
      this.hint();
      this.soon(150);
    }, { passive: true });
    new ResizeObserver(() => this.hint()).observe(this.scroll);
    this.body.addEventListener('keydown', event => this.press(event));
    this.body.addEventListener('focusin', event => {
      const i = this.rows.indexOf(event.target);
      this.active = i < 0 ? this.active : this.offset + i;
      this.place();
    });
    $('matrix-order').addEventListener('change', () => {
      this.scroll.scrollTop = 0;
      this.active = 0;
      this.soon(0);
    });
    $('detail-close').addEventListener('click', () => $('detail').close());
    this.soon(0);
  }

  soon(millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), millis);
  }

  /** Reads the visible rows; only the numbers while none is visible. A hidden page costs nothing. */
  async read() {
    const began = performance.now();
    if (!document.hidden && this.nodes && !this.reading) {
      this.reading = true;
      const order = $('matrix-order').value;
      const offset = Math.max(0, Math.floor(this.scroll.scrollTop / ROW) - 2);
      const limit = this.visible ? Math.ceil(this.scroll.clientHeight / ROW) + 4 : 1;
      try {
        const page = await get(`/api/sessions?offset=${offset}&limit=${limit}&order=${order === 'id' ? 'id' : 'differing'}&only=${
          order === 'only' ? 'differing' : 'all'}`);
        this.counts = page;
        if (this.visible) {
          Object.assign(this, { offset: page.offset, total: page.matching, sessions: page.sessions });
          this.show();
        }
        this.told(page);
      } catch {
        // The banner shows that the lab does not answer.
      }
      this.reading = false;
    }
    // Uses at most a tenth of the time: a page of many nodes and sessions is expensive.
    this.soon(Math.max(PAUSE, 9 * (performance.now() - began)));
  }

  setNodes(nodes) {
    const held = nodes.some(node => node.sessions > 0);
    if (held !== this.held) {
      this.held = held;
      this.showEmpty();
    }
    const key = nodes.map(node => `${node.name} ${node.state}`).join();
    if (key === this.key) {
      return;
    }
    if (!this.nodes) {
      this.soon(0);
    }
    this.key = key;
    this.nodes = nodes;
    this.wide = nodes.length <= 16;
    this.scroll.style.setProperty('--columns', nodes.length);
    this.scroll.classList.toggle('narrow', !this.wide);
    this.head.replaceChildren(el('div', { role: 'columnheader', class: 'id' }, t`Session`), ...nodes.map(node => {
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
    const { counts } = this;
    this.body.style.height = `${this.total * ROW}px`;
    text($('session-count'), counts.total === 1 ? t`1 session` : t`${counts.total.toLocaleString('en')} sessions`);
    this.showEmpty();
    text($('stale-count'), !counts.differing ? '' : counts.differing === 1 ? t`1 has stale copies`
      : t`${counts.differing.toLocaleString('en')} have stale copies`);
    const focused = this.body.contains(document.activeElement);
    while (this.rows.length < this.sessions.length) {
      const row = el('div', { role: 'row', class: 'row', tabindex: -1 });
      row.addEventListener('click', () => this.detail(row.session));
      this.rows.push(row);
      this.body.append(row);
    }
    this.rows.splice(this.sessions.length).forEach(row => row.remove());
    this.sessions.forEach((session, i) => this.showRow(this.rows[i], session));
    this.active = Math.max(0, Math.min(this.active, this.total - 1));
    this.place();
    this.hint();
    if (focused || this.follow) {
      this.focus();
    }
    if ($('detail').open) {
      const shown = this.sessions.find(session => session.id === this.shown);
      shown && this.fillDetail(shown);
    }
  }

  showEmpty() {
    const loading = !this.counts || (!this.counts.total && this.held);
    $('matrix-empty').hidden = Boolean(this.counts) && this.total > 0;
    text($('matrix-empty'), loading ? t`Loading …` : this.counts.total ? t`No session differs.`
      : t`There are no sessions yet. Open the application.`);
  }

  /** The rows are one stop of the Tab key; arrow keys go from row to row. */
  place() {
    const inside = this.active >= this.offset && this.active < this.offset + this.rows.length;
    this.rows.forEach((row, i) => {
      row.style.transform = `translateY(${(this.offset + i) * ROW}px)`;
      attribute(row, 'tabindex', (inside ? this.offset + i === this.active : i === 0) ? 0 : -1);
    });
  }

  press(event) {
    const row = event.target.closest('.row');
    if (event.key === 'Enter' && row) {
      this.detail(row.session);
    } else if (row && event.key in KEYS) {
      event.preventDefault();
      this.active = Math.max(0, Math.min(this.total - 1, this.active + KEYS[event.key]));
      const top = this.active * ROW;
      const room = this.scroll.clientHeight - this.head.offsetHeight - ROW;
      if (top < this.scroll.scrollTop) {
        this.scroll.scrollTop = top;
      } else if (top > this.scroll.scrollTop + room) {
        this.scroll.scrollTop = top - room;
      }
      this.follow = true;
      this.focus();
    }
  }

  /** Focuses the active row; it may have to be read first. */
  focus() {
    const row = this.rows[this.active - this.offset];
    if (row) {
      this.follow = false;
      this.place();
      row.focus({ preventScroll: true });
    }
  }

  /** What lies outside. */
  hint() {
    const { scroll, total } = this;
    const first = Math.floor(scroll.scrollTop / ROW) + 1;
    const last = Math.min(total, Math.floor((scroll.scrollTop + scroll.clientHeight - this.head.offsetHeight) / ROW));
    const more = total > 0 && (first > 1 || last < total);
    const beside = scroll.scrollWidth > scroll.clientWidth + 2;
    $('matrix-hint').hidden = !more && !beside;
    text($('matrix-hint'), `${more ? t`Rows ${first} to ${Math.max(first, last)} of ${total.toLocaleString('en')}; scroll for the others.` : ''} ${
      beside ? t`More nodes are on the right →` : ''}`.trim());
  }

  showRow(row, session) {
    row.session = session;
    const differs = session.stale;
    const { truth, values } = judge(session);
    const orphan = isOrphan(session);
    const key = JSON.stringify([session.id, differs, session.copies.map(copy => [copy.role, copy.digest]), this.key]);
    row.classList.toggle('differs', differs);
    if (row.key !== key) {
      row.key = key;
      row.replaceChildren(el('div', { role: 'rowheader', class: 'id' }, el('span', { title: session.id }, short(session.id)), el('em')),
        ...session.copies.map((copy, i) => {
          const stale = differs && copy.digest && copy.digest !== truth;
          const missing = copy.role === 'absent' && differs && this.nodes[i]?.state === 'UP';
          const label = `${copy.node}: ${roleOf(copy.role)}${stale ? `, ${t`stale`}` : ''}${missing ? `, ${t`missing`}` : ''}`;
          const cell = el('div', { role: 'cell', class: `copy ${copy.role}${stale ? ' stale' : ''}${missing ? ' missing' : ''}`,
            title: `${label}\n${copy.attributes.map(one => `${one.name} = ${one.value ?? one.type}`).join('\n')}`, 'aria-label': `${label} ${values[i]}` },
          this.wide ? (stale ? `≠ ${values[i]}` : values[i]) : stale ? '≠' : '');
          cell.style.setProperty('--node', colour(this.nodes.find(node => node.name === copy.node)?.index ?? 0));
          return cell;
        }));
    }
    const note = row.firstChild.lastChild;
    note.classList.toggle('mild', !differs);
    attribute(note, 'title', !differs && orphan ? orphaned() : '');
    text(note, differs ? since(session.differsSinceMillis) : orphan ? t`no owner` : '');
  }

  detail(session) {
    this.shown = session.id;
    this.fillDetail(session);
    $('detail').showModal();
  }

  fillDetail(session) {
    text($('detail-title'), t`Session ${session.id}`);
    text($('detail-note'), (session.differs ? t`Its copies differ: ${since(session.differsSinceMillis)}.` : t`All copies are the same.`)
      + (isOrphan(session) ? ` ${orphaned()}` : ''));
    const { truth } = judge(session);
    $('detail-copies').replaceChildren(...session.copies.map(copy => el('tr', { class: copy.digest && copy.digest !== truth ? 'stale' : '' },
      el('th', { scope: 'row' }, copy.node), el('td', {}, roleOf(copy.role)), el('td', {}, copy.digest || '–'),
      el('td', {}, copy.lastAccessMillis ? new Date(copy.lastAccessMillis).toLocaleTimeString('en-GB') : '–'),
      el('td', {}, ...copy.attributes.map(one => el('div', { title: one.type }, el('code', {}, one.name), ` = ${
        one.value ?? `(${one.type})`} `, el('small', {}, one.bytes < 0 ? t`cannot be serialized` : one.bytes === 1 ? t`1 byte` : t`${one.bytes} bytes`)))))));
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
  return seconds < 120 ? t`for ${seconds} s` : t`for ${Math.round(seconds / 60)} min`;
}

/** Replicas without an owner: DeltaManager's other nodes keep theirs as they are. */
const isOrphan = session => session.copies.some(copy => copy.role === 'replica')
  && !session.copies.some(copy => copy.role === 'primary' || copy.role === 'unknown');

const orphaned = () => t`No node is the owner: the owner has ended since the last request. The next request makes its node the owner.`;

const roleOf = role => ({ primary: t`owner`, replica: t`replica`, backup: t`backup`, proxy: t`proxy`, absent: t`absent`, unknown: t`unknown` })[role] ?? role;

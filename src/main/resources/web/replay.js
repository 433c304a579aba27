// A replay: the lab of a run at any of its moments, from the data in the page.

import { $, attribute, el, number, text } from './dom.js';
import { colour } from './colours.js';
import { Drawing } from './drawing.js';
import { choose, learn, shown, spoken, t } from './replay-lang.js';
import { folded, markOf, sentence } from './timeline.js';

const SPEEDS = [1, 4, 16];
const WIDE = 16;
/** Where a replay opens: so long before the first of these. */
const BEFORE_MILLIS = 1500;
const TELLING = new Set(['FaultBegan', 'AlarmRaised', 'finding']);
const LOUD = new Set(['NodeChanged', 'FaultBegan', 'FaultTookEffect', 'FaultHealed', 'WorkerChanged', 'LoadChanged', 'AlarmRaised',
  'ApplicationFailed', 'Misconfigured']);

const isMap = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A tree with a JSON Merge Patch applied; parts that do not change are shared. A key may be anything, also __proto__. */
export function applied(base, patch) {
  const out = Object.assign(Object.create(null), base);
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === null) {
      delete out[key];
    } else {
      out[key] = isMap(value) ? applied(isMap(out[key]) ? out[key] : {}, value) : value;
    }
  }
  return out;
}

async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64.trim()), c => c.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
}

export class Replay {
  constructor(data) {
    this.data = data;
    this.length = Math.max(1, data.end - data.begin);
    this.frames = [];
    let state = Object.create(null);
    for (const [at, patch, rates] of data.frames) {
      state = applied(state, patch);
      this.frames.push({ at, state, rates });
    }
    this.entries = entries(data);
    this.marks = this.entries.filter(entry => entry.mark);
    this.drawing = new Drawing($('drawing'), name => {
      this.selected = name;
      this.show(true);
    });
    this.speed = 1;
    this.at = 0;
    this.index = -1;
    this.listen();
    this.texts();
    const wanted = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
    this.seek(wanted ? Number(wanted[1]) * 1000 : this.opening());
  }

  /** A little before the first fault, alarm or finding: what was just before the interesting moment. */
  opening() {
    const first = this.marks.find(mark => TELLING.has(mark.kind));
    return first ? Math.max(0, first.at - BEFORE_MILLIS) : 0;
  }

  listen() {
    $('r-play').addEventListener('click', () => this.toggle());
    $('r-before').addEventListener('click', () => this.step(-1));
    $('r-next').addEventListener('click', () => this.step(1));
    $('r-slider').addEventListener('input', () => this.seek(Number($('r-slider').value)));
    $('language').addEventListener('click', () => {
      choose(spoken() === 'ko' ? 'en' : 'ko');
      this.texts();
      this.show(true);
    });
    $('r-plot').addEventListener('pointerdown', event => {
      const { left, width } = $('r-plot').getBoundingClientRect();
      this.seek((event.clientX - left - 10) / (width - 20) * this.length);
    });
    document.addEventListener('keydown', event => this.key(event));
    new ResizeObserver(() => this.plot()).observe($('r-plot'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.plot());
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      this.step(event.key === 'ArrowRight' ? 1 : -1);
    } else if (event.key === ' ' && !event.target.closest('button, [role=button]')) {
      event.preventDefault();
      this.toggle();
    }
  }

  /** All texts that do not depend on the moment. */
  texts() {
    const { facts, outcome } = this.data;
    document.title = t`Replay: ${outcome?.name ?? facts.name}`;
    text($('r-title'), t`Replay: ${outcome?.name ?? facts.name}`);
    const mode = { 6: 'sync', 8: 'async', 2: 'ack' }[facts.sendOptions];
    text($('facts'), [facts.manager, mode ?? `send options ${facts.sendOptions}`, facts.membership,
      new Date(this.data.begin).toLocaleString(spoken())].join(' · '));
    $('r-verdict').hidden = $('r-sentence').hidden = !outcome;
    if (outcome) {
      text($('r-verdict'), outcome.verdict);
      attribute($('r-verdict'), 'class', `r-${outcome.status.toLowerCase()}`);
      $('r-sentence').replaceChildren(outcome.sentence, ...(outcome.report
        ? [' ', el('a', { href: encodeURIComponent(outcome.report) }, t`Report`)] : []));
    }
    text($('language'), spoken() === 'ko' ? 'English' : '한국어');
    attribute($('language'), 'lang', spoken() === 'ko' ? 'en' : 'ko');
    attribute($('r-before'), 'aria-label', t`Previous mark`);
    attribute($('r-next'), 'aria-label', t`Next mark`);
    attribute($('r-speeds'), 'aria-label', t`Speed`);
    attribute($('r-slider'), 'aria-label', t`Time of the run`);
    attribute($('drawing'), 'aria-label', t`Front and nodes at this time`);
    attribute($('r-scroll'), 'aria-label', t`Sessions and nodes at this time`);
    text($('r-keys'), t`Space plays and pauses. The arrow keys go to the next mark: faults, nodes, alarms, findings, verdict.`);
    text($('r-sessions-title'), t`Where is the session?`);
    text($('r-history-title'), this.data.leftOut ? t`Events (${this.data.leftOut} left out)` : t`What happened`);
    $('r-speeds').replaceChildren(...SPEEDS.map(speed => el('button', {
      type: 'button',
      'aria-pressed': String(speed === this.speed),
      onclick: () => {
        this.speed = speed;
        [...$('r-speeds').children].forEach((one, i) => attribute(one, 'aria-pressed', SPEEDS[i] === speed));
      },
    }, `${speed}×`)));
    this.items = this.entries.map(entry => this.item(entry));
    $('r-events').replaceChildren(...this.items);
    this.current = undefined;
    attribute($('r-slider'), 'max', this.length);
    this.buttons();
    this.plot();
  }

  item(entry) {
    const says = entry.text();
    const button = el('button', { type: 'button', onclick: () => this.seek(entry.at) }, el('time', {}, clock(entry.at)), el('span', {}, says));
    const item = el('li', { class: `${entry.loud ? 'loud' : ''} ${entry.kind}${entry.bad ? ' bad' : ''}` }, button);
    if (entry.story?.length) {
      item.append(el('details', {}, el('summary', {}, t`Story`), el('ol', {}, ...entry.story.map(line => el('li', {}, shown(line))))));
    }
    const index = this.frames[0]?.state.nodes[entry.node]?.index;
    item.style.setProperty('--node', index === undefined ? 'transparent' : colour(index));
    return item;
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.at >= this.length) {
      this.at = 0;
    }
    this.buttons();
    if (this.playing) {
      let before = performance.now();
      const run = now => {
        if (!this.playing) {
          return;
        }
        this.seek(this.at + (now - before) * this.speed);
        before = now;
        if (this.at >= this.length) {
          this.playing = false;
          this.buttons();
        } else {
          requestAnimationFrame(run);
        }
      };
      requestAnimationFrame(run);
    }
  }

  buttons() {
    text($('r-play'), this.playing ? '❙❙' : '▶');
    attribute($('r-play'), 'aria-label', this.playing ? t`Pause` : t`Play`);
  }

  /** To the next mark, or the previous one. */
  step(by) {
    const marks = by > 0 ? this.marks.filter(mark => mark.at > this.at + 1) : this.marks.filter(mark => mark.at < this.at - 1).reverse();
    this.seek(marks.length ? marks[0].at : by > 0 ? this.length : 0);
    if (marks.length) {
      text($('spoken'), `${clock(marks[0].at)} ${marks[0].text()}`);
    }
  }

  seek(millis) {
    this.at = Math.min(this.length, Math.max(0, millis));
    this.show(false);
  }

  /** The last one of a sorted list at or before this time, or -1. */
  last(list, at) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].at <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  show(again) {
    const slider = $('r-slider');
    if (document.activeElement !== slider || Number(slider.value) !== Math.round(this.at)) {
      slider.value = this.at;
    }
    const entry = this.last(this.entries, this.at);
    const now = entry < 0 ? '' : this.entries[entry].text();
    attribute(slider, 'aria-valuetext', `${clock(this.at)} ${now}`);
    text($('r-clock'), `${clock(this.at)} / ${clock(this.length)}`);
    text($('r-wall'), new Date(this.data.begin + this.at).toLocaleTimeString('en-GB'));
    this.follow(entry);
    this.head();
    const index = Math.max(0, this.last(this.frames, this.at));
    if (!this.frames.length || (!again && index === this.index)) {
      return;
    }
    const forward = index === this.index + 1;
    this.index = index;
    const { state, rates } = this.frames[index];
    const cluster = clusterOf(state, this.data.facts);
    const perSecond = new Map(cluster.nodes.map((node, i) => [node.name, rates[i] ?? 0]));
    this.drawing.show(cluster, perSecond, this.selected);
    if (this.playing && forward && cluster.front) {
      cluster.nodes.filter(node => node.state === 'UP' && perSecond.get(node.name) > 0).slice(0, 40)
        .forEach(node => this.drawing.pulse(null, node.name));
    }
    const load = state.load;
    text($('r-rate'), `${number(rates.reduce((a, b) => a + b, 0))}/s${load ? ` · p99 ${number(load.p99)} ms` : ''}`);
    const faults = Object.values(state.faults);
    text($('r-now'), faults.length ? faults.join(' · ') : '');
    this.matrix(state, cluster.nodes);
  }

  follow(entry) {
    if (entry === this.current) {
      return;
    }
    this.items[this.current]?.removeAttribute('aria-current');
    this.current = entry;
    this.items.forEach((item, i) => item.classList.toggle('later', i > entry));
    const item = this.items[entry];
    if (item) {
      item.setAttribute('aria-current', 'time');
      const list = $('r-events');
      list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 2;
    } else {
      $('r-events').scrollTop = 0;
    }
  }

  matrix(state, nodes) {
    const wide = nodes.length <= WIDE;
    const sessions = Object.entries(state.sessions);
    const most = Math.max(0, ...state.counts);
    text($('r-sessions-count'), most > sessions.length ? t`${sessions.length} of ${most} sessions`
      : sessions.length === 1 ? t`1 session` : t`${sessions.length} sessions`);
    $('r-scroll').classList.toggle('narrow', !wide);
    $('r-head').replaceChildren(el('tr', {}, el('th', { scope: 'col' }, t`Session`), ...nodes.map(node => {
      const cell = el('th', { scope: 'col', title: `${node.name} ${node.state}`, class: `r-column state-${node.state.toLowerCase()}` },
        wide ? node.name : String(node.index + 1));
      cell.style.setProperty('--node', colour(node.index));
      return cell;
    })));
    $('r-body').replaceChildren(...sessions.map(([id, session]) => el('tr', { class: session.since ? 'differs' : '' },
      el('th', { scope: 'row', title: id }, id.slice(0, 6) + (id.includes('.') ? ` · ${id.slice(id.lastIndexOf('.') + 1)}` : '')),
      ...nodes.map(node => this.cell(node, session, wide)))));
  }

  cell(node, session, wide) {
    const copy = session.copies[node.name] ?? 'absent';
    const stale = Array.isArray(copy);
    const role = stale ? copy[0] : copy;
    const attributes = (stale ? copy[1] : session.attributes) ?? {};
    const full = ['primary', 'replica', 'backup'].includes(role);
    const missing = role === 'absent' && session.since && node.state === 'UP';
    const value = full ? String(Object.values(attributes)[0] ?? '∅') : role === 'proxy' ? '→' : role === 'unknown' ? '?' : '';
    const says = missing ? t`missing` : stale ? t`stale` : '';
    const cell = el('td', {
      class: `r-copy ${role}${stale ? ' stale' : ''}${missing ? ' missing' : ''}`,
      title: `${node.name}: ${role} ${says}\n${full ? Object.entries(attributes).map(one => one.join(' = ')).join('\n') : ''}`,
    }, wide ? `${stale ? '≠ ' : ''}${value}` : stale ? '≠' : '');
    attribute(cell, 'aria-label', `${node.name}: ${role} ${says} ${value}`);
    cell.style.setProperty('--node', colour(node.index));
    return cell;
  }

  /** Only the line of the moment moves; the rest is drawn when the size changes. */
  head() {
    const canvas = $('r-plot');
    if (this.picture) {
      const g = canvas.getContext('2d');
      g.setTransform(1, 0, 0, 1, 0, 0);
      g.clearRect(0, 0, canvas.width, canvas.height);
      g.drawImage(this.picture, 0, 0);
      g.fillStyle = getComputedStyle(canvas).getPropertyValue('--ink');
      const ratio = devicePixelRatio || 1;
      g.fillRect((10 + this.at / this.length * (canvas.clientWidth - 20)) * ratio - ratio, 0, 2 * ratio, canvas.height);
    }
  }

  plot() {
    const canvas = $('r-plot');
    const ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height) {
      return;
    }
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    this.picture = el('canvas');
    this.picture.width = canvas.width;
    this.picture.height = canvas.height;
    const style = getComputedStyle(canvas);
    const ink = name => style.getPropertyValue(name).trim();
    const g = this.picture.getContext('2d');
    g.scale(ratio, ratio);
    g.font = `600 13px ${style.fontFamily}`;
    const x = at => 10 + at / this.length * (width - 20);
    const floor = height - 18;
    this.axis(g, ink, x, height, floor);
    const sums = this.frames.map(frame => [x(frame.at), frame.rates.reduce((a, b) => a + b, 0)]);
    const most = Math.max(1, ...sums.map(one => one[1]));
    g.beginPath();
    g.moveTo(10, floor);
    sums.forEach(([px, rate]) => g.lineTo(px, floor - rate / most * (floor - 22)));
    g.lineTo(x(this.length), floor);
    g.fillStyle = ink('--rate-soft');
    g.fill();
    g.strokeStyle = ink('--rate');
    g.stroke();
    let clear = -Infinity;
    for (const mark of this.marks) {
      const at = x(mark.at);
      g.fillStyle = ink(mark.bad ? '--bad' : '--good');
      g.fillRect(at - 1, 0, 2, floor);
      const label = mark.label();
      const wide = g.measureText(label).width;
      const left = Math.min(at + 4, width - wide - 4);
      if (left > clear) {
        g.fillText(label, left, 13);
        clear = left + wide + 10;
      }
    }
    this.head();
  }

  axis(g, ink, x, height, floor) {
    const step = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].find(seconds => this.length / seconds / 1000 <= 10) ?? 7200;
    g.strokeStyle = ink('--line');
    g.textAlign = 'center';
    g.fillStyle = ink('--faint');
    for (let s = 0; s * 1000 <= this.length; s += step) {
      const at = x(s * 1000);
      g.beginPath();
      g.moveTo(at, 0);
      g.lineTo(at, floor);
      g.stroke();
      g.textAlign = s === 0 ? 'left' : at > x(this.length) - 20 ? 'right' : 'center';
      g.fillText(clock(s * 1000).replace(/\.0$/, ''), at, height - 4);
    }
    g.textAlign = 'left';
  }
}

/** Events, findings and the verdict, in order. Their texts are made when they are shown: the language may change. */
function entries(data) {
  const all = [];
  let open;
  for (const event of data.events) {
    const fold = folded(event);
    const at = event.millis - data.begin;
    if (fold && open?.key === fold.key) {
      open.count++;
      continue;
    }
    if (!sentence(event)) {
      continue;
    }
    const mark = markOfReplay(event);
    const entry = { at, node: event.node, kind: event.event, loud: LOUD.has(event.event), bad: mark?.bad, mark: Boolean(mark),
      label: () => markOfReplay(event).label, key: fold?.key, count: 1 };
    entry.text = () => (entry.count > 1 ? folded(event).text(entry.count) : sentence(event));
    open = fold && entry;
    all.push(entry);
  }
  for (const found of data.outcome?.findings ?? []) {
    all.push({ at: found.millis - data.begin, kind: 'finding', loud: true, bad: true, mark: true, story: found.story,
      label: () => t`finding`, text: () => t`Finding: ${found.title}` });
  }
  all.forEach(entry => {
    entry.at = Math.min(data.end - data.begin, Math.max(0, entry.at));
  });
  all.sort((a, b) => a.at - b.at);
  if (data.outcome) {
    const { verdict, sentence: why, status } = data.outcome;
    all.push({ at: data.end - data.begin, kind: 'verdict', loud: true, bad: status !== 'VALID', mark: true,
      label: () => verdict, text: () => t`Verdict: ${verdict}. ${why}` });
  }
  return all;
}

function markOfReplay(event) {
  return event.event === 'AlarmRaised' ? { bad: true, label: t`alarm ${event.id}` } : markOf(event);
}

/** A frame as the API gives the cluster. */
function clusterOf(state, facts) {
  const nodes = Object.entries(state.nodes).sort((a, b) => a[1].index - b[1].index).map(([name, node], i) => ({
    name,
    index: node.index,
    state: node.state,
    url: '',
    httpPort: node.ports[0],
    ajpPort: node.ports[1],
    receiverPort: node.ports[2],
    members: Object.keys(node.members),
    sessions: state.counts[i] ?? 0,
    requests: 0,
    process: node.process ? { pid: node.process[0], tomcat: node.process[1], java: node.process[2] } : null,
  }));
  const front = state.front && {
    url: state.front.url,
    sticky: state.front.sticky,
    workers: Object.entries(state.front.workers).map(([name, [activation, worker]]) => ({ name, activation, state: worker })),
  };
  return { ...facts, nodes, front: front ?? null, links: [], faults: [], abilities: [], load: null };
}

/** 0:07.3, 12:00.0 or 1:02:03.0. */
function clock(millis) {
  const tenths = Math.floor(millis / 100);
  const seconds = Math.floor(tenths / 10);
  const two = value => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}` : Math.floor(seconds / 60)}:${two(seconds % 60)}.${tenths % 10}`;
}

async function start() {
  try {
    const data = await unpack($('r-data').textContent);
    learn(data.words);
    globalThis.replay = new Replay(data);
  } catch (problem) {
    document.body.prepend(el('p', { class: 'banner', role: 'alert' },
      `This browser can't show the replay (${problem.message}). Open it in a current Chrome, Edge, Firefox or Safari.`));
    throw problem;
  }
}

start();

// A plot of rate and latency with marks, and a list of the newest events.

import { $, attribute, el, number, text } from './dom.js';
import { colour } from './colours.js';
import { shown, t } from './lang.js';

const SECONDS = 120;
const MOST_LINES = 120;
const LOUD = new Set(['NodeChanged', 'FaultBegan', 'FaultHealed', 'WorkerChanged', 'LoadChanged', 'AlarmRaised', 'ApplicationFailed', 'Misconfigured', 'Skipped']);
const QUIET = new Set(['SessionUsed', 'SessionTraffic', 'ReplicationTraffic', 'SessionReplicated']);

export class Timeline {
  constructor(lab) {
    this.lab = lab;
    this.canvas = $('plot');
    this.samples = [];
    this.marks = [];
    this.list = $('events');
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  /** What the lab has kept, for a page that was just opened. */
  load(history) {
    this.samples = history.samples.map(({ millis, requestsPerSecond, p99Millis }) => ({ now: millis, rate: requestsPerSecond, p99: p99Millis }));
    this.silent = true;
    history.events.forEach(event => this.hear(event));
    this.silent = false;
    this.draw();
  }

  sample(rate, p99) {
    const now = Date.now();
    this.samples.push({ now, rate, p99 });
    while (this.samples[0].now < now - (SECONDS + 2) * 1000) {
      this.samples.shift();
    }
    while (this.marks[0] && this.marks[0].millis < now - SECONDS * 1000) {
      this.marks.shift();
    }
    text($('now-rate'), `${number(rate)}/s`);
    text($('now-p99'), p99 === null ? '' : `p99 ${number(p99)} ms`);
    attribute(this.canvas, 'aria-label', t`Requests per second and latency over the last two minutes, with marks for events` + (p99 === null
      ? `: ${number(rate)}/s` : `: ${number(rate)}/s, p99 ${number(p99)} ms`));
    this.draw();
  }

  hear(event) {
    const line = sentence(event);
    if (!line) {
      return;
    }
    if (event.event === 'NodeChanged' || event.event.startsWith('Fault')) {
      const mark = markOf(event);
      mark && this.marks.push(mark);
    }
    if (QUIET.has(event.event)) {
      return;
    }
    const fold = folded(event);
    if (fold && this.open?.key === fold.key && this.open.item === this.list.firstChild) {
      text(this.open.item.lastChild, fold.text(++this.open.count));
      return;
    }
    const item = el('li', { class: LOUD.has(event.event) ? 'loud' : '' },
      el('time', {}, event.millis ? new Date(event.millis).toLocaleTimeString('en-GB') : ''), el('span', {}, line));
    item.style.setProperty('--node', this.colourOf(event.node));
    this.list.prepend(item);
    this.open = fold && { item, key: fold.key, count: 1 };
    while (this.list.children.length > MOST_LINES) {
      this.list.lastChild.remove();
    }
    if (LOUD.has(event.event) && event.event !== 'Skipped' && !this.silent) {
      this.say(line);
    }
  }

  /** Gives screen readers the important events, a few at a time. */
  say(line) {
    this.unsaid = [...(this.unsaid ?? []), line].slice(-4);
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      text($('spoken'), this.unsaid.join('. '));
      this.unsaid = [];
    }, 400);
  }

  colourOf(name) {
    const node = this.lab.cluster?.nodes.find(one => one.name === name);
    return node ? colour(node.index) : 'transparent';
  }

  draw() {
    const { canvas } = this;
    const ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height) {
      return;
    }
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const style = getComputedStyle(canvas);
    const ink = name => style.getPropertyValue(name).trim();
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    const font = Math.max(12, Math.min(24, parseFloat(style.fontSize) * 0.9));
    g.font = `600 ${font}px ${style.fontFamily}`;
    const end = Date.now();
    const times = this.samples.some(sample => sample.p99 !== null);
    const left = 14 + g.measureText('00.0k/s').width;
    const right = times ? 14 + g.measureText('0,000 ms').width : 12;
    const x = millis => width - right - (end - millis) / 1000 / SECONDS * (width - left - right);
    const floor = height - font - 8;
    const top = 8 + font;
    this.grid(g, ink, x, end, font, floor);
    const rate = scale(this.samples, 'rate', floor, top);
    area(g, this.curve('rate', x, rate), floor, ink('--rate-soft'), ink('--rate'));
    axis(g, rate, 'right', left - 6, font, ink('--rate'), value => `${number(value)}/s`);
    if (times) {
      const p99 = scale(this.samples, 'p99', floor, top);
      stroke(g, this.curve('p99', x, p99), ink('--latency'));
      axis(g, p99, 'left', width - right + 6, font, ink('--latency'), value => `${number(value)} ms`);
    }
    this.drawMarks(g, ink, x, floor, width - right, left, font);
  }

  grid(g, ink, x, end, font, floor) {
    g.strokeStyle = ink('--line');
    g.fillStyle = ink('--faint');
    g.lineWidth = 1;
    g.textAlign = 'center';
    const step = x(end) - x(end - 30000) > 5 * font ? 30 : 60;
    for (let s = 0; s <= SECONDS; s += step) {
      const at = x(end - s * 1000);
      g.beginPath();
      g.moveTo(at, 0);
      g.lineTo(at, floor);
      g.stroke();
      g.textAlign = s === 0 ? 'right' : s === SECONDS ? 'left' : 'center';
      g.fillText(s === 0 ? t`now` : t`−${s} s`, at, floor + font + 2);
    }
  }

  /** Lines end where there was no load, so that a pause is no slope. */
  curve(name, x, { y }) {
    const begin = Date.now() - (SECONDS + 1) * 1000;
    return this.samples.filter(sample => sample[name] !== null && sample.now > begin).map(sample => [x(sample.now), y(sample[name]), sample.now]);
  }

  drawMarks(g, ink, x, floor, end, begin, font) {
    const marks = this.marks.filter(mark => x(mark.millis) >= begin);
    for (const mark of marks) {
      const at = x(mark.millis);
      g.strokeStyle = ink(mark.bad ? '--bad' : '--good');
      g.lineWidth = 2;
      g.beginPath();
      g.moveTo(at, 4);
      g.lineTo(at, floor);
      g.stroke();
    }
    // The newest first: they keep their labels when there is no room for all.
    const taken = [[], []];
    for (const mark of [...marks].reverse()) {
      const at = x(mark.millis);
      const wide = g.measureText(mark.label).width;
      // At the right edge there is only room on the left.
      const left = at + wide + 10 < end ? at + 5 : at - wide - 5;
      const line = taken.findIndex(all => all.every(([from, to]) => left + wide + 8 < from || left > to + 8));
      if (line >= 0 && left > begin - 4) {
        g.textAlign = 'left';
        g.fillStyle = ink('--panel');
        g.fillRect(left - 2, 2 + line * (font + 3), wide + 4, font + 3);
        g.fillStyle = ink(mark.bad ? '--bad' : '--good');
        g.fillText(mark.label, left, font + 1 + line * (font + 3));
        taken[line].push([left, left + wide]);
      }
    }
  }
}

/** From 0 to a round number above the highest value. */
function scale(samples, name, floor, top) {
  const highest = Math.max(1, ...samples.map(sample => sample[name] ?? 0));
  const power = 10 ** Math.floor(Math.log10(highest));
  const most = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find(one => one * power >= highest) * power;
  return { most, y: value => floor - value / most * (floor - top), floor, top };
}

/** The labels of a scale: 0, the half if there is room, and the most. */
function axis(g, { most, y, floor, top }, align, x, font, ink, label) {
  g.fillStyle = ink;
  g.textAlign = align;
  for (const value of floor - top > 4 * font ? [0, most / 2, most] : [0, most]) {
    g.fillText(label(value), x, y(value) + (value === 0 ? 0 : font * 0.35));
  }
}

function stroke(g, points, ink) {
  if (points.length < 2) {
    return;
  }
  g.strokeStyle = ink;
  g.lineWidth = 2.5;
  g.lineJoin = 'round';
  g.beginPath();
  points.forEach(([px, py, at], i) => (i && at - points[i - 1][2] < 5000 ? g.lineTo(px, py) : g.moveTo(px, py)));
  g.stroke();
}

function area(g, points, floor, soft, ink) {
  if (points.length < 2) {
    return;
  }
  g.fillStyle = soft;
  g.beginPath();
  g.moveTo(points[0][0], floor);
  points.forEach(([px, py]) => g.lineTo(px, py));
  g.lineTo(points.at(-1)[0], floor);
  g.fill();
  stroke(g, points, ink);
}

const shorten = label => (label.length > 26 ? label.slice(0, 25) + '…' : label);

export function markOf(event) {
  const { millis } = event;
  switch (event.event) {
    case 'FaultBegan': return { millis, bad: true, label: shorten(event.description) };
    case 'FaultHealed': return { millis, bad: false, label: t`healed` };
    default:
      return event.to === 'UP' ? { millis, bad: false, label: t`${event.node} up` }
        : ['KILLED', 'STOPPED', 'FAILED', 'FROZEN'].includes(event.to) ? { millis, bad: true, label: `${event.node} ${event.to.toLowerCase()}` }
          : null;
  }
}

/** Puts many consecutive events of one kind into one line. */
export function folded(event) {
  switch (event.event) {
    case 'SessionCreated': return { key: event.event, text: n => t`${n} sessions created` };
    case 'SessionExpired': return { key: event.event, text: n => t`${n} copies dropped` };
    case 'MemberAdded': return { key: event.event + event.node, text: n => t`${event.node} sees ${n} more nodes` };
    case 'MemberDisappeared': return { key: event.event + event.node, text: n => t`${event.node} no longer sees ${n} nodes` };
    default: return undefined;
  }
}

export function sentence(event) {
  const id = value => String(value).slice(0, 6);
  switch (event.event) {
    case 'NodeChanged': return t`${event.node} is ${event.to}` + (event.reason ? `: ${shown(event.reason)}` : '');
    case 'MemberAdded': return t`${event.node} sees ${event.member}`;
    case 'MemberDisappeared': return t`${event.node} no longer sees ${event.member}`;
    case 'SessionCreated': return t`${event.node} created session ${id(event.session)}`;
    case 'SessionExpired': return t`${event.node} dropped session ${id(event.session)}`;
    case 'SessionIdChanged': return t`${event.node} changed the id of session ${id(event.oldId)}`;
    case 'WarReceived': return event.messages === 1 ? t`${event.node} received ${event.file} from ${event.from} in 1 message`
      : t`${event.node} received ${event.file} from ${event.from} in ${event.messages} messages`;
    case 'ApplicationStarted': return t`${event.node} serves ${event.application}`;
    case 'ApplicationFailed': return t`${event.node} can't start ${event.application}`;
    case 'ApplicationStopped': return t`${event.node} stopped ${event.application}`;
    case 'FaultBegan': return shown(event.description);
    case 'FaultTookEffect': return t`took effect: ${event.evidence}`;
    case 'FaultHealed': return t`healed: ${event.description}`;
    case 'WorkerChanged': return t`front: ${event.node} went from ${event.from} to ${event.to}`;
    case 'LogWarning': return `${event.node}: ${shown(event.text)}${event.times > 1 ? ` ×${event.times}` : ''}`;
    case 'Misconfigured': return `${event.name}: ${shown(event.text)}`;
    case 'AlarmRaised': return t`alarm ${event.id}: ${event.text}`;
    case 'AlarmAcknowledged': return t`${event.id} was acknowledged`;
    case 'AlarmEnded': return t`alarm ${event.id} has ended: the copies are the same again`;
    case 'LoadChanged': return !event.running ? t`load stopped`
      : event.clients === 1 ? t`load started: 1 client` : t`load started: ${event.clients} clients`;
    case 'Skipped': return event.count === 1 ? t`the dashboard skipped 1 event` : t`the dashboard skipped ${event.count} events`;
    default: return '';
  }
}

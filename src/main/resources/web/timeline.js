// A plot of rate and latency with marks, and a list of the newest events.

import { $, el, number, text } from './dom.js';
import { colour } from './colours.js';

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
    if (LOUD.has(event.event) && event.event !== 'Skipped') {
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
    g.font = `600 14px ${style.fontFamily}`;
    const end = Date.now();
    const x = millis => width - 8 - (end - millis) / 1000 / SECONDS * (width - 16);
    const floor = height - 22;
    this.grid(g, ink, x, end, width, floor);
    const rates = this.curve('rate', x, floor, 26);
    area(g, rates, floor, ink('--rate-soft'), ink('--rate'));
    stroke(g, this.curve('p99', x, floor, 26), ink('--latency'));
    this.drawMarks(g, ink, x, floor, width);
  }

  grid(g, ink, x, end, width, floor) {
    g.strokeStyle = ink('--line');
    g.fillStyle = ink('--faint');
    g.lineWidth = 1;
    g.textAlign = 'center';
    for (let s = 0; s <= SECONDS; s += 30) {
      const at = x(end - s * 1000);
      g.beginPath();
      g.moveTo(at, 0);
      g.lineTo(at, floor);
      g.stroke();
      g.textAlign = s === 0 ? 'right' : s === SECONDS ? 'left' : 'center';
      g.fillText(s === 0 ? 'now' : `−${s} s`, s === 0 ? width - 8 : at, floor + 17);
    }
  }

  curve(name, x, floor, top) {
    const points = this.samples.filter(sample => sample[name] !== null);
    const most = Math.max(1, ...points.map(sample => sample[name])) * 1.08;
    return points.map(sample => [x(sample.now), floor - sample[name] / most * (floor - top)]);
  }

  drawMarks(g, ink, x, floor, width) {
    const clear = [-Infinity, -Infinity];
    for (const mark of this.marks) {
      const at = x(mark.millis);
      g.strokeStyle = ink(mark.bad ? '--bad' : '--good');
      g.lineWidth = 2;
      g.beginPath();
      g.moveTo(at, 4);
      g.lineTo(at, floor);
      g.stroke();
    }
    for (const mark of this.marks) {
      const at = x(mark.millis);
      const line = clear.findIndex(edge => at > edge);
      if (line >= 0) {
        const wide = g.measureText(mark.label).width;
        // At the right edge there is only room on the left.
        const left = at + wide + 10 < width ? at + 5 : Math.max(clear[line], at - wide - 5);
        if (left + wide > width) {
          continue;
        }
        g.textAlign = 'left';
        g.fillStyle = ink('--panel');
        g.fillRect(left - 2, 2 + line * 17, wide + 4, 17);
        g.fillStyle = ink(mark.bad ? '--bad' : '--good');
        g.fillText(mark.label, left, 15 + line * 17);
        clear[line] = Math.max(at, left + wide) + 12;
      }
    }
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
  points.forEach(([px, py], i) => (i ? g.lineTo(px, py) : g.moveTo(px, py)));
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
    case 'FaultHealed': return { millis, bad: false, label: 'healed' };
    default:
      return event.to === 'UP' ? { millis, bad: false, label: `${event.node} up` }
        : ['KILLED', 'STOPPED', 'FAILED', 'FROZEN'].includes(event.to) ? { millis, bad: true, label: `${event.node} ${event.to.toLowerCase()}` }
          : null;
  }
}

/** Puts many consecutive events of one kind into one line. */
export function folded(event) {
  switch (event.event) {
    case 'SessionCreated': return { key: event.event, text: n => `${n} sessions created` };
    case 'SessionExpired': return { key: event.event, text: n => `${n} copies dropped` };
    case 'MemberAdded': return { key: event.event + event.node, text: n => `${event.node} sees ${n} more nodes` };
    case 'MemberDisappeared': return { key: event.event + event.node, text: n => `${event.node} no longer sees ${n} nodes` };
    default: return undefined;
  }
}

export function sentence(event) {
  const id = value => String(value).slice(0, 6);
  switch (event.event) {
    case 'NodeChanged': return `${event.node} is ${event.to}${event.reason ? `: ${event.reason}` : ''}`;
    case 'MemberAdded': return `${event.node} sees ${event.member}`;
    case 'MemberDisappeared': return `${event.node} no longer sees ${event.member}`;
    case 'SessionCreated': return `${event.node} created session ${id(event.session)}`;
    case 'SessionExpired': return `${event.node} dropped session ${id(event.session)}`;
    case 'SessionIdChanged': return `${event.node} changed the id of session ${id(event.oldId)}`;
    case 'WarReceived': return `${event.node} received ${event.file} from ${event.from} in ${event.messages === 1 ? '1 message' : `${event.messages} messages`}`;
    case 'ApplicationStarted': return `${event.node} serves ${event.application}`;
    case 'ApplicationFailed': return `${event.node} can't start ${event.application}`;
    case 'ApplicationStopped': return `${event.node} stopped ${event.application}`;
    case 'FaultBegan': return event.description;
    case 'FaultTookEffect': return `took effect: ${event.evidence}`;
    case 'FaultHealed': return `healed: ${event.description}`;
    case 'WorkerChanged': return `front: ${event.node} went from ${event.from} to ${event.to}`;
    case 'LogWarning': return `${event.node}: ${event.text}${event.times > 1 ? ` ×${event.times}` : ''}`;
    case 'Misconfigured': return `${event.name}: ${event.text}`;
    case 'AlarmRaised': return `alarm ${event.id}: ${event.text}`;
    case 'AlarmAcknowledged': return `${event.id} was acknowledged`;
    case 'LoadChanged': return event.running ? `load started: ${event.clients} clients` : 'load stopped';
    case 'Skipped': return `the dashboard skipped ${event.count} events`;
    default: return '';
  }
}

// The dashboard: reads the cluster once a second, receives events as they happen, and passes both to its parts.

import { $, attribute, text } from './dom.js';
import { Stream, get } from './api.js';
import { choose, language, t } from './lang.js';
import { Alarms } from './alarms.js';
import { Applications } from './applications.js';
import { Controls } from './controls.js';
import { Drawing } from './drawing.js';
import { Faults } from './faults.js';
import { Lessons } from './lessons.js';
import { Links } from './links.js';
import { Matrix } from './matrix.js';
import { Timeline } from './timeline.js';
import { MOST_CARDS } from './layout.js';
import { verdict } from './verdict.js';
import './presenter.js';

const PAUSE = 1000;
const SOON = 150;
const TELLING = ['NodeChanged', 'MemberAdded', 'MemberDisappeared', 'FaultBegan', 'FaultHealed', 'WorkerChanged', 'LoadChanged'];

const lab = {
  cluster: null,
  found: null,
  selected: null,
  rates: new Map(),
  refresh: () => soon(0),
  select: name => {
    lab.selected = name;
    show();
  },
};

const drawing = new Drawing($('drawing'), lab.select, {
  front: t`front`,
  session: t`session`,
  sessions: t`sessions`,
  short: t`sess.`,
  silent: t`no answer`,
  down: t`not running`,
  early: t`cut, not noticed yet`,
  nodes: count => (count === 1 ? t`1 node` : t`${count} nodes`),
});
const links = new Links();
const controls = new Controls(lab);
const faults = new Faults(lab);
const matrix = new Matrix(found => {
  lab.found = found;
  tell();
});
const timeline = new Timeline(lab);
const alarms = new Alarms();
const applications = new Applications(lab);
new Lessons();
const stream = new Stream(hear, () => connected(true), () => connected(false));

let before = null;
let timer;
let hearing = null;
let past = null;

function soon(millis) {
  clearTimeout(timer);
  timer = setTimeout(read, millis);
}

async function read() {
  try {
    if (!document.hidden) {
      const cluster = await get('/api/cluster');
      if (!past) {
        // Events that come later than this are in the stream.
        past = await get('/api/history');
        lab.cluster = cluster;
        links.cluster = cluster;
        past.events.forEach(event => links.hear(event));
        timeline.load(past);
      }
      take(cluster);
    }
    connected(true);
  } catch (problem) {
    connected(false, problem.status);
  }
  soon(PAUSE);
}

function take(cluster) {
  const now = performance.now();
  lab.cluster = cluster;
  if (!cluster.nodes.some(node => node.name === lab.selected)) {
    lab.selected = cluster.nodes[Math.min(1, cluster.nodes.length - 1)].name;
  }
  const many = cluster.nodes.length > MOST_CARDS;
  if (before && now - before.now > SOON / 2) {
    const seconds = (now - before.now) / 1000;
    const known = new Map(before.cluster.nodes.map(node => [node.name, node]));
    let sum = 0;
    for (const node of cluster.nodes) {
      const more = Math.max(0, node.requests - (known.get(node.name)?.requests ?? node.requests));
      lab.rates.set(node.name, more / seconds);
      sum += more / seconds;
      requests(cluster, node.name, more);
    }
    if (many) {
      flows(before.cluster.links, cluster.links);
    }
    timeline.sample(cluster.load?.running ? cluster.load.requestsPerSecond : sum, cluster.load?.running ? cluster.load.p99Millis : null);
  }
  before = { now, cluster };
  const without = 'SessionUsed,SessionTraffic,SessionReplicated' + (many ? ',ReplicationTraffic' : '');
  if (hearing !== without && past) {
    hearing = without;
    stream.open(stream.last ?? past.sequence, without);
  }
  show();
}

function requests(cluster, name, count) {
  if (cluster.front) {
    const dots = Math.min(6, Math.ceil(Math.sqrt(count)));
    for (let i = 0; i < dots; i++) {
      drawing.pulse(null, name, i / dots * PAUSE);
    }
  }
}

/** With many nodes the dashboard reads the links' totals once a second and shows the busiest links. */
function flows(old, links) {
  const known = new Map(old.map(link => [link.from + ' ' + link.to, link.messages]));
  links.map(link => ({ ...link, more: link.messages - (known.get(link.from + ' ' + link.to) ?? 0) }))
    .filter(link => link.more > 0)
    .sort((a, b) => b.more - a.more)
    .slice(0, 90)
    .forEach((link, i, all) => drawing.pulse(link.from, link.to, i / all.length * PAUSE));
}

function hear(event) {
  timeline.hear(event);
  links.hear(event);
  alarms.hear(event);
  applications.hear(event);
  if (event.event === 'ReplicationTraffic') {
    const dots = Math.min(3, event.messages);
    for (let i = 0; i < dots; i++) {
      drawing.pulse(event.from, event.to, i * 90);
    }
  } else if (TELLING.includes(event.event)) {
    soon(SOON);
  }
}

function show() {
  const { cluster } = lab;
  drawing.show(cluster, lab.rates, lab.selected);
  controls.show(cluster);
  faults.show(cluster);
  applications.select(lab.selected);
  links.show(cluster);
  matrix.setNodes(cluster.nodes);
  const up = cluster.nodes.filter(node => node.state === 'UP');
  const sending = { 6: 'sync', 8: 'async', 2: 'ack' }[cluster.sendOptions] ?? t`send options ${cluster.sendOptions}`;
  text($('facts'), t`${up.length} of ${cluster.nodes.length} nodes up · ${cluster.manager} manager · ${sending} · ${cluster.membership} membership`);
  attribute($('counter'), 'href', cluster.front?.url ?? up[0]?.url ?? '#');
  text($('counter'), cluster.application ? t`Open ${cluster.application} ↗` : t`Session counter ↗`);
  tell();
  $('not-replicated').hidden = cluster.replicates;
}

/** The verdict, which needs the nodes and the sessions. */
function tell() {
  if (lab.cluster) {
    const { kind, text: sentence } = verdict(lab.cluster, lab.found);
    text($('verdict'), sentence);
    $('verdict').className = kind;
    faults.warn(lab.found);
  }
}

function connected(yes, status) {
  document.body.classList.toggle('lost', !yes);
  text($('link'), yes ? t`Live` : t`Disconnected`);
  $('lost').hidden = yes;
  text($('lost'), yes ? '' : status === 401
    ? t`This lab has ended, and another lab runs on this port. Open the link in the terminal of that lab.`
    : t`Disconnected. The lab does not answer. The dashboard tries again every second.`);
}

// Each language is offered in its own words.
text($('language'), language === 'ko' ? 'English' : '한국어');
attribute($('language'), 'lang', language === 'ko' ? 'en' : 'ko');
$('language').addEventListener('click', () => choose(language === 'ko' ? 'en' : 'ko'));
document.addEventListener('visibilitychange', () => soon(0));
read();

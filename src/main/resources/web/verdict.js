// The state of the cluster in a sentence or two. It has no side effects.

import { cutter, groups } from './layout.js';
import { t } from './lang.js';

const MOST_NAMES = 4;

/**
 * @param found numbers of sessions: total, differing and examined; null while they are not known
 * @returns {kind: 'fine' | 'warn' | 'bad', text}
 */
export function verdict(cluster, found) {
  const nodes = ofNodes(cluster);
  const sessions = ofSessions(cluster, found, nodes);
  const kind = [nodes.kind, sessions.kind].includes('bad') ? 'bad' : [nodes.kind, sessions.kind].includes('warn') ? 'warn' : 'fine';
  return { kind, text: `${nodes.text} ${sessions.text}`.trim() };
}

function ofNodes({ nodes, faults }) {
  const up = nodes.filter(node => node.state === 'UP');
  if (!up.length) {
    return { kind: 'bad', text: t`No node is up.` };
  }
  const others = nodes.filter(node => node.state !== 'UP');
  const down = others.length === 0 ? '' : others.length > MOST_NAMES ? ` ${t`${others.length} nodes are not up.`}`
    : ` ${others.map(node => t`${node.name} is ${node.state}.`).join(' ')}`;
  const seen = groups(nodes);
  if (seen.length > 1) {
    return { kind: 'bad', text: t`Cluster is split: ${sides(seen)}.` + down };
  }
  const cut = groups(nodes, cutter(faults));
  if (cut.length > 1) {
    return { kind: 'warn', text: t`The network is cut, not noticed yet: ${sides(cut)}.` + down };
  }
  const blind = up.filter(node => up.some(other => other !== node && !node.members.includes(other.name)));
  if (blind.length) {
    return { kind: 'bad', text: blind.length > MOST_NAMES ? t`${blind.length} nodes do not see all others.` + down
      : blind.map(node => t`${node.name} does not see all others.`).join(' ') + down };
  }
  return others.length ? { kind: 'warn', text: t`${up.length} of ${nodes.length} nodes are up and see each other.` + down }
    : { kind: 'fine', text: up.length === 1 ? t`The only node is up.` : t`All ${up.length} nodes are up and see each other.` };
}

const sides = all => all.map(group => (group.length > MOST_NAMES ? t`${group.length} nodes` : group.map(node => node.name).join(' '))).join(' | ');

function ofSessions(cluster, found, nodes) {
  if (!found || !cluster.replicates) {
    return { kind: 'fine', text: '' };
  }
  const { total, differing, examined } = found;
  if (!total) {
    return { kind: 'fine', text: t`There are no sessions.` };
  }
  const so = examined < total ? ` ${t`${examined} of ${total} are compared.`}` : '';
  if (!differing) {
    return { kind: 'fine', text: so ? so.trim() : total === 1 ? t`Its one session is the same everywhere.` : t`All ${number(total)} sessions have the same copies.` };
  }
  const many = differing === 1 ? t`1 session differs.` : t`${number(differing)} sessions differ.`;
  const merges = nodes.kind === 'fine' && !cluster.faults.length
    ? ` ${t`Tomcat does not merge copies: each stays as it is until a request changes the session.`}` : '';
  return { kind: 'bad', text: many + so + merges };
}

const number = value => value.toLocaleString('en');

// Computes where nodes are drawn, from the nodes and a size. It has no side effects.

/** With more nodes, the drawing shows them as chips in a grid, and shows only broken links. */
export const MOST_CARDS = 8;

const GAP = 26;
const MOST_IN_A_BAND = 6;

/** Tells of two nodes whether a fault in force lets no message of the one arrive at the other. */
export function cutter(faults) {
  const tests = faults.map(fault => {
    if (fault.type === 'partition') {
      const side = new Map(fault.groups.flatMap((group, i) => group.map(name => [name, i])));
      return (from, to) => side.get(from) !== side.get(to);
    }
    return fault.type === 'isolate' ? (from, to) => (from === fault.node) !== (to === fault.node)
      : fault.type === 'drop' ? (from, to) => from === fault.from && to === fault.to : null;
  }).filter(Boolean);
  return (from, to) => tests.some(test => test(from, to));
}

/** Groups of nodes that are up, see each other, and between which no link is cut. */
export function groups(nodes, cut = () => false) {
  const left = new Map(nodes.filter(node => node.state === 'UP').map(node => [node.name, node]));
  const found = [];
  for (const start of nodes) {
    if (!left.delete(start.name)) {
      continue;
    }
    const group = [start];
    for (const one of group) {
      for (const name of one.members) {
        const other = left.get(name);
        if (other?.members.includes(one.name) && !cut(one.name, name) && !cut(name, one.name)) {
          left.delete(name);
          group.push(other);
        }
      }
    }
    found.push(group.sort((a, b) => a.index - b.index));
  }
  return found;
}

/**
 * Places: name to {x, y} (centres), the cards' size, and the groups' frames; unit is 1 for text of 16 px. A node that is
 * down keeps its place; beside several groups, those that are down have an area without a frame.
 */
export function layout(nodes, width, height, hasFront, unit, cut) {
  const together = groups(nodes, cut);
  const split = together.length > 1;
  const down = nodes.filter(node => node.state !== 'UP');
  const top = hasFront ? 24 + 58 * unit : 16;
  const cards = nodes.length <= MOST_CARDS;
  const areas = !split ? [nodes] : down.length ? [...together, down] : together;
  const frames = bands(areas, { x: 12, y: top, w: width - 24, h: height - 12 - top }, cards);
  const label = split ? 24 * unit : 0;
  const rooms = frames.map(({ x, y, w, h }) => ({ x, y: y + label, w, h: h - label }));
  const card = cards ? cardSize(nodes.length, areas, rooms, width, height - top, unit)
    : chipSize(areas, rooms, chip(nodes.length, width - 120, (height - top) * 0.72, unit));
  const places = new Map();
  areas.forEach((group, i) => (cards ? ring : grid)(group, rooms[i], card, places));
  return {
    places,
    card,
    cards,
    frames: frames.slice(0, together.length).map((frame, i) => ({ ...frame, names: together[i].map(node => node.name) })),
  };
}

/** One frame for each group, beside each other; many groups are in several rows. */
function bands(areas, { x, y, w, h }, cards) {
  const rows = !cards && h > w ? areas.length : areas.length <= MOST_IN_A_BAND ? 1 : Math.max(2, Math.round(Math.sqrt(areas.length * h / w)));
  const inRow = Math.ceil(areas.length / rows);
  const gap = rows > 1 ? 10 : w < 600 ? 12 : GAP;
  const frames = [];
  for (let from = 0; from < areas.length; from += inRow) {
    const band = areas.slice(from, from + inRow);
    const weights = band.map(group => Math.max(1.15, cards ? group.length : group.length ** 0.8));
    const sum = weights.reduce((a, b) => a + b, 0);
    const room = w - gap * (band.length - 1);
    const high = (h - gap * (rows - 1)) / rows;
    let at = x;
    weights.forEach(weight => {
      const frame = { x: at, y: y + from / inRow * (high + gap), w: room * weight / sum, h: high };
      frames.push(frame);
      at += frame.w + gap;
    });
  }
  return frames;
}

function cardSize(count, areas, rooms, width, height, unit) {
  const least = areas.map((group, i) => {
    const n = group.length;
    const free = rooms[i].w - 28;
    return n === 1 ? free + 12 : n <= 3 ? (0.86 * free - 8) / 1.86 : (2 * free - 8 * (n - 1)) / (n + 1);
  });
  return {
    w: Math.max(34, Math.min(216 * unit, (width - 80) / (Math.max(3, count) * 0.62 + 1) - 14, ...least)),
    h: Math.max(58, Math.min(122 * unit, (height - 34 - (areas.length > 1 ? 24 * unit : 0)) / (count > 2 ? 2 : 1) - 16)),
  };
}

function chip(count, width, height, unit) {
  const columns = Math.ceil(Math.sqrt(count * width / height * 0.62));
  const rows = Math.ceil(count / columns);
  return { w: Math.max(34, Math.min(150 * unit, width / columns - 12)), h: Math.min(88 * unit, height / rows - 12) };
}

/** The widest chips of which each area has room for its own; they are as high as there is room. */
function chipSize(areas, rooms, most) {
  const least = Math.min(most.h, 20);
  let card = { w: most.w, h: 0 };
  for (let w = most.w; w >= 16; w -= 2) {
    const h = Math.min(most.h, ...areas.map((group, i) => (rooms[i].h - 8) / Math.ceil(group.length / columnsOf(rooms[i], { w })) - 8));
    const fits = rooms.every(room => w + 12 <= room.w);
    if (!fits || h > card.h) {
      card = { w, h };
    }
    if (h >= least && fits) {
      break;
    }
  }
  return { w: card.w, h: Math.max(8, card.h) };
}

const columnsOf = (room, { w }) => Math.max(1, Math.floor((room.w - 8) / (w + 8)));

/** From left to right, alternately above and below: no line from above crosses a card, no two links coincide. */
function ring(group, frame, card, places) {
  const n = group.length;
  const rx = Math.max(0, (frame.w - card.w) / 2 - 14);
  const ry = Math.max(0, (frame.h - card.h) / 2 - 14);
  // Neighbours that have no room beside each other stand one above the other.
  const least = n > 1 && 2 * rx * (n <= 3 ? 0.86 : 1) / (n - 1) < card.w + 6 ? Math.min(ry, card.h / 2 + 4) : 0;
  group.forEach((node, i) => {
    const t = n === 1 ? 0 : -1 + 2 * i / (n - 1);
    const bow = Math.max(n <= 2 ? 0 : ry * 0.9 * Math.sqrt(1 - (0.9 * t) ** 2), least);
    places.set(node.name, {
      x: frame.x + frame.w / 2 + rx * (n <= 3 ? 0.86 : 1) * t,
      y: frame.y + frame.h / 2 + bow * (i % 2 ? 1 : -1),
    });
  });
}

function grid(group, frame, card, places) {
  const most = columnsOf(frame, card);
  const rows = Math.ceil(group.length / Math.min(group.length, most));
  const columns = Math.ceil(group.length / rows);
  const dx = Math.min(card.w * 1.5, (frame.w - 8) / columns);
  const dy = Math.min(card.h * 1.6, (frame.h - 8) / rows);
  group.forEach((node, i) => {
    places.set(node.name, {
      x: frame.x + frame.w / 2 + (i % columns - (columns - 1) / 2) * dx,
      y: frame.y + frame.h / 2 + (Math.floor(i / columns) - (rows - 1) / 2) * dy,
    });
  });
}

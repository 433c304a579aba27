// Computes where nodes are drawn, from the nodes and a size. It has no side effects.

/** With more nodes, the drawing shows them as chips in a grid, and shows only broken links. */
export const MOST_CARDS = 8;

const GAP = 26;

/** Groups of nodes that are up and see each other. */
export function groups(nodes) {
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
        if (other?.members.includes(one.name)) {
          left.delete(name);
          group.push(other);
        }
      }
    }
    found.push(group.sort((a, b) => a.index - b.index));
  }
  return found;
}

/** Places: name to {x, y} (centres), the cards' size, and the groups' frames; unit is 1 for text of 16 px. */
export function layout(nodes, width, height, hasFront, unit) {
  const together = groups(nodes);
  const down = nodes.filter(node => node.state !== 'UP');
  const top = hasFront ? 24 + 58 * unit : 16;
  const cards = nodes.length <= MOST_CARDS;
  const spread = cards ? Math.max(3, nodes.length) : 0;
  const card = cards
    ? { w: Math.min(216 * unit, (width - 80) / (spread * 0.62 + 1) - 14), h: 122 * unit }
    : chip(nodes.length, width - 120, (height - top) * 0.72, unit);
  card.w = Math.max(card.w, 34);
  if (cards) {
    // Two rows above each other, a third for those that are down.
    const rows = (nodes.length > 2 ? 2 : 1) + (down.length ? 1 : 0);
    card.h = Math.max(72, Math.min(card.h, (height - top - 34) / rows - 16));
  }
  const bottom = down.length ? height - downRows(down.length, card, width) * (card.h + 12) - 18 : height - 12;
  const places = new Map();
  const frames = [];
  const weights = together.map(group => Math.max(1.15, cards ? group.length : group.length ** 0.8));
  const sum = weights.reduce((a, b) => a + b, 0);
  const room = width - 24 - GAP * (together.length - 1);
  let x = 12;
  together.forEach((group, i) => {
    const frame = { x, y: top, w: room * weights[i] / sum, h: bottom - top, names: group.map(node => node.name) };
    frames.push(frame);
    x += frame.w + GAP;
    (cards ? ring : grid)(group, frame, card, places);
  });
  row(down, width, height, card, places);
  return { places, card, frames, cards };
}

function chip(count, width, height, unit) {
  const columns = Math.ceil(Math.sqrt(count * width / height * 0.62));
  const rows = Math.ceil(count / columns);
  return { w: Math.min(150 * unit, width / columns - 12), h: Math.min(88 * unit, height / rows - 12) };
}

/** From left to right, alternately above and below: no line from above crosses a card, no two links coincide. */
function ring(group, frame, card, places) {
  const n = group.length;
  const rx = Math.max(0, (frame.w - card.w) / 2 - 14);
  const ry = Math.max(0, (frame.h - card.h) / 2 - 14);
  group.forEach((node, i) => {
    const t = n === 1 ? 0 : -1 + 2 * i / (n - 1);
    const bow = n <= 2 ? 0 : Math.sqrt(1 - (0.9 * t) ** 2);
    places.set(node.name, {
      x: frame.x + frame.w / 2 + rx * (n <= 3 ? 0.86 : 1) * t,
      y: frame.y + frame.h / 2 + ry * bow * (i % 2 ? 0.9 : -0.9),
    });
  });
}

function grid(group, frame, card, places) {
  const columns = Math.max(1, Math.min(group.length, Math.floor((frame.w - 8) / (card.w + 10))));
  const rows = Math.ceil(group.length / columns);
  const dx = Math.min(card.w * 1.5, (frame.w - 8) / columns);
  const dy = Math.min(card.h * 1.6, (frame.h - 8) / rows);
  group.forEach((node, i) => {
    places.set(node.name, {
      x: frame.x + frame.w / 2 + (i % columns - (columns - 1) / 2) * dx,
      y: frame.y + frame.h / 2 + (Math.floor(i / columns) - (rows - 1) / 2) * dy,
    });
  });
}

function downRows(count, card, width) {
  return Math.ceil(count / Math.max(1, Math.floor((width - 24) / (card.w + 14))));
}

function row(down, width, height, card, places) {
  const columns = Math.max(1, Math.floor((width - 24) / (card.w + 14)));
  const rows = downRows(down.length, card, width);
  down.forEach((node, i) => {
    const line = Math.floor(i / columns);
    const inLine = Math.min(columns, down.length - line * columns);
    places.set(node.name, {
      x: width / 2 + (i % columns - (inLine - 1) / 2) * (card.w + 14),
      y: height - 10 - card.h / 2 - (rows - 1 - line) * (card.h + 12),
    });
  });
}

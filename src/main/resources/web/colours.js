// The nodes' colours, the same as on the counter page; all carry near-black text.

const FIRST = ['#45A9F5', '#F5A420', '#8EF2C4', '#E86CC0', '#F9F416', '#F45152', '#E3C0F5', '#8C9190'];
const LIGHTNESS = ['.65', '.74', '.83', '.92'];

export function colour(index) {
  const i = index % 64;
  return i < FIRST.length ? FIRST[i] : `oklch(${LIGHTNESS[i % 4]} .12 ${(i * 109 + 160) % 360})`;
}

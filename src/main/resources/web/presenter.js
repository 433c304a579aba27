// Presenter mode: larger type and only what an audience has to see. The key P or the button switches it, #present begins with it.

import { $, attribute } from './dom.js';

const CHOICE = 'cluster-lab-presenter';

function present(on) {
  document.documentElement.classList.toggle('presenter', on);
  attribute($('present'), 'aria-pressed', on);
  try {
    sessionStorage.setItem(CHOICE, on ? 'on' : '');
  } catch {
    // A browser may forbid it.
  }
}

function chosen() {
  try {
    return sessionStorage.getItem(CHOICE) === 'on';
  } catch {
    return false;
  }
}

const isOn = () => document.documentElement.classList.contains('presenter');

$('present').addEventListener('click', () => present(!isOn()));
document.addEventListener('keydown', event => {
  const typing = event.target.closest?.('input, select, textarea, dialog');
  if (event.key.toLowerCase() === 'p' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    present(!isOn());
  }
});
if (location.hash === '#present' || chosen()) {
  present(true);
}

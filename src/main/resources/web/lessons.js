// Lessons: a chapter's text, a prediction, a task that the lab checks, and what happened. The texts come from the lab.

import { $, el, text } from './dom.js';
import { call, get } from './api.js';
import { language, t } from './lang.js';

const PAUSE = 1500;
const LETTERS = 'ABCDEF';

export class Lessons {
  constructor() {
    document.addEventListener('visibilitychange', () => this.soon(0));
    $('lessons-open').addEventListener('click', () => this.open($('lessons').hidden));
    this.soon(0);
  }

  open(yes) {
    $('lessons').hidden = !yes;
    document.body.classList.toggle('learning', yes);
    $('lessons-open').setAttribute('aria-expanded', String(yes));
  }

  soon(millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), millis);
  }

  async read() {
    if (!document.hidden) {
      try {
        const lesson = await get(`/api/lesson?lang=${language}`);
        if (!lesson.lesson && !this.list) {
          this.list = (await get(`/api/lessons?lang=${language}`)).lessons;
        }
        this.show(lesson);
      } catch {
        // The banner shows that the lab does not answer.
      }
    }
    this.soon(PAUSE);
  }

  async act(action, more = {}) {
    try {
      this.problem = '';
      this.show(await call('POST', `/api/lesson?lang=${language}`, { action, ...more }));
    } catch (problem) {
      this.problem = problem.message;
      this.key = null;
      this.soon(0);
    }
  }

  show(lesson) {
    // What changed is drawn anew; a reader's focus and selection stay otherwise.
    const key = JSON.stringify([lesson, this.problem, this.list]);
    if (this.key === key) {
      return;
    }
    this.key = key;
    text($('lessons-title'), lesson.lesson ? lesson.title : t`Lessons`);
    if (lesson.lesson && this.running !== lesson.lesson) {
      this.open(true);
    }
    this.running = lesson.lesson;
    $('lesson-body').replaceChildren(...(lesson.lesson ? this.step(lesson) : this.all()),
      ...(this.problem ? [el('p', { class: 'lesson-note', role: 'alert' }, this.problem)] : []));
  }

  all() {
    return [el('ul', { class: 'lesson-list' }, ...(this.list ?? []).map(lesson => el('li', {},
      el('button', { type: 'button', class: lesson.fits ? 'good' : '', disabled: !lesson.fits,
        title: lesson.fits ? false : lesson.start, onclick: () => this.act('start', { lesson: lesson.name }) }, lesson.title),
      el('small', {}, lesson.about, ...(lesson.fits ? [] : [' ', t`It needs another lab:`, ' ', el('code', {}, lesson.start)])))))];
  }

  step(lesson) {
    const parts = [
      el('ol', { class: 'lesson-steps', 'aria-label': t`Steps` }, ...lesson.steps.map((step, i) =>
        el('li', { class: step.state.toLowerCase(), title: step.title, 'aria-current': step.state === 'NOW' ? 'step' : false },
          step.state === 'DONE' ? '✓' : step.state === 'SKIPPED' ? '–' : String(i + 1)))),
      el('h3', {}, lesson.heading),
    ];
    if (lesson.note) {
      parts.push(el('p', { class: 'lesson-note', role: 'status' }, lesson.note));
    }
    const { phase } = lesson;
    if (phase !== 'AFTER') {
      parts.push(...paragraphs(lesson.text));
    }
    if (lesson.question && phase !== 'TASK') {
      parts.push(el('p', { class: 'lesson-question' }, ...rich(lesson.question)), this.options(lesson));
    }
    if (phase === 'TASK') {
      parts.push(el('div', { class: 'lesson-task' }, ...paragraphs(lesson.task),
        el('ul', {}, ...lesson.conditions.map(wanted => el('li', { class: wanted.done ? 'done' : '' }, wanted.text)))));
    }
    parts.push(...lesson.hint.map(hint => el('p', { class: 'lesson-hint' }, ...rich(hint))));
    if (phase === 'AFTER') {
      parts.push(...paragraphs(lesson.happened));
      if (lesson.proofs.length) {
        parts.push(el('p', {}, t`At scale, in a terminal:`), ...lesson.proofs.map(proof => el('pre', {}, proof)));
      }
    }
    const done = phase === 'TASK' && lesson.conditions.every(wanted => wanted.done);
    parts.push(el('div', { class: 'lesson-buttons' },
      ...(phase === 'TASK' || phase === 'AFTER' ? [el('button', { type: 'button', class: phase === 'AFTER' || done ? 'good' : '', onclick: () => this.act('next') },
        phase === 'TASK' ? t`Check` : t`Next`)] : []),
      ...(phase === 'TASK' ? [el('button', { type: 'button', disabled: !lesson.hintable || lesson.hint.length > 0,
        title: lesson.hintable ? false : t`There is no hint here.`, onclick: () => this.act('hint') }, t`Hint`)] : []),
      ...(phase === 'TASK' || phase === 'QUESTION' ? [el('button', { type: 'button', class: 'quiet', onclick: () => this.act('skip') }, t`Skip`)] : []),
      el('button', { type: 'button', class: 'quiet', onclick: () => this.act('stop') }, phase === 'OVER' ? t`All lessons` : t`End the lesson`)));
    return parts;
  }

  options(lesson) {
    const open = lesson.phase === 'QUESTION';
    return el('div', { class: 'lesson-options' }, ...lesson.options.map((option, i) => {
      const letter = LETTERS[i];
      const mark = letter === lesson.right ? 'right' : letter === lesson.answer && lesson.right ? 'wrong' : '';
      return el('button', { type: 'button', class: mark, disabled: !open, 'aria-pressed': letter === lesson.answer ? 'true' : 'false',
        onclick: () => this.act('answer', { answer: letter }) }, el('b', {}, letter), ' ', ...rich(option));
    }));
  }
}

const paragraphs = texts => texts.map(one => el('p', {}, ...rich(one)));

/** Code stands between back quotes; a web address becomes a link. */
function rich(paragraph) {
  return paragraph.split('`').flatMap((part, i) => i % 2 ? [el('code', {}, part)] : linked(part));
}

function linked(part) {
  return part.split(/(http:[^\s,;]+)/).map((piece, i) =>
    i % 2 ? el('a', { href: piece, target: '_blank', rel: 'noopener' }, piece) : piece);
}

// The lab's API. The browser sends the cookie that the login link set.

import { shown } from './lang.js';

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** A body is sent as JSON, a file as it is. */
export async function call(method, path, body, patience = 120000) {
  const response = await fetch(path, {
    method,
    cache: 'no-store',
    credentials: 'same-origin',
    headers: body ? { 'Content-Type': body instanceof Blob ? 'application/octet-stream' : 'application/json' } : {},
    body: body instanceof Blob ? body : body && JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  const json = await response.json();
  if (!response.ok) {
    throw new Problem(response.status, shown(json.detail));
  }
  return json;
}

export const get = path => call('GET', path, undefined, 5000);

/** Receives the events after a sequence number; reconnects by itself, also after the server refused it. */
export class Stream {
  constructor(onEvent, onOpen, onLost) {
    this.onEvent = onEvent;
    this.onOpen = onOpen;
    this.onLost = onLost;
  }

  open(after, without) {
    this.close();
    this.without = without;
    this.last = after;
    const source = new EventSource(`/api/events?after=${after}&without=${without}`);
    this.source = source;
    source.onopen = () => this.onOpen();
    source.onmessage = message => {
      this.last = message.lastEventId || this.last;
      this.onEvent(JSON.parse(message.data));
    };
    source.onerror = () => {
      this.onLost();
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.timer = setTimeout(() => this.open(this.last, this.without), 2000);
      }
    };
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }
}

// Keeps the page up to date. The server renders everything: what is fetched is the page itself, and only the texts and
// attributes that differ are patched, so that focus, selection and open details stay.
(() => {
  'use strict';

  const NAME = 'codexbar-key';
  const POLL = 30000;
  const RETRY = 5000;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  let key = '';
  let running = false;
  let again = false;
  let stream = new AbortController();
  const refreshing = new Set();

  // A fragment never leaves the browser; the key moves to where no history and no screenshot of the address shows it.
  function takeKey() {
    if (!location.hash.startsWith('#key=')) return false;
    const given = decoded(location.hash.slice('#key='.length));
    history.replaceState(null, '', location.pathname + location.search);
    if (!isToken(given)) return false;
    keep(given);
    return true;
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // Written by hand, with a % of its own.
    }
  }

  // Nothing else can stand in a header.
  const isToken = (text) => /^[\x21-\x7e]+$/.test(text);

  function keep(value) {
    key = value;
    try {
      if (value) sessionStorage.setItem(NAME, value);
      else sessionStorage.removeItem(NAME);
    } catch {
      // Storage is switched off: the key lasts as long as the page.
    }
  }

  try {
    key = sessionStorage.getItem(NAME) || '';
  } catch {
    // As above.
  }

  // An application that serves the page behind its own sign-in needs no key: then there are buttons without one.
  const mayRefresh = () => Boolean(key || document.querySelector('[data-refresh]:not([hidden])'));
  const headers = () => (key ? { Authorization: 'Bearer ' + key } : {});
  const say = (text) => { document.getElementById('said').textContent = text; };
  const states = () =>
    new Map([...document.querySelectorAll('[data-announcement]')].map((card) => [card.id, card.dataset.announcement]));

  function patch(old, next) {
    if (old.nodeName !== next.nodeName || (old.id || '') !== (next.id || '')) {
      old.replaceWith(document.importNode(next, true));
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== next.data) old.data = next.data;
      return;
    }
    if (old.id === 'said') return;
    for (const { name } of [...old.attributes]) {
      if (!next.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
    }
    for (const { name, value } of next.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const children = [...old.childNodes];
    [...next.childNodes].forEach((child, i) => {
      if (children[i]) patch(children[i], child);
      else old.append(document.importNode(child, true));
    });
    children.slice(next.childNodes.length).forEach((child) => child.remove());
  }

  // Says what has changed its state, and nothing else: a screen reader is not to read the page again at every look.
  function announce(before) {
    const news = [];
    for (const [id, now] of states()) {
      if (before.has(id) && before.get(id) !== now && !news.includes(now)) news.push(now);
    }
    if (news.length) say(news.join('. '));
  }

  async function load() {
    const address = new URL(location.href);
    if (zone) address.searchParams.set('zone', zone);
    const answer = await fetch(address, { headers: headers(), cache: 'no-store' });
    if (answer.redirected) {
      // To the sign-in of the application around the page, most likely.
      location.reload();
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const before = states();
    if (document.title !== next.title) document.title = next.title;
    patch(document.querySelector('link[rel=icon]'), next.querySelector('link[rel=icon]'));
    patch(document.body, next.body);
    ready();
    announce(before);
  }

  function offline() {
    const notice = document.getElementById('offline');
    if (notice.hidden) say(notice.textContent);
    notice.hidden = false;
  }

  async function update() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await load();
    } catch {
      offline();
    }
    running = false;
    if (again) {
      again = false;
      update();
    }
  }

  // Events tell when to look. A stream is read by hand because an EventSource cannot send the key.
  // There is one stream: a new one ends the one before.
  async function listen() {
    stream.abort();
    const own = new AbortController();
    stream = own;
    if (!mayRefresh()) return;
    try {
      const answer = await fetch('dashboard/v1/events',
        { headers: headers(), cache: 'no-store', signal: own.signal });
      if (answer.status === 401 && own === stream) {
        keep('');
        update();
        return;
      }
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (/^event:/m.test(part.value)) update();
      }
    } catch {
      // Polling goes on.
    }
    setTimeout(() => {
      if (own === stream) listen();
    }, RETRY);
  }

  async function refresh(button) {
    if (!mayRefresh()) {
      update();
      return;
    }
    const one = button ? button.dataset.refresh : new URL(location.href).searchParams.get('provider') || '';
    if (refreshing.has(one)) return;
    refreshing.add(one);
    if (button) button.setAttribute('aria-disabled', 'true');
    try {
      await fetch('dashboard/v1/refresh' + (one ? '?provider=' + encodeURIComponent(one) : ''),
        { method: 'POST', headers: headers() });
    } catch {
      // The update says that the server does not answer.
    }
    refreshing.delete(one);
    if (button) button.removeAttribute('aria-disabled');
    update();
  }

  // What only works with this script is hidden until it runs.
  function ready() {
    document.body.classList.add('scripted');
    const form = document.getElementById('unlock');
    if (form) form.hidden = false;
  }

  function open(address) {
    history.pushState(null, '', address);
    update();
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-refresh]');
    if (button) {
      refresh(button);
      return;
    }
    const link = event.target.closest('a[href^="./"]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      open(link.href);
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input')) return;
    if (event.key === 'r') refresh(null);
    const tab = /^[1-3]$/.test(event.key) && document.querySelector(`[data-shortcut="${event.key}"]`);
    if (tab) open(tab.href);
  });

  document.addEventListener('submit', async (event) => {
    event.preventDefault();
    const input = document.getElementById('key');
    const given = input.value.trim();
    keep(isToken(given) ? given : '');
    try {
      await load();
    } catch {
      // Whether the token is right is not known: it is kept, and tried again.
      offline();
      listen();
      return;
    }
    input.value = '';
    if (document.getElementById('unlock')) {
      keep('');
      say('This token is not right.');
    } else {
      document.getElementById('main').focus();
      listen();
    }
  });

  addEventListener('hashchange', () => {
    if (takeKey()) {
      update();
      listen();
    }
  });
  addEventListener('popstate', update);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) update();
  });
  setInterval(() => {
    if (!document.hidden) update();
  }, POLL);

  takeKey();
  ready();
  update();
  listen();
})();

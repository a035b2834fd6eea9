// Called by `run`, which says what this needs.
'use strict';

const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const puppeteer = require('puppeteer-core');

const [work, ...options] = process.argv.slice(2);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TOKEN = 'invented-token-of-the-gallery';
const failures = [];
const started = [];
const browsers = [];

function check(name, holds, details = '') {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${name}${holds || !details ? '' : `: ${details}`}`);
  if (!holds) failures.push(name);
}

/** Starts a program and waits for a line; what it prints is kept. */
function start(command, args, until, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const program = { child, out: '', err: '' };
    started.push(child);
    const timer = setTimeout(() => reject(new Error(`${command} did not start: ${program.err}`)), 120_000);
    child.stdout.on('data', (data) => {
      program.out += data;
      if (until.test(program.out)) {
        clearTimeout(timer);
        resolve(program);
      }
    });
    child.stderr.on('data', (data) => { program.err += data; });
    child.on('exit', () => { clearTimeout(timer); reject(new Error(`${command} ended: ${program.err}`)); });
  });
}

async function launch(...args) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', ...args],
  });
  browsers.push(browser);
  return browser;
}

/** Opens a page that notes every request, every message and every violation of the policy. */
async function open(browser, url, { scheme = 'light', width = 1280, height = 900, script = true, features = [] } = {}) {
  const page = await browser.newPage();
  const seen = { requests: [], messages: [] };
  page.on('request', (request) => seen.requests.push(request));
  page.on('console', (message) => seen.messages.push(message.text()));
  page.on('pageerror', (error) => seen.messages.push(String(error)));
  await page.setJavaScriptEnabled(script);
  // By the protocol: puppeteer knows only some of the features.
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: scheme }, ...features],
  });
  await page.emulateTimezone('UTC');
  await page.setViewport({ width, height, deviceScaleFactor: 1 });
  seen.answer = await page.goto(url, { waitUntil: 'load' });
  // The script looks once more when it starts.
  if (script) await page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
  return { page, seen };
}

const text = (page) => page.evaluate(() => document.getElementById('main').innerText.replace(/\s+/g, ' ').trim());

async function pictures(browser, at) {
  const states = [
    ['light', at.well, { key: true }],
    ['dark', at.well, { key: true, scheme: 'dark' }],
    ['narrow', at.well, { width: 280, height: 1400 }],
    ['narrow-dark', at.trouble, { width: 280, height: 1400, scheme: 'dark' }],
    ['phone', at.well, { width: 390, height: 844 }],
    ['wide', at.well, { width: 3840, height: 2160 }],
    ['trouble', at.trouble, {}],
    ['trouble-dark', at.trouble, { scheme: 'dark' }],
    ['overdue', at.overdue, { width: 640, height: 500 }],
    ['locked', at.locked, { width: 800, height: 500 }],
    ['resets', `${at.well}?view=resets`, { key: true, height: 800 }],
    ['resets-narrow', `${at.well}?view=resets`, { width: 280, height: 1200 }],
    ['dense', `${at.trouble}?view=dense`, { height: 600 }],
    ['dense-narrow', `${at.trouble}?view=dense`, { width: 280, height: 800, scheme: 'dark' }],
    ['one', `${at.well}?provider=kiro`, { key: true, width: 640, height: 600 }],
    ['contrast', at.trouble, { features: [{ name: 'prefers-contrast', value: 'more' }] }],
    ['forced-colors', at.trouble, { scheme: 'dark', features: [{ name: 'forced-colors', value: 'active' }] }],
  ];
  for (const [name, url, settings] of states) {
    const { page, seen } = await open(browser, settings.key ? `${url}#key=${TOKEN}` : url, settings);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(`${name}: nothing is wider than the window`, overflow <= 0, `${overflow} px`);
    check(`${name}: no message in the console`, seen.messages.length === 0, seen.messages.join(' | '));
    await page.screenshot({ path: path.join(work, `${name}.png`), fullPage: true });
    await page.close();
  }
}

async function accessibility(browser, at) {
  for (const scheme of ['light', 'dark']) {
    for (const [name, url] of [
      ['well', `${at.well}#key=${TOKEN}`],
      ['trouble', at.trouble],
      ['overdue', at.overdue],
      ['locked', at.locked],
      ['resets', `${at.trouble}?view=resets`],
      ['dense', `${at.trouble}?view=dense`],
    ]) {
      const { page } = await open(browser, url, { scheme });
      await page.evaluate(axe);
      const result = await page.evaluate(() => window.axe.run());
      const found = result.violations.map((one) =>
        `${one.id} at ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
      check(`axe-core finds nothing: ${name}, ${scheme}`, found.length === 0, found.join('; '));
      await page.close();
    }
  }
}

async function behaviour(browser, at) {
  for (const view of ['', '?view=resets', '?view=dense']) {
    const plain = await open(browser, at.trouble + view, { script: false });
    const scripted = await open(browser, at.trouble + view);
    // No script runs in the first page, so its text is read from outside.
    const html = await plain.seen.answer.text();
    const reader = await browser.newPage();
    await reader.setContent(html.replace(/<(script|link|noscript)[^>]*>(<\/script>)?/g, ''));
    const content = (page) => page.evaluate(() => document.getElementById('main').textContent.replace(/\s+/g, ' '));
    check(`the page is the same without scripts ${view}`, (await content(reader)) === (await content(scripted.page)));
    for (const one of [plain.page, scripted.page, reader]) await one.close();
  }

  const { page, seen } = await open(browser, `${at.well}#key=${TOKEN}`);
  const origin = new URL(at.well).origin;
  check('the key leaves the address', !(await page.evaluate(() => location.href)).includes('key'));
  check('the key stays in the tab', (await page.evaluate(() => sessionStorage.getItem('codexbar-key'))) === TOKEN);
  check('no request goes elsewhere', seen.requests.every((one) => one.url().startsWith(origin)));
  check('no address of a request holds the key', seen.requests.every((one) => !one.url().split('#')[0].includes(TOKEN)));
  check('no request names the page it comes from', seen.requests.every((one) => !one.headers().referer));
  check('with the key the account is named', (await text(page)).includes('person@example.com'));

  await page.focus('[data-refresh=kiro]');
  await page.evaluate(() => { document.querySelector('[data-refresh=kiro]').dataset.same = 'yes'; });
  const requests = seen.requests.length;
  await page.keyboard.press('r');
  await page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
  check('r refreshes', seen.requests.slice(requests).some((one) => one.method() === 'POST'));
  check('the focus stays where it was',
    await page.evaluate(() => document.activeElement === document.querySelector('[data-refresh=kiro]')));
  await page.keyboard.press('2');
  await page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
  check('2 shows the next resets', (await page.evaluate(() => location.search)) === '?view=resets');
  check('the title carries the worst value', /^93\.\d\u00a0% Kiro/.test(await page.title()), await page.title());
  await page.close();

  const unlock = (await open(browser, at.locked)).page;
  check('a locked page shows nothing', !(await text(unlock)).includes('%'));
  await unlock.type('#key', 'wrong');
  await unlock.keyboard.press('Enter');
  await unlock.waitForFunction(() => document.getElementById('said').textContent !== '');
  check('a wrong token stays outside', await unlock.evaluate(() => !sessionStorage.getItem('codexbar-key')));
  await unlock.type('#key', TOKEN);
  await unlock.keyboard.press('Enter');
  await unlock.waitForSelector('.cards');
  check('the right token opens the page', (await text(unlock)).includes('93'));
  check('the token is in no address', !unlock.url().includes(TOKEN));
  await unlock.close();

  const escaped = (await open(browser, `${at.locked}#key=%69${TOKEN.slice(1)}`)).page;
  check('a key may be escaped in the address', (await text(escaped)).includes('93'));
  await escaped.close();

  const readable = await open(browser, at.well);
  const refresh = () => readable.page.$eval('[data-refresh=kiro]', (button) => !button.hidden);
  check('a page without a key cannot refresh', !(await refresh()));
  await readable.page.setOfflineMode(true);
  await readable.page.type('#key', TOKEN);
  await readable.page.keyboard.press('Enter');
  await readable.page.waitForSelector('#offline:not([hidden])');
  check('a server out of reach is no wrong token',
    await readable.page.evaluate(() => sessionStorage.getItem('codexbar-key') !== null));
  await readable.page.setOfflineMode(false);
  await readable.page.focus('#key');
  await readable.page.keyboard.press('Enter');
  await readable.page.waitForSelector('[data-refresh=kiro]:not([hidden])');
  check('a token opens a page that can be read without it', await refresh());
  const before = readable.seen.requests.length;
  await readable.page.focus('#main');
  for (let i = 0; i < 5; i++) await readable.page.keyboard.down('r');
  await readable.page.keyboard.up('r');
  await readable.page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
  const asked = readable.seen.requests.slice(before).filter((one) => one.method() === 'POST').length;
  check('a key that is held down refreshes once', asked === 1, `${asked} times`);
  await readable.page.close();
}

async function rebinding(at) {
  const port = new URL(at.well).port;
  const browser = await launch('--host-resolver-rules=MAP evil.example 127.0.0.1');
  const page = await browser.newPage();
  const answer = await page.goto(`http://evil.example:${port}/usage`);
  check('a rebound name gets 403', answer.status() === 403, String(answer.status()));
  // A page of another site: it can neither read an answer nor frame the page.
  const site = require('node:http').createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<iframe src="${at.well}"></iframe>`);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://evil.example:${site.address().port}/`);
  const read = await page.evaluate(async (url) => {
    const results = [];
    for (const [target, mode] of [['usage', 'cors'], ['', 'cors'], ['usage', 'no-cors']]) {
      try {
        const answer = await fetch(url + target, { mode });
        results.push(`${target} ${mode} ${answer.type}`);
      } catch {
        results.push('refused');
      }
    }
    return results;
  }, at.well);
  check('another site reads nothing', read.every((one) => one === 'refused'), read.join(', '));
  const frame = page.frames().find((one) => one !== page.mainFrame());
  const framed = frame ? await frame.evaluate(() => document.body.innerText).catch(() => '') : '';
  check('another site frames nothing', !framed.includes('%'), framed);
  site.close();
}

async function size(at) {
  let all = 0;
  for (const target of ['', 'page.css', 'page.js', 'manifest.webmanifest', 'favicon.svg', 'icons/kiro.svg',
    'icons/codex.svg', 'icons/claude.svg', 'icons/copilot.svg']) {
    const answer = await fetch(at.well + target, { headers: { Authorization: `Bearer ${TOKEN}` } });
    const bytes = zlib.gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length;
    console.log(`     ${target || 'the page'}: ${bytes} bytes gzipped`);
    all += bytes;
  }
  check(`all in all ${all} bytes gzipped, at most 20480`, all <= 20480);
}

async function command(browser) {
  const serve = await start(process.env.CODEXBAR, ['serve', '--demo', '--port', '0', '--print-url'], /\n/);
  const address = serve.out.trim();
  check('the address with the key is the only line', /^http:\/\/127\.0\.0\.1:\d+\/#key=[\w-]{32}$/.test(address), address);
  const key = address.split('=')[1];
  const { page, seen } = await open(browser, address);
  await page.waitForFunction(() => document.querySelector('[role=meter]'), { timeout: 30_000 });
  check('the demonstration shows bars', true);
  check('the policy is kept', seen.messages.length === 0, seen.messages.join(' | '));
  check('the key is in no list of processes', !execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(key));
  check('the key is in no log', !serve.err.includes(key), 'standard error holds it');
  await page.close();
  const ended = new Promise((resolve) => { serve.child.on('exit', resolve); });
  const asked = Date.now();
  serve.child.kill('SIGTERM');
  // The promise is two seconds; how long a loaded machine takes proves nothing, so the figure is only printed.
  const isOver = await Promise.race([
    ended.then(() => true),
    new Promise((resolve) => { setTimeout(resolve, 30_000, false).unref(); }),
  ]);
  check(`SIGTERM ends it (after ${Date.now() - asked} ms)`, isOver);
}

async function main() {
  const gallery = await start('java', ['-cp', process.env.CLASS_PATH, path.join(__dirname, 'Gallery.java')], /^ready$/m);
  const at = Object.fromEntries(gallery.out.trim().split('\n').map((line) => line.split(' ')));
  const browser = await launch('--hide-scrollbars', '--force-color-profile=srgb');
  await pictures(browser, at);
  await accessibility(browser, at);
  await behaviour(browser, at);
  await rebinding(at);
  await size(at);
  await command(browser);
  if (options.includes('--picture')) {
    fs.copyFileSync(path.join(work, 'light.png'), path.join(__dirname, '../../docs/picture/page.png'));
  }
}

main()
  .catch((error) => { failures.push(error.stack); })
  .finally(async () => {
    started.forEach((child) => child.kill());
    await Promise.all(browsers.map((browser) => browser.close()));
    if (failures.length) {
      console.error(`failed:\n${failures.join('\n')}`);
      process.exitCode = 1;
    }
  });

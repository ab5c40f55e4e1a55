'use strict';
// Plays a recorded run: `steps` hold what changed, by key; a state is what all steps up to it left behind.
const run = JSON.parse(document.getElementById('run').textContent);
const by = id => document.getElementById(id);
const KEYFRAME = 64;
const keyframes = [];   // full states, every KEYFRAME steps
const lanes = new Map(); // pid -> [[first step, state, line], ...]
const outputs = [];      // [step, stream, text]
let at = 0, timer = null, shownFile = -1, laneWidth = 0;

function apply(state, step) {
  for (const key of step.d || []) delete state[key];
  Object.assign(state, step.s || {});
}

(function prepare() {
  const state = {};
  run.steps.forEach((step, n) => {
    apply(state, step);
    if (n % KEYFRAME === 0) keyframes.push({ ...state });
    for (const text of step.o || []) outputs.push([n, text[0], text[1]]);
    const touched = Object.keys(step.s || {}).filter(k => k.startsWith('proc:')).map(k => +k.slice(5));
    for (const pid of touched) {
      const lane = lanes.get(pid) || [];
      const now = state['proc:' + pid].state;
      if (!lane.length || lane[lane.length - 1][1] !== now) lane.push([n, now]);
      lanes.set(pid, lane);
    }
    for (const key of step.d || []) if (key.startsWith('proc:')) (lanes.get(+key.slice(5)) || []).push([n, 'gone']);
  });
})();

function stateAt(n) {
  const frame = Math.floor(n / KEYFRAME);
  const state = { ...keyframes[frame] };
  for (let k = frame * KEYFRAME + 1; k <= n; k++) apply(state, run.steps[k]);
  return state;
}

const el = (name, attributes = {}, text) => {
  const node = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
  if (text !== undefined) node.textContent = text;
  return node;
};
const svg = (name, attributes = {}, text) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
  if (text !== undefined) node.textContent = text;
  return node;
};
const fit = (text, width) => text.length > width ? text.slice(0, width - 1) + '…' : text;
const time = ns => ns < 1e6 ? (ns / 1e3).toFixed(1) + ' us' : ns < 1e9 ? (ns / 1e6).toFixed(3) + ' ms' : (ns / 1e9).toFixed(3) + ' s';
// What is known of an object, a fact on as many lines as it takes.
const facts = (o, wide) => [...(o.facts || []).map(([name, value]) => /^(bytes|messages)$/.test(name) ? `${value} ${value === '1' ? name.slice(0, -1) : name}` : value ? `${name} ${value}` : name),
  ...(o.users || []).map(([pid, what]) => `pid ${pid} ${what}`)].flatMap(said => {
  const lines = [''];
  for (const part of said.split(said.includes(',') ? /(?<=,) / : ' ')) {
    if (lines.at(-1) && (lines.at(-1) + ' ' + part).length > wide) lines.push('');
    lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + part;
  }
  return lines;
});
const of = (state, prefix) => Object.keys(state).filter(k => k.startsWith(prefix + ':')).sort((a, b) => a.slice(prefix.length + 1) - b.slice(prefix.length + 1) || (a < b ? -1 : 1));

// ---- the picture: descriptor tables, open file descriptions, what they refer to

function draw(state, step) {
  const changed = new Set(Object.keys(step.s || {}));
  // On a phone the descriptions stand above the objects that they lead to, so that nothing has to be moved to be seen.
  const room = by('drawing').clientWidth, narrow = room > 0 && room < 560;
  const row = 18, pad = 8, left = narrow ? 196 : 214, gap = narrow ? 26 : 44, right = narrow ? 204 : 232, mid = narrow ? right : 176;
  const xMid = left + gap, xRight = narrow ? xMid : xMid + mid + gap, width = xRight + right + 4;
  const wide = narrow ? 26 : 30;
  const boxes = svg('g'), wires = svg('g');
  const text = (x, y, t, cls) => boxes.append(svg('text', { x, y, class: cls || '' }, t));
  const box = (key, x, y, width, height, rx) => boxes.prepend(svg('rect', { x, y, width, height, rx, class: 'box' + (changed.has(key) ? ' changed' : '') }));
  const procs = of(state, 'proc'), files = of(state, 'file');
  const objects = Object.keys(state).filter(k => !/^(proc|file):/.test(k)).sort();
  // Descriptions and objects stand beside the first descriptor that leads to them.
  const place = {}, order = [], seen = new Set();
  for (const p of procs) for (const fd of state[p].fds || []) if (!seen.has(fd[1]) && state[fd[1]]) { seen.add(fd[1]); order.push(fd[1]); }
  for (const f of files) if (!seen.has(f)) order.push(f);
  let y = 4;
  const fdAt = [], procAt = {};
  for (const key of procs) {
    const p = state[key], top = y;
    const lines = [`pid ${p.pid} ${fit(p.name, narrow ? 11 : 14)}  ${p.state}`];
    if (p.place) lines.push(`  ${fit(p.place.replace(/^.*\//, ''), narrow ? 23 : 26)}`);
    if (p.call) lines.push(`  ${fit(p.call, narrow ? 23 : 26)}`);
    if ((p.pending || []).length) lines.push('  pending ' + fit(p.pending.join(' '), 16));
    if ((p.blocked || []).length) lines.push('  blocked ' + fit(p.blocked.join(' '), 16));
    lines.forEach((t, n) => text(6, top + row * (n + 1) - 4, t, n ? 'dim' : 'head'));
    procAt[p.pid] = top + row - 9;
    y += row * lines.length + 4;
    for (const [fd, file, flag] of p.fds || []) {
      text(14, y + 13, `${fd}`, 'head');
      text(44, y + 13, fit((state[file] || {}).label || '', narrow ? 19 : 22) + (flag ? ' cloexec' : ''), 'dim');
      fdAt.push([left - 2, y + 9, file, changed.has(key)]);
      y += row;
    }
    box(key, 1, top, left - 2, y - top + 4, 5);
    y += pad + 4;
  }
  const drawFile = (key, top) => {
    const f = state[key];
    box(key, xMid, top, mid, row * 2 + 4, 4);
    text(xMid + 6, top + 14, fit(f.label, narrow ? 27 : 23), 'head');
    text(xMid + 6, top + 14 + row, fit([f.mode, f.offset !== null && f.offset !== undefined ? 'offset ' + f.offset : '', 'refs ' + f.refs, (f.flags || []).join(' ')].filter(Boolean).join(', '), narrow ? 27 : 25), 'dim');
    place[key] = top + row;
    return top + row * 2 + 4;
  };
  const drawObject = (key, top) => {
    const o = state[key];
    let y = top;
    text(xRight + 6, top + 14, fit(o.title, wide - 2), 'head');
    y += row + 2;
    if (o.capacity) {
      const inner = right - 12, filled = Math.min(inner, Math.max(o.used ? 2 : 0, inner * o.used / o.capacity));
      boxes.append(svg('rect', { x: xRight + 6, y, width: filled, height: 10, class: 'level' }));
      boxes.append(svg('rect', { x: xRight + 6, y, width: inner, height: 10, class: 'tube' }));
      y += 14;
      text(xRight + 6, y + 11, `${o.used} of ${o.capacity} ${o.unit || 'bytes'}`, 'dim');
      y += row - 2;
    } else if (o.used !== undefined) {
      text(xRight + 6, y + 11, `${o.used} ${o.unit || 'bytes'}`, 'dim');
      y += row - 2;
    }
    for (const line of [o.preview ? JSON.stringify(o.preview) : '', ...facts(o, wide)].filter(Boolean)) { text(xRight + 6, y + 12, fit(line, wide), ''); y += row - 2; }
    y += 6;
    box(key, xRight, top, right, y - top, 4);
    place[key] = top + 12;
    return y;
  };
  const objectOrder = [];
  for (const key of order) { const o = state[key].object; if (o && state[o] && !objectOrder.includes(o)) objectOrder.push(o); }
  for (const key of objects) if (!objectOrder.includes(key)) objectOrder.push(key);
  let yMid = 4, yRight = 4;
  if (narrow) {
    for (const key of order) if (!state[state[key].object]) yRight = drawFile(key, yRight) + pad;
    for (const key of objectOrder) {
      for (const file of order) if (state[file].object === key) yRight = drawFile(file, yRight);
      yRight = drawObject(key, yRight) + pad;
    }
  } else {
    for (const key of order) yMid = drawFile(key, yMid) + pad;
    for (const key of objectOrder) yRight = drawObject(key, yRight) + pad;
  }
  const wire = (x1, y1, x2, y2, cls) => wires.append(svg('path', { d: `M${x1} ${y1} C${x1 + gap / 2} ${y1} ${x2 - gap / 2} ${y2} ${x2} ${y2}`, class: 'wire' + cls }));
  const hot = yes => yes ? ' changed' : '';
  for (const [x, fy, file, moved] of fdAt) if (place[file]) wire(x, fy, xMid, place[file], hot(moved));
  if (!narrow) for (const key of order) { const o = state[key].object; if (o && place[o]) wire(xMid + mid, place[key], xRight, place[o], hot(changed.has(key))); }
  // Who has to do with an object to which no descriptor leads.
  for (const key of objectOrder) for (const pid of new Set((state[key].users || []).map(user => user[0])))
    if (procAt[pid]) wire(left - 2, procAt[pid], xRight, place[key], ' user' + hot(changed.has(key)));
  const height = Math.max(y, yMid, yRight) + 4;
  const root = svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': describe(state) });
  root.style.maxWidth = '100%'; root.style.height = 'auto';
  root.append(wires, boxes);
  by('drawing').replaceChildren(root);
}

/// The picture in words, for those who do not see it.
function describe(state) {
  return of(state, 'proc').map(k => {
    const p = state[k];
    return `pid ${p.pid} ${p.name} is ${p.state}` + (p.fds || []).map(([fd, f]) => `, fd ${fd} is ${(state[f] || {}).label || 'closed'}`).join('');
  }).join('. ');
}

// ---- the timeline

function drawLanes() {
  const root = by('lanes'), total = Math.max(1, run.steps.length - 1), pids = [...lanes.keys()].sort((a, b) => a - b);
  const label = 76, width = laneWidth = Math.max(320, root.parentElement.clientWidth - 26), high = pids.length > 12 ? 8 : 16;
  const x = n => label + (width - label) * n / total;
  root.setAttribute('viewBox', `0 0 ${width} ${pids.length * (high + 4) + 4}`);
  root.replaceChildren();
  pids.forEach((pid, k) => {
    const y = k * (high + 4) + 2, lane = lanes.get(pid);
    if (high > 8 || k % 3 === 0) root.append(svg('text', { x: 0, y: y + high - 3 }, `pid ${pid}`));
    lane.forEach(([from, state], n) => {
      if (state === 'gone') return;
      const to = n + 1 < lane.length ? lane[n + 1][0] : total;
      const h = state === 'running' ? high : state === 'ready' ? high * .6 : high * .35;
      const rect = svg('rect', { x: x(from), y: y + (high - h) / 2, width: Math.max(1, x(to) - x(from)), height: h, class: state });
      rect.append(svg('title', {}, `pid ${pid} ${state}, steps ${from} to ${to}`));
      root.append(rect);
    });
  });
  root.append(svg('line', { id: 'cursor', class: 'cursor', y1: 0, y2: pids.length * (high + 4) + 4 }));
  root.onclick = e => { const box = root.getBoundingClientRect(); go(Math.round(((e.clientX - box.left) * width / box.width - label) / (width - label) * total)); };
}

// ---- source, steps, output

function showSource(state, step) {
  const actor = state['proc:' + step.p];
  const wanted = actor && actor.file !== undefined && actor.file !== null ? actor.file : Math.max(0, shownFile);
  const source = run.sources[wanted];
  if (!source) return;
  if (wanted !== shownFile) {
    shownFile = wanted;
    by('files').value = wanted;
    by('code').replaceChildren(...source.lines.map((line, n) => {
      const item = el('li');
      item.append(el('span', { class: 'who' }), el('span', { class: 'n' }, n + 1), el('span', {}, line || ' '));
      return item;
    }));
  }
  const here = {};
  for (const key of of(state, 'proc')) { const p = state[key]; if (p.file === wanted && p.line) (here[p.line] = here[p.line] || []).push(p.pid); }
  [...by('code').children].forEach((item, n) => {
    const pids = here[n + 1];
    const acting = pids && actor && actor.line === n + 1;
    item.className = acting ? 'acting' : pids ? 'here' : '';
    item.firstChild.textContent = pids ? pids.join(',') + (acting ? ' ▶' : '') : '';
  });
  if (actor && actor.line) scrollInto(by('code'), by('code').children[actor.line - 1]);
}

function scrollInto(box, item) {
  if (item && (item.offsetTop - box.offsetTop < box.scrollTop || item.offsetTop - box.offsetTop > box.scrollTop + box.clientHeight - 40))
    box.scrollTop = item.offsetTop - box.offsetTop - box.clientHeight / 2;
}

const WINDOW = 200;
function showSteps() {
  const from = Math.max(0, Math.min(at - WINDOW / 2, run.steps.length - WINDOW)), list = by('steps');
  list.replaceChildren(...run.steps.slice(from, from + WINDOW).map((step, k) => {
    const item = el('li', { class: from + k === at ? 'acting' : '', title: step.x }, `${from + k}  ${step.p ? step.p + ' ' : ''}${step.x}`);
    item.onclick = () => go(from + k);
    return item;
  }));
  scrollInto(list, list.children[at - from]);
}

function showOutput() {
  by('output').replaceChildren(...outputs.filter(o => o[0] <= at).map(([n, stream, text]) =>
    el('span', { class: (stream === 2 ? 'err' : '') + (n === at ? ' new' : ''), title: stream === 2 ? 'standard error' : 'standard output' }, text)));
  by('output').scrollTop = 1e9;
}

function showWhy(state) {
  const end = at === run.steps.length - 1 && run.ended ? [run.ended] : [];
  // A deadlock's report says it of everybody.
  const told = end.length && run.ended.includes('\n');
  const waiting = told ? [] : of(state, 'proc').map(k => state[k]).filter(p => p.why).map(p => `pid ${p.pid}: ${p.why}`);
  by('why').textContent = [...waiting, ...end].join('\n') || 'Nobody waits.';
}

function go(n) {
  at = Math.max(0, Math.min(run.steps.length - 1, n));
  const state = stateAt(at), step = run.steps[at];
  by('slider').value = at;
  by('slider').setAttribute('aria-valuetext', `step ${at}: ${step.x}`);
  by('now').textContent = `${at}/${run.steps.length - 1}  ${time(step.t)}  ${step.p ? 'pid ' + step.p + ': ' : ''}${step.x}`;
  draw(state, step); showSource(state, step); showSteps(); showOutput(); showWhy(state);
  const cursor = by('cursor'), label = 76;
  if (cursor) { const x = label + (laneWidth - label) * at / Math.max(1, run.steps.length - 1); cursor.setAttribute('x1', x); cursor.setAttribute('x2', x); }
  document.body.dataset.step = at;
}

function same(direction) {
  const pid = run.steps[at].p;
  for (let n = at + direction; n >= 0 && n < run.steps.length; n += direction) if (run.steps[n].p === pid) return go(n);
}
function kind(direction, wanted) {
  for (let n = at + direction; n >= 0 && n < run.steps.length; n += direction) if (run.steps[n].k === wanted) return go(n);
}
function play() {
  if (timer) { clearInterval(timer); timer = null; } else {
    if (at === run.steps.length - 1) go(0);
    timer = setInterval(() => at < run.steps.length - 1 ? go(at + 1) : play(), 500);
  }
  by('play').textContent = timer ? 'Pause' : 'Play';
}

by('title').textContent = run.title;
run.sources.forEach((s, n) => by('files').append(el('option', { value: n }, s.name)));
by('files').onchange = e => { shownFile = -1; const s = stateAt(at), step = run.steps[at]; const actor = s['proc:' + step.p]; showSource({ ...s, ['proc:' + step.p]: { ...actor, file: +e.target.value, line: null } }, step); };
by('slider').max = run.steps.length - 1;
by('slider').oninput = e => go(+e.target.value);
by('first').onclick = () => go(0);
by('back').onclick = () => go(at - 1);
by('next').onclick = () => go(at + 1);
by('last').onclick = () => go(run.steps.length - 1);
by('play').onclick = play;
by('same-back').onclick = () => same(-1);
by('same-next').onclick = () => same(1);
by('help').onclick = () => by('keys').showModal();
document.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || by('keys').open || e.target.tagName === 'SELECT') return;
  const keys = {
    ArrowLeft: () => go(at - 1), ArrowRight: () => go(at + 1), Home: () => go(0), End: () => go(run.steps.length - 1),
    '[': () => same(-1), ']': () => same(1), b: () => kind(-1, 'block'), n: () => kind(1, 'block'), '?': () => by('keys').showModal(),
    ' ': () => e.target.tagName === 'BUTTON' ? null : (play(), true),
  };
  const action = keys[e.key];
  if (!action || (e.key === ' ' && e.target.tagName === 'BUTTON')) return;
  e.preventDefault();
  action();
});
window.addEventListener('resize', () => { drawLanes(); go(at); });
drawLanes();
go(0);

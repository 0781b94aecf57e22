"use strict";
// The evidence map. All text of others is shown by textContent; nothing is loaded.
(() => {
const D = JSON.parse(document.getElementById("data").textContent);
const $ = id => document.getElementById(id);
const R = D.rows, A = D.articles, P = D.places, N = R.p.length, STEP = 100, BATCH = 60;
const POINT = new Set(["site", "town", "district"]);
const LOOK = {country: "area", province: "area", region: "region", water: "water"};

// --- geometry: web Mercator in units of the world's width ---
const X = lon => (lon + 180) / 360;
const Y = lat => {
  const s = Math.sin(Math.max(-84, Math.min(84, lat)) * Math.PI / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
};
const COARSE = 1 / 1500;  // of the world's width: about a pixel where the whole world is seen
function shape(rings) {
  const path = new Path2D(), coarse = new Path2D();
  let west = 9, north = 9, east = -9, south = -9;
  for (const ring of rings) {
    let lon = 0, lat = 0, keptX = 9, keptY = 9;
    const kept = [];
    for (let i = 0; i < ring.length; i += 2) {
      lon += ring[i]; lat += ring[i + 1];
      const x = X(lon / STEP), y = Y(lat / STEP);
      if (i) path.lineTo(x, y); else path.moveTo(x, y);
      if (Math.abs(x - keptX) + Math.abs(y - keptY) > COARSE) { kept.push([x, y]); keptX = x; keptY = y; }
      if (x < west) west = x; if (x > east) east = x;
      if (y < north) north = y; if (y > south) south = y;
    }
    path.closePath();
    if (kept.length < 4) continue;  // an island of a pixel
    kept.forEach(([x, y], i) => i ? coarse.lineTo(x, y) : coarse.moveTo(x, y));
    coarse.closePath();
  }
  return {path, coarse, box: [west, north, east, south]};
}
const base = shape(D.base);

// --- places, as the text allows them to be drawn ---
const firstRow = new Int32Array(P.id.length).fill(-1);
for (let i = 0; i < N; i++) if (R.p[i] >= 0 && firstRow[R.p[i]] < 0) firstRow[R.p[i]] = i;
const places = P.id.map((id, p) => {
  const precision = D.precisions[R.n[firstRow[p]]];
  const look = LOOK[precision] || "point";
  const x = X(P.lon[p]), y = Y(P.lat[p]);
  const r = P.m[p] / 40075017 / Math.max(0.1, Math.cos(P.lat[p] * Math.PI / 180));
  const drawn = look !== "point" && P.rings[p].length ? shape(P.rings[p]) : null;
  const round = look === "point" ? 0 : r;
  return {p, id, precision, look, x, y, r, path: drawn && drawn.path, coarse: drawn && drawn.coarse,
    box: drawn ? drawn.box : [x - round, y - round, x + round, y + round], stories: 0, articles: 0, mentions: 0, best: 0};
});

// --- filters ---
function options(select, words, all) {
  select.append(new Option(all, ""));
  words.map((word, i) => [word, i]).sort((a, b) => a[0] < b[0] ? -1 : 1)
    .forEach(([word, i]) => select.append(new Option(word.replaceAll("_", " "), i)));
}
options($("source"), A.sources, "all");
options($("role"), D.roles, "all");
options($("kind"), D.kinds, "all");
options($("precision"), D.precisions, "all");
const keep = new Uint8Array(N);
let shown = [], chosen = null, listed = BATCH, quoted = BATCH;

function count() {
  const since = $("since").value, until = $("until").value, level = +$("confidence").value;
  const [source, role, kind, precision] = ["source", "role", "kind", "precision"]
    .map(id => $(id).value === "" ? -1 : +$(id).value);
  const inTime = A.day.map((day, a) => (!since || day >= since) && (!until || day <= until)
    && (source < 0 || A.source[a] === source));
  const storySeen = new Int32Array(A.story_count).fill(-1), articleSeen = new Int32Array(A.id.length).fill(-1);
  const anyStory = new Uint8Array(A.story_count), anyArticle = new Uint8Array(A.id.length);
  const named = new Uint8Array(A.id.length);
  const why = new Map();
  let below = 0, mentions = 0, stories = 0, articles = 0;
  for (const place of places) place.stories = place.articles = place.mentions = place.best = 0;
  for (let i = 0; i < N; i++) {  // rows come place by place, so one stamp a story is enough
    keep[i] = 0;
    const a = R.a[i], p = R.p[i];
    if (!inTime[a] || (role >= 0 && R.r[i] !== role) || (kind >= 0 && R.k[i] !== kind)) continue;
    named[a] = 1;
    if (p < 0) { why.set(R.u[i], (why.get(R.u[i]) || 0) + 1); continue; }
    if (precision >= 0 && R.n[i] !== precision) continue;
    if (R.c[i] < level) { below++; continue; }
    keep[i] = 1; mentions++;
    const place = places[p], story = A.story[a];
    place.mentions++;
    if (R.c[i] > place.best) place.best = R.c[i];
    if (storySeen[story] !== p) { storySeen[story] = p; place.stories++; }
    if (articleSeen[a] !== p) { articleSeen[a] = p; place.articles++; }
    if (!anyStory[story]) { anyStory[story] = 1; stories++; }
    if (!anyArticle[a]) { anyArticle[a] = 1; articles++; }
  }
  shown = places.filter(place => place.stories).sort((a, b) => b.stories - a.stories || b.mentions - a.mentions);
  $("level").textContent = (level / 100).toFixed(2);
  $("counts").textContent = `${many(stories, "story", "stories")} in ${many(articles, "article")} · `
    + `${many(mentions, "mention")} of ${many(shown.length, "place")} on the map`;
  const lines = [];
  if (D.below) lines.push(`${many(D.below, "mention")} below the confidence of ${D.sure.toFixed(2)} that this map was made with`);
  if (below) lines.push(`${many(below, "mention")} below the confidence asked for`);
  for (const [u, n] of [...why].sort((a, b) => b[1] - a[1])) lines.push(`${many(n, "mention")} unresolved: ${D.reasons[u].replaceAll("_", " ")}`);
  const quiet = {};
  A.id.forEach((id, a) => {
    if (!inTime[a] || named[a]) return;
    const key = A.status[a] === "done" ? (role < 0 && kind < 0 ? "name no place" : "name none so")
      : A.status[a] === "language" ? "are in a language not read yet" : "are not read yet";
    quiet[key] = (quiet[key] || 0) + 1;
  });
  for (const key in quiet) lines.push(`${many(quiet[key], "article")} that ${quiet[key] === 1 ? key.replace("are", "is").replace(/^name/, "names") : key}`);
  $("missing").replaceChildren(...(lines.length ? lines : ["Nothing is left out."]).map(text => make("li", text)));
}
const many = (n, one, more) => `${n.toLocaleString("en")} ${n === 1 ? one : more || one + "s"}`;
function make(tag, text, cls) {
  const el = document.createElement(tag);
  if (text !== undefined) el.textContent = text;
  if (cls) el.className = cls;
  return el;
}

// --- drawing ---
const canvas = $("map"), ctx = canvas.getContext("2d");
let k = 400, cx = 0.5, cy = 0.4, width = 0, height = 0, dpr = 1, waiting = false, colours = {};
const sx = x => (x - cx) * k + width / 2, sy = y => (y - cy) * k + height / 2;
const size = place => Math.min(22, 3.5 + 2.2 * Math.sqrt(place.stories));
const visible = place => {
  const [w, n, e, s] = place.box;
  return sx(e) > -20 && sx(w) < width + 20 && sy(s) > -20 && sy(n) < height + 20;
};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "paper", "sea", "land", "border", "point", "area", "region", "water", "soft"])
    colours[name] = style.getPropertyValue("--" + name).trim();
}
function world() { ctx.setTransform(k * dpr, 0, 0, k * dpr, (width / 2 - cx * k) * dpr, (height / 2 - cy * k) * dpr); }
function screen() { ctx.setTransform(dpr, 0, 0, dpr, 0, 0); }
// What lies under the places is drawn once for each view: a filter does not move it.
const under = make("canvas"), lower = under.getContext("2d");
let groundOf = "";
function ground() {
  const view = [k, cx, cy, canvas.width, canvas.height, colours.land, colours.sea, colours.border].join();
  if (view === groundOf) return under;
  groundOf = view;
  under.width = canvas.width; under.height = canvas.height;
  lower.fillStyle = colours.sea; lower.fillRect(0, 0, under.width, under.height);
  lower.setTransform(k * dpr, 0, 0, k * dpr, (width / 2 - cx * k) * dpr, (height / 2 - cy * k) * dpr);
  const land = k * COARSE < 1 ? base.coarse : base.path;
  lower.fillStyle = colours.land; lower.fill(land, "evenodd");
  lower.lineWidth = 0.8 / k; lower.strokeStyle = colours.border; lower.stroke(land);
  return under;
}
function draw() {
  waiting = false;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = 1; ctx.setLineDash([]); ctx.drawImage(ground(), 0, 0);
  const seen = shown.filter(visible);
  const most = shown.length ? shown[0].stories : 1;
  const areas = seen.filter(place => place.look !== "point").sort((a, b) => span(b) - span(a));
  for (const place of areas) area(place, most);
  screen(); ctx.setLineDash([2, 3]); ctx.lineWidth = 1;
  const points = seen.filter(place => place.look === "point");
  for (const place of points) if (place.r * k > size(place) + 3) {
    ctx.globalAlpha = 0.8; ctx.strokeStyle = colours.soft; disc(place, place.r * k); ctx.stroke();
  }
  ctx.setLineDash([]);
  for (let i = points.length - 1; i >= 0; i--) {
    const place = points[i];
    disc(place, size(place));
    ctx.globalAlpha = place.best >= 50 ? 0.82 : 0.25; ctx.fillStyle = colours.point; ctx.fill();
    ctx.globalAlpha = 1; ctx.lineWidth = place === chosen ? 3.5 : 1.2;
    ctx.strokeStyle = place === chosen ? colours.ink : place.best >= 50 ? colours.paper : colours.point; ctx.stroke();
  }
  labels(seen);
}
const span = place => (place.box[2] - place.box[0]) * (place.box[3] - place.box[1]);
function disc(place, r) { ctx.beginPath(); ctx.arc(sx(place.x), sy(place.y), r, 0, 7); }
function area(place, most) {
  const colour = colours[place.look], strong = place === chosen;
  ctx.fillStyle = ctx.strokeStyle = colour;
  if (place.path) world(); else { screen(); disc(place, place.r * k); }
  const unit = place.path ? 1 / k : 1;
  const wide = Math.max(place.box[2] - place.box[0], place.box[3] - place.box[1]) * k;
  ctx.setLineDash(wide < 30 ? [] : place.look === "region" ? [7 * unit, 4 * unit] : place.path ? [] : [2 * unit, 3 * unit]);
  ctx.lineWidth = (strong ? 3.5 : place.look === "area" ? 1.2 : 1.8) * unit;
  ctx.globalAlpha = place.look === "area" ? 0.10 + 0.30 * Math.sqrt(place.stories / most) : place.look === "water" ? 0.14 : 0.05;
  const path = place.path && (k * COARSE < 1 ? place.coarse : place.path);
  if (path && wide < 5) {  // too small for an outline at this scale: a square of its size
    const d = 5 / k;
    ctx.globalAlpha = 0.95; ctx.strokeRect(place.x - d / 2, place.y - d / 2, d, d);
  } else if (path) { ctx.fill(path, "evenodd"); ctx.globalAlpha = 0.95; ctx.stroke(path); }
  else { ctx.fill(); ctx.globalAlpha = 0.95; ctx.stroke(); }
}
function labels(seen) {
  screen(); ctx.globalAlpha = 1; ctx.textBaseline = "middle"; ctx.lineJoin = "round";
  const taken = [];
  for (const place of (chosen && chosen.stories ? [chosen, ...seen] : seen).slice(0, 90)) {
    const point = place.look === "point";
    ctx.font = (point ? "600 12.5px" : place.look === "water" ? "italic 13px" : "13px") + " Georgia,serif";
    const text = P.name[place.p].slice(0, 40), w = ctx.measureText(text).width;
    if (!point && (place.box[2] - place.box[0]) * k < w * 0.6) continue;
    const x = sx(place.x) + (point ? size(place) + 4 : -w / 2);
    const free = dy => !taken.some(b => x - 2 < b[2] && x + w + 2 > b[0] && sy(place.y) + dy - 8 < b[3] && sy(place.y) + dy + 8 > b[1]);
    const shift = (point ? [0] : [0, -18, 18, -36, 36]).find(free);  // what is wide has more than one middle
    if (shift === undefined) continue;
    const y = sy(place.y) + shift;
    taken.push([x - 2, y - 8, x + w + 2, y + 8]);
    ctx.lineWidth = 3.5; ctx.strokeStyle = colours.land; ctx.strokeText(text, x, y);
    ctx.fillStyle = point ? colours.ink : colours[place.look]; ctx.fillText(text, x, y);
  }
}
function redraw() { if (!waiting) { waiting = true; requestAnimationFrame(draw); } }
function moved() { redraw(); clearTimeout(moved.timer); moved.timer = setTimeout(fillList, 120); }
function resize() {
  const box = canvas.getBoundingClientRect();
  width = box.width; height = box.height; dpr = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * dpr); canvas.height = Math.round(height * dpr);
  moved();
}
function fit(boxes) {
  if (!boxes.length) boxes = [[0.05, 0.15, 0.95, 0.75]];
  const w = Math.min(...boxes.map(b => b[0])), n = Math.min(...boxes.map(b => b[1]));
  const e = Math.max(...boxes.map(b => b[2])), s = Math.max(...boxes.map(b => b[3]));
  cx = (w + e) / 2; cy = (n + s) / 2;
  k = Math.max(width, Math.min(60000, 0.86 * Math.min(width / Math.max(e - w, 1e-4), height / Math.max(s - n, 1e-4))));
  moved();
}
function weighty() {  // where nearly all stories are, so that one far name does not shrink the rest
  const edge = (axis, share) => {
    const sorted = [...shown].sort((a, b) => a[axis] - b[axis]), total = sorted.reduce((sum, place) => sum + place.stories, 0);
    let sum = 0;
    for (const place of sorted) if ((sum += place.stories) >= share * total) return place[axis];
    return 0.5;
  };
  if (shown.length < 12) return shown.map(place => place.box);
  return [[edge("x", 0.06), edge("y", 0.06), edge("x", 0.94), edge("y", 0.94)]];
}
function zoom(factor, x = width / 2, y = height / 2) {
  const next = Math.max(width * 0.8, Math.min(400000, k * factor));
  cx += (x - width / 2) * (1 / k - 1 / next); cy += (y - height / 2) * (1 / k - 1 / next);
  k = next; moved();
}

// --- choosing ---
function at(x, y) {
  let best = null, near = 14;
  for (const place of shown) if (place.look === "point") {
    const d = Math.hypot(sx(place.x) - x, sy(place.y) - y) - size(place);
    if (d < near && d < 6) { near = d; best = place; }
  }
  if (best) return best;
  for (const place of shown) if (place.look !== "point" && visible(place) && (!best || span(place) < span(best))) {
    world();
    const hit = place.path ? ctx.isPointInPath(place.path, x * dpr, y * dpr, "evenodd")
      : Math.hypot(sx(place.x) - x, sy(place.y) - y) < place.r * k;
    if (hit) best = place;
  }
  return best;
}
function choose(place, go) {
  chosen = place; quoted = BATCH;
  if (go && place) { cx = place.x; cy = place.y; if (place.look !== "point") fit([place.box]); }
  fillEvidence(); redraw();
  if (place) { $("name").focus({preventScroll: true}); $("side").scrollTop = 0; if (innerWidth <= 760) $("side").scrollIntoView(); }
}
function fillList() {
  const seen = shown.filter(visible), held = document.activeElement.dataset.place;
  $("inview").textContent = `${seen.length} of ${shown.length}`;
  $("list").replaceChildren(...seen.slice(0, listed).map(place => {
    const item = make("li"), button = make("button");
    button.type = "button"; button.dataset.place = place.id;
    const words = make("span", P.name[place.p] + " ");
    words.append(make("small", [P.cc[place.p], place.precision].filter(Boolean).join(", ")));
    button.append(make("span", undefined, "dot " + place.look), words, make("span", many(place.stories, "story", "stories"), "n"));
    button.addEventListener("click", () => choose(place, true));
    item.append(button);
    return item;
  }));
  $("more").hidden = seen.length <= listed;
  if (held) (listButton(held) || $("side")).focus({preventScroll: true});  // who was in the list stays there
}
function listButton(id) { return [...document.querySelectorAll("#list button")].find(button => button.dataset.place === id); }
function fillEvidence() {
  $("evidence").hidden = !chosen; $("listing").hidden = !!chosen;
  if (!chosen) return;
  const p = chosen.p, rows = [];
  for (let i = firstRow[p]; i < N && R.p[i] === p; i++) if (keep[i]) rows.push(i);
  rows.sort((a, b) => A.day[R.a[b]] < A.day[R.a[a]] ? -1 : A.day[R.a[b]] > A.day[R.a[a]] ? 1 : R.c[b] - R.c[a]);
  $("name").textContent = P.name[p] + (P.cc[p] ? `, ${P.cc[p]}` : "");
  $("about").textContent = `${many(chosen.stories, "story", "stories")} in ${many(chosen.articles, "article")} · ${chosen.precision}, `
    + `${chosen.path ? "an outline" : "a point"} known to within ${many(Math.max(1, Math.round(P.m[p] / 1000)), "km", "km")} · ${chosen.id}`;
  $("quotes").replaceChildren(...rows.slice(0, quoted).map(quote));
  $("further").hidden = rows.length <= quoted;
}
function quote(i) {
  const a = R.a[i], text = D.sentences[R.s[i]], item = make("li"), words = make("blockquote");
  words.append(text.slice(0, R.b[i]), make("mark", text.slice(R.b[i], R.e[i])), text.slice(R.e[i]));
  const facts = make("p", `${A.sources[A.source[a]]} · ${A.day[a]} · confidence ${(R.c[i] / 100).toFixed(2)} · ${D.precisions[R.n[i]]} · `
    + `${D.kinds[R.k[i]]}, ${D.roles[R.r[i]].replaceAll("_", " ")} · rule ${D.rules[R.g[i]]}`, "facts");
  const links = make("p", undefined, "facts");
  if (/^https?:\/\//i.test(A.url[a])) {
    const link = make("a", "original");
    link.href = A.url[a]; link.target = "_blank"; link.rel = "noopener noreferrer nofollow";
    links.append(link, " · ");
  }
  if (A.copied && A.copied[a]) {
    const link = make("a", "archived copy");
    link.href = `${encodeURIComponent(D.folder)}/${A.id[a]}.html`; link.target = "_blank"; link.rel = "noopener";
    links.append(link, " · ");
  } else if (A.archived[a]) {
    links.append("archived copy: ", make("code", `dateline archive page ${A.id[a]}`), " · ");
  }
  if (A.archived[a]) links.append("record ", make("code", A.archived[a]), " · ");
  links.append("evidence: ", make("code", `dateline show ${R.id[i]}`));
  item.append(words, make("p", A.headline[a], "head"), facts, links);
  return item;
}

// --- events ---
function refilter() { count(); listed = BATCH; fillList(); if (chosen && !chosen.stories) chosen = null; fillEvidence(); redraw(); }
$("filters").addEventListener("input", refilter);
$("filters").addEventListener("reset", () => setTimeout(refilter));
$("filters").addEventListener("submit", event => event.preventDefault());
$("more").addEventListener("click", () => { listed += BATCH; fillList(); });
$("further").addEventListener("click", () => { quoted += BATCH; fillEvidence(); });
$("back").addEventListener("click", () => {
  const was = chosen; choose(null); fillList();
  ((was && listButton(was.id)) || $("side")).focus();
});
$("in").addEventListener("click", () => zoom(1.6));
$("out").addEventListener("click", () => zoom(1 / 1.6));
$("all").addEventListener("click", () => fit(shown.map(place => place.box)));
const fingers = new Map();
let drag = 0;
canvas.addEventListener("pointerdown", event => { canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, [event.offsetX, event.offsetY]); if (fingers.size === 1) drag = 0; });
canvas.addEventListener("pointermove", event => {
  const was = fingers.get(event.pointerId), x = event.offsetX, y = event.offsetY;
  if (!was) { tip(x, y); return; }
  const other = [...fingers].find(([id]) => id !== event.pointerId);
  if (other) {
    const [ox, oy] = other[1], before = Math.hypot(was[0] - ox, was[1] - oy), now = Math.hypot(x - ox, y - oy);
    if (before > 5) zoom(now / before, ox, oy);
    drag = 99;
  } else { drag += Math.abs(x - was[0]) + Math.abs(y - was[1]); cx -= (x - was[0]) / k; cy -= (y - was[1]) / k; moved(); }
  fingers.set(event.pointerId, [x, y]);
});
canvas.addEventListener("pointerup", event => {
  fingers.delete(event.pointerId);
  if (drag < 6) { const place = at(event.offsetX, event.offsetY); if (place || chosen) choose(place, false); }
});
canvas.addEventListener("pointercancel", event => fingers.delete(event.pointerId));
canvas.addEventListener("pointerleave", () => { $("tip").hidden = true; });
canvas.addEventListener("wheel", event => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY); }, {passive: false});
canvas.addEventListener("keydown", event => {
  const step = 60 / k, move = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]}[event.key];
  if (move) { cx += move[0]; cy += move[1]; moved(); }
  else if (event.key === "+" || event.key === "=") zoom(1.6);
  else if (event.key === "-") zoom(1 / 1.6);
  else if (event.key === "0") fit(shown.map(place => place.box));
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", event => { if (event.key === "Escape" && chosen) $("back").click(); });
function tip(x, y) {
  const place = at(x, y), el = $("tip");
  el.hidden = !place;
  if (!place) return;
  el.textContent = `${P.name[place.p]}: ${many(place.stories, "story", "stories")}`;
  el.style.transform = `translate(${Math.min(x + 12, width - 180)}px, ${y + 12}px)`;
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); redraw(); });
readColours();
count();
new ResizeObserver(resize).observe(canvas);
resize();
fit(weighty());
fillList();
// For tests and the bench: where a place stands on the screen, and a filter change that ends with the drawing.
window.datelineMap = {count, fillList, at: id => { const place = places.find(each => each.id === id); return place && [sx(place.x), sy(place.y)]; }, draw, shown: () => shown.map(place => [place.id, place.stories, place.articles, place.look])};
})();

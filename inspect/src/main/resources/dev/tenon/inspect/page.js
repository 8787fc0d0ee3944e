"use strict";
// The list, the search and the panel on the right.
const $ = id => document.getElementById(id);
const el = (tag, text, kind) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (kind) e.className = kind; return e; };
const many = n => n == null ? "open" : n >= 1e12 ? (n / 1e12).toFixed(2) + " T" : n >= 1e9 ? (n / 1e9).toFixed(2) + " G" : n >= 1e6 ? (n / 1e6).toFixed(2) + " M" : n >= 1e4 ? (n / 1e3).toFixed(1) + " k" : String(n);
const bytes = n => n == null ? "open" : n >= 1 << 20 ? (n / (1 << 20)).toFixed(2) + " MiB" : n >= 1024 ? (n / 1024).toFixed(1) + " KiB" : n + " B";
// What JSON has no number for, NaN and infinity, comes as a word.
const number = x => typeof x !== "number" ? String(x) : x === 0 ? "0" : Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5 ? String(+x.toPrecision(4)) : x.toExponential(2);
const shapeText = o => o.shape ? "(" + o.shape.join(", ") + ")" : "";
// A name that is too long loses its start: its end tells most.
const tail = (tag, text) => { const e = el(tag, undefined, "tail"); e.append(el("bdi", text)); e.title = text; return e; };
document.querySelector("h1").replaceWith(tail("h1", data.name || "model"));
const t = data.totals;
// A Java map of one opset is a number to a reader; what a file does not say is left out.
const facts = Object.entries(data.facts).filter(([, v]) => v !== "" && v !== "?").map(([k, v]) => [k, String(v).replace(/^\{(?:ai\.onnx=(\d+)|(.*))\}$/, (all, one, more) => one || more)]);
for (const [name, value] of [["layers", data.steps.length], ["parameters", many(t.parameters)], ["trainable", many(t.trainable)], ["weights", bytes(t.weight_bytes)], ["FLOPs a sample", many(t.flops)], ...facts.filter(([k]) => k === "format" || k === "opset")]) {
  const span = el("span", name + " "); span.append(el("b", String(value))); $("totals").append(span);
}
const rows = [];
data.boxes.forEach((box, i) => {
  const row = el("li"), step = data.steps[i - graph.offset];
  row.append(tail("b", box.label)); row.append(el("small", box.kind + (step && step.outputs[0] && step.outputs[0].shape ? "  " + shapeText(step.outputs[0]) : "")));
  row.style.borderLeftColor = box.color; row.dataset.index = i; row.title = box.label;
  row.onclick = () => show(i, true);
  rows.push({ row, text: row.textContent.toLowerCase() });
});
$("list").append(...rows.map(r => r.row));
$("search").addEventListener("input", () => {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean), hits = new Set();
  rows.forEach((r, i) => { const hit = words.every(w => r.text.includes(w)); r.row.style.display = hit ? "" : "none"; if (hit) hits.add(i); });
  $("found").textContent = words.length ? hits.size + " of " + rows.length : "";
  graph.dim(words.length ? hits : null);
});
$("search").addEventListener("keydown", event => { if (event.key === "Enter") { const first = rows.findIndex(r => r.row.style.display !== "none"); if (first >= 0) show(first, true); } });
graph.onChoose(i => show(i, false));
let shown = -1;
function show(i, move) {
  if (shown >= 0) rows[shown].row.classList.remove("on");
  shown = i; graph.select(i, move);
  $("detail").replaceChildren(); $("overview").style.display = i < 0 ? "" : "none";
  if (i < 0) return;
  rows[i].row.classList.add("on"); rows[i].row.scrollIntoView({ block: "nearest" });
  detail(i, $("detail")); const aside = document.querySelector("aside"); aside.scrollTop = 0;
  // On a narrow screen the panel is above the list.
  if (window.matchMedia("(max-width: 760px)").matches) aside.scrollIntoView();
}
function link(i) { const b = el("button", data.boxes[i].label, "link"); b.onclick = () => show(i, true); return b; }
function section(into, title) { into.append(el("h3", title)); }
function table(into, pairs) {
  const body = el("table");
  for (const [name, value] of pairs) { const row = el("tr"); row.append(el("th", name)); const cell = el("td", undefined, "number"); if (value instanceof Node) cell.append(value); else cell.textContent = value; row.append(cell); body.append(row); }
  into.append(body);
}
function histogram(into, s) {
  if (!s.histogram || s.histogram.length < 2) return;
  const most = Math.max(...s.histogram), w = 340 / s.histogram.length, svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 340 64"); svg.setAttribute("preserveAspectRatio", "none"); svg.setAttribute("class", "histogram");
  s.histogram.forEach((n, k) => { const bar = document.createElementNS(svg.namespaceURI, "rect"), h = n ? Math.max(1, 62 * n / most) : 0;
    bar.setAttribute("x", k * w + .5); bar.setAttribute("y", 64 - h); bar.setAttribute("width", Math.max(.5, w - 1)); bar.setAttribute("height", h); bar.setAttribute("fill", "#6d94cf"); svg.append(bar); });
  into.append(svg); const ends = el("div", undefined, "ends"); ends.append(el("span", number(s.min)), el("span", number(s.max))); into.append(ends);
}
function figures(into, s) {
  const pairs = [["min … max", number(s.min) + " … " + number(s.max)], ["mean ± std", number(s.mean) + " ± " + number(s.std)], ["zeros", (100 * s.sparsity).toFixed(1) + " %"]];
  if (s.dead_units) pairs.push(["dead units", String(s.dead_units)]);
  if (s.nan || s.infinite) pairs.push(["NaN, infinite", s.nan + ", " + s.infinite]);
  table(into, pairs);
}
const plain = value => value === null ? "None" : typeof value === "object" ? JSON.stringify(value) : String(value);
function detail(i, into) {
  const box = data.boxes[i], step = data.steps[i - graph.offset];
  const back = el("button", "← model", "link"); back.onclick = () => show(-1); into.append(back);
  into.append(el("h2", box.label)); const kind = el("span", box.kind, "kind"); kind.style.background = box.color; into.append(kind);
  if (!step) { const image = data.input_images[box.label]; if (image) { section(into, "Input"); const img = el("img", undefined, "whole"); img.src = image; img.alt = box.label; into.append(img); } return; }
  if (step.path === data.first_not_finite) into.append(el("div", "The first layer that makes NaN or infinity.", "warning"));
  const facts = step.outputs.map(o => ["output", (o.type || "") + " " + shapeText(o) + (o.name !== step.path ? "  " + o.name : "")]);
  facts.push(["parameters", many(step.parameters) + (step.parameters && !step.trainable ? ", frozen" : "")], ["weight memory", bytes(step.weight_bytes)], ["FLOPs a sample", many(step.flops)], ["output memory a sample", bytes(step.output_bytes)]);
  if (step.receptive_field && step.receptive_field.length) facts.push(["receptive field", step.receptive_field.join(" × ")]);
  section(into, "Facts"); table(into, facts);
  const near = graph.neighbours(i), ups = near.filter(k => data.boxes[k].y < box.y), downs = near.filter(k => data.boxes[k].y > box.y), cell = list => { const c = el("div"); list.forEach(k => { c.append(link(k)); c.append(el("br")); }); return c; };
  section(into, "Connections"); table(into, [["reads", cell(ups)], ["feeds", cell(downs)]].filter(([, c]) => c.childNodes.length));
  if (step.maps) { section(into, "Feature maps"); const img = el("img", undefined, "maps"); img.src = step.maps; img.alt = "feature maps"; into.append(img);
    into.append(el("div", step.maps_shown + " of " + step.maps_all + " channels of the first sample, each from its darkest to its brightest", "note")); }
  for (const o of step.outputs) if (o.count !== undefined) { section(into, "Activations" + (step.outputs.length > 1 ? " " + o.name : "")); histogram(into, o); figures(into, o); }
  for (const w of step.weights) if (w.count !== undefined) { section(into, "Weight"); into.append(el("div", w.name.split("/").pop() + ", " + many(w.count) + " numbers")); histogram(into, w); figures(into, w); }
  const config = Object.entries(step.config);
  if (config.length) { section(into, "Configuration"); table(into, config.map(([k, v]) => [k, plain(v)])); }
}
(function overview() {
  const into = $("overview");
  if (data.first_not_finite) { const w = el("div", "NaN or infinity first appears in ", "warning"); w.append(link(graph.offset + data.steps.findIndex(s => s.path === data.first_not_finite))); into.append(w); }
  if (data.broken_weights.length) into.append(el("div", "Weights with NaN or infinity: " + data.broken_weights.join(", "), "warning"));
  const images = Object.entries(data.input_images);
  if (images.length) {
    section(into, "Input"); const two = el("div", undefined, "two");
    const add = (src, text) => { const f = el("figure"), img = el("img"); img.src = src; img.alt = text; f.append(img, el("figcaption", text)); two.append(f); };
    images.slice(0, 1).forEach(([name, image]) => {
      const photo = data.photos[name];
      if (photo) add(photo.image, "as read, " + photo.size);
      add(image, name + ", " + data.input_sizes[name]);
    });
    if (data.grad_cam) add(data.grad_cam.image, "Grad-CAM at " + data.grad_cam.layer);
    into.append(two);
  }
  if (data.best.length) { section(into, "Best classes");
    const size = x => typeof x === "number" ? Math.max(0, x) : x === "Infinity" ? Infinity : 0;
    const most = Math.max(...data.best.map(b => size(b.score)).filter(Number.isFinite)) || 1;
    data.best.forEach(b => { const d = el("div", undefined, "best"), line = el("div"); line.append(el("span", b.label), el("span", number(b.score))); const bar = el("div", undefined, "bar"), fill = el("i"); fill.style.width = Math.max(1, Math.min(100, 100 * size(b.score) / most)) + "%"; bar.append(fill); d.append(line, bar); into.append(d); }); }
  section(into, "Model"); table(into, [...t.inputs.map(x => ["input", x]), ...t.outputs.map(x => ["output", x]), ...facts]);
  const heavy = data.steps.map((s, k) => [s, k]).filter(([s]) => s.flops).sort((a, b) => b[0].flops - a[0].flops).slice(0, 8);
  if (heavy.length) { section(into, "Most operations"); table(into, heavy.map(([s, k]) => [many(s.flops), link(graph.offset + k)])); }
  const dead = data.steps.map((s, k) => [s, k]).filter(([s]) => s.outputs.some(o => o.dead_units)).slice(0, 12);
  if (dead.length) { section(into, "Dead units"); table(into, dead.map(([s, k]) => [String(s.outputs.reduce((n, o) => n + (o.dead_units || 0), 0)), link(graph.offset + k)])); }
})();
graph.home();
document.body.dataset.ready = "yes";
window.tenonReady = performance.now();

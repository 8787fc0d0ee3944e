"use strict";
// Draws the graph on a canvas: only what is in sight, so that thousands of boxes stay smooth.
const data = JSON.parse(document.getElementById("data").textContent);
const graph = (() => {
  const WIDTH = 168, HEIGHT = 38, canvas = document.getElementById("canvas"), pen = canvas.getContext("2d");
  const boxes = data.boxes, offset = boxes.length - data.steps.length, around = [], rows = new Map();
  let scale = 1, left = 0, top = 0, chosen = -1, dimmed = null, pending = false, choose = () => {};
  boxes.forEach((box, i) => { const row = Math.floor(box.y / 400); if (!rows.has(row)) rows.set(row, []); rows.get(row).push(i); around.push([]); });
  const lines = data.edges.map(edge => {
    const [from, to, ...via] = edge, points = [[boxes[from].x, boxes[from].y + HEIGHT / 2]];
    for (let i = 0; i < via.length; i += 2) points.push([via[i], via[i + 1]]);
    points.push([boxes[to].x, boxes[to].y - HEIGHT / 2]);
    around[from].push(to); around[to].push(from);
    const xs = points.map(p => p[0]);
    return { from, to, points, low: Math.min(...xs), high: Math.max(...xs), first: points[0][1], last: points[points.length - 1][1] };
  });
  const low = Math.min(...boxes.map(b => b.x)) - WIDTH, high = Math.max(...boxes.map(b => b.x)) + WIDTH, bottom = Math.max(...boxes.map(b => b.y)) + HEIGHT;
  function redraw() { if (!pending) { pending = true; requestAnimationFrame(draw); } }
  function draw() {
    pending = false;
    const ratio = window.devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(h * ratio); }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0); pen.clearRect(0, 0, w, h);
    pen.setTransform(ratio * scale, 0, 0, ratio * scale, -left * scale * ratio, -top * scale * ratio);
    const right = left + w / scale, end = top + h / scale;
    for (const pass of [0, 1]) {
      pen.beginPath();
      for (const line of lines) {
        const near = line.from === chosen || line.to === chosen;
        if (near !== (pass === 1) || line.last < top || line.first > end || line.high < left || line.low > right) continue;
        trace(line.points);
      }
      pen.strokeStyle = pass ? "#2563c9" : "#a9b4c2"; pen.lineWidth = pass ? 2.2 : Math.max(1, Math.min(1.3, .5 / scale)); pen.stroke();
    }
    pen.textBaseline = "middle";
    for (let row = Math.floor((top - HEIGHT) / 400); row <= Math.floor((end + HEIGHT) / 400); row++)
      for (const i of rows.get(row) || []) if (boxes[i].x > left - WIDTH && boxes[i].x < right + WIDTH) paint(i);
  }
  function trace(points) {
    pen.moveTo(points[0][0], points[0][1]);
    for (let i = 1; i < points.length; i++) {
      const [x, y] = points[i - 1], [u, v] = points[i];
      if (Math.abs(x - u) < 1) pen.lineTo(u, v); else { const middle = (y + v) / 2; pen.bezierCurveTo(x, middle, u, middle, u, v); }
    }
  }
  function paint(i) {
    const box = boxes[i], x = box.x - WIDTH / 2, y = box.y - HEIGHT / 2;
    // What a search does not find is pale, with dark words that can still be read; what the chosen box is joined to is not.
    const pale = dimmed && !dimmed.has(i) && i !== chosen && !(chosen >= 0 && around[chosen].includes(i));
    pen.globalAlpha = pale ? .3 : 1;
    pen.fillStyle = box.color;
    if (scale < .22) { pen.fillRect(x, y, WIDTH, HEIGHT); }
    else {
      pen.beginPath(); pen.roundRect(x, y, WIDTH, HEIGHT, 6); pen.fill();
      pen.globalAlpha = pale ? .75 : 1; pen.fillStyle = pale ? "#1d2530" : "#fff"; pen.font = "600 12px system-ui, DejaVu Sans, sans-serif"; pen.fillText(label(i), x + 9, y + 13);
      pen.globalAlpha *= .85; pen.font = "10.5px system-ui, DejaVu Sans, sans-serif"; pen.fillText(kinds[i], x + 9, y + 27);
    }
    pen.globalAlpha = 1;
    if (i === chosen) { pen.strokeStyle = "#0b1320"; pen.lineWidth = Math.max(2.5, 2.5 / scale); pen.strokeRect(x - 2, y - 2, WIDTH + 4, HEIGHT + 4); }
  }
  const cut = (text, most) => text.length <= most ? text : text.slice(0, Math.max(3, most - 1)) + "…";
  const kinds = boxes.map((box, i) => cut(box.kind, 22 - shape(i).length) + shape(i));
  // The end of a name tells most; as much of it is shown as is wide enough.
  const labels = [];
  function label(i) {
    if (labels[i] === undefined) { const text = boxes[i].label; let from = 0; while (from < text.length && pen.measureText((from ? "…" : "") + text.slice(from)).width > WIDTH - 16) from++; labels[i] = (from ? "…" : "") + text.slice(from); }
    return labels[i];
  }
  function shape(i) { const step = data.steps[i - offset], output = step && step.outputs[0]; return output && output.shape ? "  " + output.shape.slice(1).join("×") : ""; }
  function at(event) { const area = canvas.getBoundingClientRect(); return [left + (event.clientX - area.left) / scale, top + (event.clientY - area.top) / scale]; }
  function hit(event) { const [x, y] = at(event); return boxes.findIndex(b => Math.abs(b.x - x) < WIDTH / 2 && Math.abs(b.y - y) < HEIGHT / 2); }
  function zoom(factor, x, y) { const next = Math.max(.01, Math.min(4, scale * factor)); left = x - (x - left) * scale / next; top = y - (y - top) * scale / next; scale = next; redraw(); }
  const middle = () => [left + canvas.clientWidth / 2 / scale, top + canvas.clientHeight / 2 / scale];
  function fit() { const w = canvas.clientWidth, h = canvas.clientHeight; scale = Math.min(1.2, w / (high - low), h / (bottom + 2 * HEIGHT)); left = (low + high) / 2 - w / 2 / scale; top = bottom / 2 - h / 2 / scale; redraw(); }
  function home() { scale = 1; const first = boxes[0] || { x: 0 }; left = first.x - canvas.clientWidth / 2; top = -60; redraw(); }
  let drag = null;
  canvas.addEventListener("pointerdown", event => { drag = [event.clientX, event.clientY, left, top, false]; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", event => { if (!drag) { canvas.style.cursor = hit(event) >= 0 ? "pointer" : "grab"; return; }
    if (Math.abs(event.clientX - drag[0]) + Math.abs(event.clientY - drag[1]) > 4) drag[4] = true;
    left = drag[2] - (event.clientX - drag[0]) / scale; top = drag[3] - (event.clientY - drag[1]) / scale; redraw(); });
  canvas.addEventListener("pointerup", event => { if (drag && !drag[4]) choose(hit(event)); drag = null; });
  canvas.addEventListener("wheel", event => { event.preventDefault(); const [x, y] = at(event);
    if (event.ctrlKey || event.metaKey || !event.shiftKey) zoom(Math.exp(-event.deltaY * .0015), x, y); else { left += event.deltaY / scale; redraw(); } }, { passive: false });
  document.getElementById("plus").onclick = () => zoom(1.4, ...middle());
  document.getElementById("minus").onclick = () => zoom(1 / 1.4, ...middle());
  document.getElementById("fit").onclick = fit; document.getElementById("home").onclick = home;
  new ResizeObserver(redraw).observe(canvas);
  return { home, offset, boxes, neighbours: i => [...new Set(around[i])], onChoose: f => { choose = f; },
    select(i, move) { chosen = i; if (i >= 0 && move) { if (scale < .5) scale = .8; left = boxes[i].x - canvas.clientWidth / 2 / scale; top = boxes[i].y - canvas.clientHeight / 2 / scale; } redraw(); },
    dim(set) { dimmed = set; redraw(); }, place: i => { const area = canvas.getBoundingClientRect(); return [area.left + (boxes[i].x - left) * scale, area.top + (boxes[i].y - top) * scale]; } };
})();

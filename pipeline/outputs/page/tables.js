// Tables: filter, sort, arrow keys from link to link. Only the first rows are laid out, more as one scrolls down, so
// that thousands stay fluid; class “out” marks the rows that the filter takes out.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = JSON.parse(document.getElementById("words").textContent);
const collator = new Intl.Collator("zh-CN", { numeric: true });
const STEP = 100;                 // rows
const contents = new WeakMap();   // what a row is searched by
const limits = new WeakMap();     // how many rows of a table are laid out

function paint(table, limit = STEP) {
  let left = 0;
  for (const row of table.tBodies[0].rows) {
    const out = row.classList.contains("out");
    const hidden = out || left >= limit;
    if (row.hidden !== hidden) row.hidden = hidden;
    left += !out;
  }
  limits.set(table, Math.min(limit, left));
  return left;
}

const more = (table) => paint(table, limits.get(table) + STEP);

function content(row) {
  if (!contents.has(row)) contents.set(row, row.textContent.toLowerCase());
  return contents.get(row);
}

// Takes out the rows that lack one of the words asked for, or the class that is asked for; counts the others.
function filter(table) {
  const asked = document.querySelector(`[data-filter="${table.id}"]`).value.toLowerCase().split(/\s+/).filter(Boolean);
  const only = document.querySelector(`[data-only="${table.id}"]`)?.checked;
  const rows = table.tBodies[0].rows;
  for (const row of rows) {
    const fits = asked.every((word) => content(row).includes(word)) && (!only || row.classList.contains("only"));
    row.classList.toggle("out", !fits);
  }
  const count = document.querySelector(`[data-count="${table.id}"]`);
  count.textContent = words.rows_shown.replace("{n}", paint(table)).replace("{all}", rows.length);
}

function value(row, index) {
  const cell = row.cells[index];
  return cell.dataset.value ?? cell.textContent.trim();
}

// Up, down, and back to the order of the files. Numbers as numbers; what is not stated comes last, whichever way.
function sort(head) {
  const table = head.closest("table");
  const rows = [...table.tBodies[0].rows];
  rows.forEach((row, n) => { row.dataset.order ??= n; });
  const way = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
  const sign = way === "descending" ? -1 : 1;
  const keys = new Map(rows.map((row) => [row, way === "none" ? row.dataset.order : value(row, head.cellIndex)]));
  const numeric = [...keys.values()].every((key) => key === "" || Number.isFinite(Number(key)));
  const compare = numeric ? (a, b) => Number(a) - Number(b) : collator.compare;
  rows.sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    return x === "" || y === "" ? (x === "") - (y === "") : sign * compare(x, y);
  });
  table.tBodies[0].append(...rows);
  paint(table);
  for (const other of head.parentElement.cells) other.setAttribute("aria-sort", other === head ? way : "none");
}

// The nearest cell with a link in the direction of an arrow key.
function neighbour(cell, key) {
  const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[key] || [0, 0];
  const next = (row) => (down > 0 ? row.nextElementSibling : row.previousElementSibling);
  let row = cell.parentElement;
  let index = cell.cellIndex;
  while (down || right) {
    if (right) index += right;
    else do row = next(row); while (row && row.classList.contains("out"));
    const link = row?.cells[index]?.querySelector("a");
    if (link) return link;
    if (!row?.cells[index]) return null;
  }
  return null;
}

for (const table of all("table[id]")) {
  const frame = table.closest(".scroll");
  frame.addEventListener("scroll", () => {
    if (frame.scrollTop + 2 * frame.clientHeight > frame.scrollHeight) more(table);
  }, { passive: true });
  for (const button of all("thead button", table)) button.addEventListener("click", () => sort(button.closest("th")));
  table.tBodies[0].addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    const link = cell && !event.altKey && !event.ctrlKey && !event.metaKey && neighbour(cell, event.key);
    if (!link) return;
    event.preventDefault();
    if (link.closest("tr").hidden) more(table);
    link.focus();
  });
  window.addEventListener("beforeprint", () => { if (table.offsetParent) paint(table, Infinity); });
  window.addEventListener("afterprint", () => paint(table));
}
for (const box of all("[data-filter], [data-only]")) {
  const table = document.getElementById(box.dataset.filter || box.dataset.only);
  box.addEventListener("input", () => filter(table));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.value || box.type !== "search") return;
    event.stopPropagation();
    box.value = "";
    filter(table);
  });
}
for (const table of all("table[id]")) filter(table);

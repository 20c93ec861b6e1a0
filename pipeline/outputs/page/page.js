"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const view = document.getElementById("report");
  const article = view.querySelector("article");
  let shown = "";

  // The text cut at every border of a mark or heading; each piece carries the marks that hold it.
  function pieces(report) {
    const borders = new Set([0, report.text.length]);
    const chars = [...report.text];               // offsets count code points, strings count UTF-16 units
    const units = chars.length === report.text.length ? null : [0];
    if (units) for (const char of chars) units.push(units[units.length - 1] + char.length);
    const at = (n) => (units ? units[Math.min(n, chars.length)] : n);
    const spans = report.marks.map(([start, end, ...rest]) => [at(start), at(end), ...rest]);
    const heads = report.heads.map(([start, end]) => [at(start), at(end)]);
    for (const [start, end] of [...spans, ...heads]) { borders.add(start); borders.add(end); }
    const cuts = [...borders].sort((a, b) => a - b);
    return { cuts, spans, heads, at };
  }

  function draw(id) {
    const report = data[id];
    const { cuts, spans, heads, at } = pieces(report);
    const fragment = document.createDocumentFragment();
    let next = 0;
    let open = [];
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      while (next < spans.length && spans[next][0] <= start) open.push(next++);
      open = open.filter((n) => spans[n][1] > start);
      let node = document.createTextNode(report.text.slice(start, end));
      if (open.length) {
        const [, , layer, words, rule] = spans[open[open.length - 1]];
        const mark = document.createElement("mark");
        mark.className = layer;
        mark.dataset.n = open.join(" ");
        mark.title = `${words}（${rule}）`;
        mark.append(node);
        node = mark;
      }
      if (heads.some(([a, b]) => a <= start && end <= b)) {
        const head = document.createElement("span");
        head.className = "head";
        head.append(node);
        node = head;
      }
      const piece = document.createElement("span");
      piece.dataset.from = start;
      piece.append(node);
      fragment.append(piece);
    }
    article.replaceChildren(fragment);
    const list = view.querySelector("aside ol");
    list.replaceChildren(...spans.map(([, , layer, words], n) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#r=${id}&p=${report.marks[n][0]}`;
      const badge = document.createElement("mark");
      badge.className = layer;
      badge.textContent = view.querySelector(`.legend mark.${layer}`).textContent;
      link.append(badge, ` ${words || report.text.slice(at(report.marks[n][0]), at(report.marks[n][0]) + 24)}`);
      item.append(link);
      return item;
    }));
    const about = document.querySelector(`template[data-report="${id}"]`).dataset;
    view.querySelector("h2").textContent = about.title;
    view.querySelector(".file").textContent = [about.branch, about.file].filter(Boolean).join(" · ");
    shown = id;
  }

  function point(place) {
    all(".spot", article).forEach((node) => node.classList.remove("spot"));
    if (place === null) return;
    const report = data[shown];
    const unit = pieces(report).at(Number(place));
    const found = all("[data-from]", article).filter((node) => Number(node.dataset.from) <= unit).pop();
    if (!found) return;
    found.classList.add("spot");
    found.scrollIntoView({ block: "center" });
  }

  function go() {
    const hash = decodeURIComponent(location.hash.slice(1)) || "overview";
    const query = new URLSearchParams(hash);
    const id = query.get("r");
    const name = id && data[id] ? "report" : document.getElementById(hash) ? hash : "overview";
    all(".view").forEach((node) => node.classList.toggle("on", node.id === name));
    all("nav a").forEach((link) => link.toggleAttribute("aria-current", link.hash === `#${name}`));
    if (name !== "report") { view.querySelector(".back").href = `#${name}`; window.scrollTo(0, 0); return; }
    if (shown !== id) draw(id);
    if (query.get("p") === null) window.scrollTo(0, 0);
    point(query.get("p"));
    view.focus({ preventScroll: true });
  }

  function filter(table) {
    const words = (document.querySelector(`[data-filter="${table.id}"]`)?.value || "").trim().toLowerCase();
    const only = document.querySelector(`[data-only="${table.id}"]`)?.checked;
    for (const row of table.tBodies[0].rows) {
      row.hidden = (words && !row.textContent.toLowerCase().includes(words)) || (only && !row.classList.contains("lacking"));
    }
  }

  function sort(head) {
    const table = head.closest("table");
    const index = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    const key = (row) => { const cell = row.cells[index]; return cell.dataset.value ?? cell.textContent.trim(); };
    const rows = [...table.tBodies[0].rows];
    const numeric = rows.every((row) => key(row) === "" || !Number.isNaN(Number(key(row))));
    rows.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === "" || y === "") return (x === "") - (y === "");   // what is not stated comes last, whichever way
      const order = numeric ? Number(x) - Number(y) : x.localeCompare(y, "zh-CN");
      return down ? -order : order;
    });
    table.tBodies[0].append(...rows);
    for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  all("[data-filter]").forEach((box) => box.addEventListener("input", () => filter(document.getElementById(box.dataset.filter))));
  all("[data-only]").forEach((box) => box.addEventListener("change", () => filter(document.getElementById(box.dataset.only))));
  all(".sortable thead button").forEach((button) => button.addEventListener("click", () => sort(button.closest("th"))));
  all("[data-layer]").forEach((box) => box.addEventListener("change", () => {
    all(`mark.${box.dataset.layer}`, article).forEach((mark) => mark.classList.toggle("off", !box.checked));
  }));
  window.addEventListener("hashchange", go);
  go();
})();

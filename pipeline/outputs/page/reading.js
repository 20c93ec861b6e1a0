// The view of one report: its text with everything that was found in it, and lists that lead there.

const reading = (() => {
  const view = document.querySelector('[data-view="report"]');
  const article = view.querySelector("article");
  const banner = view.querySelector(".banner");
  const off = new Set();   // layers that are not to be marked
  let report = null;
  let aim = null;          // what is pointed at: its key, words about it, spots in the text, which of them is current

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, text] of Object.entries(attributes)) if (text || text === 0) node.setAttribute(name, text);
    node.append(...children);
    return node;
  }

  function address(key, n = 0) {
    return `#/report/${report.id}/${encodeURIComponent(key)}${n ? `/${n}` : ""}`;
  }

  const excerpt = ([start, end]) => report.text.slice(start, Math.min(end, start + 40)).replace(/\s+/g, " ");

  // The heading and the parts that it was taken for.
  function titled(head) {
    const roles = head[3].split("|").filter((role) => words.roles[role] && role !== "other");
    return [excerpt(head), make("small", {}, roles.length ? ` ${roles.map((role) => words.roles[role]).join(document.documentElement.lang === "en" ? ", " : "、")}` : "")];
  }

  // What a key of an address points at, and what there is to say of it.
  function target(key) {
    const colon = key.indexOf(":");
    const [kind, rest] = colon < 0 ? ["", key] : [key.slice(0, colon), key.slice(colon + 1)];
    const spots = report.places[key] || [];
    if (kind === "finding") return tellFinding(report.findings[rest]);
    if (kind === "head") return { label: "", text: "", spots: report.heads[rest] ? [report.heads[rest]] : [] };
    if (kind === "mark") return tellMark(report.marks[rest]);
    if (kind === "part") {
      const finding = report.findings[report.lacks[rest]];
      const looked = finding && !finding.at;
      const also = `finding:${report.lacks[rest]}`;
      return { ...(finding && tellFinding(finding)), label: words.roles[rest] || rest, spots, looked, also };
    }
    if (kind) return { label: words[kind], text: kind === "alike" ? "" : rest, spots };
    const text = [report.figures[key], report.corrected[key] && `✎ ${report.corrected[key]}`].filter(Boolean).join("　");
    return { label: words.titles[key] || "", text, spots };
  }

  function tellFinding(finding) {
    if (!finding) return { label: "", text: "", spots: [] };
    const { severity, message, checked, remark, at } = finding;
    const text = [message, checked && `（${words.checked}）`, remark].filter(Boolean).join(" ");
    return { label: words.severities[severity], text, tone: severity, spots: at ? [at] : [] };
  }

  function tellMark(mark) {
    if (!mark) return { label: "", text: "", spots: [] };
    const [start, end, layer, note, rule, doubt] = mark;
    const text = [note, doubt && `（${words.doubtful_mark}）`, `〔${rule}〕`].filter(Boolean).join(" ");
    return { label: words.layers[layer], text, spots: [[start, end]] };
  }

  // The text a line at a time, cut at every border of a mark, a heading or a spot.
  function lines() {
    const marks = report.marks.map((mark, n) => [...mark, n]).filter(([, , layer]) => !off.has(layer));
    const heads = report.heads;
    const spots = aim.spots;
    const holds = ([from, to] = [], start, end) => from <= start && end <= to;
    const borders = [...new Set([...marks, ...heads, ...spots].flatMap(([start, end]) => [start, end]))].sort((a, b) => a - b);
    let [border, mark, head, open, start] = [0, 0, 0, [], 0];
    return report.text.split("\n").map((text) => {
      const line = make("p", {});
      const stop = start + text.length;
      while (start < stop) {
        while (borders[border] <= start) border += 1;
        const end = Math.min(stop, borders[border] ?? stop);
        while (mark < marks.length && marks[mark][0] <= start) { open.push(marks[mark]); mark += 1; }
        while (head < heads.length && heads[head][1] <= start) head += 1;
        open = open.filter((some) => some[1] > start);
        const spot = holds(spots[aim.n], start, end) ? aim.n : spots.findIndex((some) => holds(some, start, end));
        const heading = head < heads.length && heads[head][0] <= start;
        line.append(piece(report.text.slice(start, end), open, heading, spot));
        start = end;
      }
      if (!text) line.append(make("br", {}));
      start = stop + 1;
      return line;
    });
  }

  function piece(text, open, heading, spot) {
    const [, , layer, note, , doubt, n] = open[open.length - 1] || [];
    const classes = [layer, doubt && "doubt", heading && "head", spot >= 0 && "spot", spot >= 0 && spot === aim.n && "now"];
    const named = classes.filter(Boolean).join(" ");
    if (!named) return text;
    const title = layer && `${words.layers[layer]}${note && "：" + note}`;
    return make(layer ? "mark" : "span", { class: named, "data-n": n, title }, text);
  }

  // What is pointed at, in words, with a way to the place before and after, and for a missing part where it was sought.
  function tell() {
    const { key, label, text, tone, spots, n, looked } = aim;
    banner.hidden = !label;
    banner.className = `banner ${tone || ""}`;
    const step = (to, word) => make("a", { class: "step", href: spots[to] && address(key, to) }, word);
    const place = words.place_of.replace("{n}", n + 1).replace("{all}", spots.length);
    const parts = [make("b", {}, label), ` ${text} `];
    if (spots.length > 1) parts.push(make("span", { class: "steps" }, place, step(n - 1, words.before), step(n + 1, words.after)));
    const other = alike();
    if (other) parts.push(" ", make("a", { class: "together", href: `#/pair/${report.id}/${other}` }, words.beside));
    if (!spots.length && !looked) parts.push(make("span", { class: "soft" }, words.nothing_found));
    if (looked) {
      const heads = report.heads.map((head, i) => make("li", {}, make("a", { href: address(`head:${i}`) }, ...titled(head))));
      parts.push(make("p", {}, heads.length ? words.looked_at : words.no_outline), make("ul", {}, ...heads));
    }
    banner.replaceChildren(...parts);
  }

  // The other report, where what is pointed at is a passage that it shares.
  function alike() {
    const { key, spots } = aim;
    if (key.startsWith("alike:")) return key.slice("alike:".length);
    const same = ([start, end]) => start === spots[0][0] && end === spots[0][1];
    const found = key.startsWith("finding:") && spots.length && Object.keys(report.places).find(
      (name) => name.startsWith("alike:") && report.places[name].some(same));
    return found && found.slice("alike:".length);
  }

  function fill(name, items, none) {
    const list = view.querySelector(`[data-list="${name}"]`);
    list.querySelector("summary span").textContent = items.length || "";
    list.querySelector("ul").replaceChildren(...(items.length ? items : [make("li", { class: "soft" }, none)]));
  }

  function item(key, classes, ...children) {
    const leads = target(key).spots.length > 0 || key.startsWith("finding");
    const inside = leads ? make("a", { href: address(key), "data-key": key }, ...children) : make("span", {}, ...children);
    return make("li", { class: classes }, inside);
  }

  // Figures that a person emptied.
  const blanked = () => Object.fromEntries(Object.keys(report.corrected)
    .filter((column) => words.titles[column] && !report.figures[column]).map((column) => [column, "–"]));

  function lists() {
    fill("findings", report.findings.map((finding, n) => {
      const badge = make("b", {}, words.severities[finding.severity]);
      return item(`finding:${n}`, `${finding.severity} ${finding.checked ? "checked" : ""}`, badge, ` ${tellFinding(finding).text}`);
    }), words.no_findings);
    const figures = Object.entries({ ...report.figures, ...blanked() });
    fill("figures", figures.map(([column, text]) => {
      const tip = report.corrected[column];
      const said = make("bdi", { title: tip, class: tip && "corrected" }, text, tip ? " ✎" : "");
      return item(column, "figure", make("span", {}, words.titles[column]), said);
    }), words.no_facts);
    fill("heads", report.heads.map((head, n) => item(`head:${n}`, `level${Math.min(head[2], 3)}`, ...titled(head))), words.no_outline);
    fill("marks", report.marks.map(([start, end, layer, note, , doubt], n) => {
      const badge = make("mark", { class: `${layer} ${doubt ? "doubt" : ""}` }, words.layers[layer]);
      return item(`mark:${n}`, `of-${layer}`, badge, ` ${excerpt([start, end])}`, make("small", {}, note && ` ${note}`));
    }), words.no_facts);
    for (const box of all("[data-layer]", view)) {
      const times = report.marks.filter(([, , layer]) => layer === box.dataset.layer).length;
      box.closest("label").querySelector("span").textContent = times;
    }
  }

  function draw() {
    article.replaceChildren(...(report.text ? lines() : [make("p", { class: "soft" }, words.text_left_out)]));
    for (const link of all("[data-key]", view)) {
      if ([aim.key, aim.also].includes(link.dataset.key)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  const data = (id) => ({ id, ...JSON.parse(document.getElementById(`report-${id}`).textContent) });

  function load(id) {
    report = data(id);
    const { title, branch, file, report_date: date } = report.figures;
    view.querySelector("h2").textContent = title || branch || file;
    view.querySelector(".hint").replaceChildren(
      ...[title && branch, date, file].filter(Boolean).flatMap((text) => [make("bdi", {}, text), " · "]).slice(0, -1));
    lists();
  }

  function open(id, key, n) {
    const fresh = report?.id !== id;
    if (fresh) load(id);
    aim = { key, n, ...target(key) };
    draw();
    tell();
    const spot = article.querySelector(".now");
    if (spot) spot.scrollIntoView({ block: "center" });
    else if (fresh || key) window.scrollTo(0, 0);
    if (fresh || !view.contains(document.activeElement)) view.querySelector("h2").focus({ preventScroll: true });
  }

  article.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || String(window.getSelection())) return;
    aim = { key: `mark:${mark.dataset.n}`, n: 0, ...target(`mark:${mark.dataset.n}`) };
    history.replaceState(null, "", address(aim.key));
    draw();
    tell();
    view.querySelector("[data-list=marks]").open = true;
    view.querySelector("[data-key][aria-current]")?.scrollIntoView({ block: "nearest" });
  });
  for (const box of all("[data-layer]", view)) box.addEventListener("change", () => {
    if (box.checked) off.delete(box.dataset.layer);
    else off.add(box.dataset.layer);
    for (const node of all(`.of-${box.dataset.layer}`, view)) node.hidden = !box.checked;
    draw();
  });
  window.addEventListener("beforeprint", () => all("details", view).forEach((list) => { list.open = true; }));
  return { open, make, data, has: (id) => Boolean(id && document.getElementById(`report-${id}`)), view };
})();

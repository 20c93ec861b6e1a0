// Two alike reports side by side: each shared passage with what stands around it, in the words of both.

const pairing = (() => {
  const view = document.querySelector('[data-view="pair"]');
  const AROUND = 40;   // characters shown before and after a passage
  const NEAR = 60;     // so close to each other in both reports, passages are one row, and what differs stands between

  const { make, data } = reading;
  const key = (one, other) => `#/report/${one}/${encodeURIComponent(`alike:${other}`)}`;

  // The passages in rows: runs of those that follow each other closely in both reports.
  function rows(ours, theirs) {
    const found = [];
    ours.forEach((_, n) => {
      const near = (spots) => n && spots[n][0] >= spots[n - 1][1] && spots[n][0] - spots[n - 1][1] <= NEAR;
      if (near(ours) && near(theirs)) found[found.length - 1].push(n);
      else found.push([n]);
    });
    return found;
  }

  // One side of a row: the passages marked, each a way to its place in the report.
  function side(report, other, numbers, spots) {
    const { text } = report;
    const [first, last] = [spots[numbers[0]][0], spots[numbers[numbers.length - 1]][1]];
    const lead = text.slice(Math.max(0, first - AROUND), first).split("\n").pop();
    const tail = text.slice(last, last + AROUND).split("\n")[0];
    const cell = make("div", { role: "cell", lang: "zh-CN" }, make("span", { class: "soft" }, (first > AROUND && lead.length === AROUND ? "…" : "") + lead));
    numbers.forEach((n, i) => {
      const [start, end] = spots[n];
      if (i) cell.append(make("span", { class: "differs" }, text.slice(spots[numbers[i - 1]][1], start)));
      const link = make("a", { href: `${key(report.id, other)}/${n}` }, make("mark", { class: "same" }, text.slice(start, end)));
      cell.append(link);
    });
    cell.append(make("span", { class: "soft" }, tail + (tail.length === AROUND ? "…" : "")));
    return cell;
  }

  function head(report, other) {
    const { branch, title, file } = report.figures;
    const name = make("a", { href: key(report.id, other) }, make("bdi", {}, branch || title || file));
    return make("div", { role: "columnheader" }, name, make("small", {}, make("bdi", {}, file)));
  }

  function open(one, other) {
    const [left, right] = [data(one), data(other)];
    const [ours, theirs] = [left.places[`alike:${other}`] || [], right.places[`alike:${one}`] || []];
    const whole = ours.length && ours.length === theirs.length;
    const names = [left, right].map(({ figures: { branch, title, file } }) => branch || title || file);
    view.querySelector("h2").textContent = names.join(" ⇄ ");
    const hint = whole ? words.passages.replace("{n}", ours.length) : words.passage_left_out;
    view.querySelector(".hint").textContent = hint;
    const lines = whole ? rows(ours, theirs) : [];
    view.querySelector(".beside").replaceChildren(
      make("div", { role: "row", class: "heads" }, head(left, other), head(right, one)),
      ...lines.map((numbers) => make("div", { role: "row" }, side(left, other, numbers, ours), side(right, one, numbers, theirs))));
  }

  return { open, view, has: (one, other) => Boolean(view && reading.has(one) && reading.has(other)) };
})();

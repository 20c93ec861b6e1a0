// Which view is shown follows the address: #/view, #/view/only, #/pair/id/id, #/report/id/key/place.

const views = new Map(all(".view").map((node) => [node.dataset.view, node]));
const pageTitle = document.title;
let from = "overview";   // the address that a report was opened from, and the link that opened it
let opener = null;
const base = (address) => views.get(address.split("/")[0]);

function decoded(part) {
  try { return decodeURIComponent(part); } catch { return ""; }
}

function show(name) {
  document.body.dataset.shown = name;
  for (const [other, node] of views) node.classList.toggle("on", other === name);
  for (const link of all("nav a")) {
    if (link.hash === `#/${name === "pair" ? "similar" : name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function entitle(name) {
  const title = views.get(name).querySelector("h2").textContent;
  document.title = name === "overview" ? pageTitle : `${title} · ${pageTitle}`;
}

// The reports as the view one came from lists them, so that the next one is the next one there.
function listed() {
  const links = all('a[href^="#/report/"]', base(from)).filter((link) => !link.closest(".out"));
  return [...new Set(links.map((link) => link.hash.split("/")[2]))].filter(reading.has);
}

// The links at the top of a view: to the addresses before and after this one, and back to where it was opened from.
function neighbours(view, addresses, address, out) {
  const at = addresses.indexOf(address);
  for (const [name, other] of [["previous", addresses[at - 1]], ["next", at < 0 ? null : addresses[at + 1]]]) {
    const link = view.querySelector(`.${name}`);
    if (other) link.href = other;
    else link.removeAttribute("href");
  }
  const back = view.querySelector(".back");
  back.href = `#/${out}`;
  back.textContent = words.back.replace("{view}", base(out).querySelector("h2").textContent);
}

function showTable(name, option) {
  const box = views.get(name).querySelector("[data-only]");
  if (box && option === "only" && !box.checked) box.click();
  const back = opener;
  opener = null;
  if (back && views.get(name).contains(back)) back.focus();
  else window.scrollTo(0, 0);
}

function showPair(one, other) {
  const address = `#/pair/${one}/${other}`;
  const pairs = all('#pairs a[href^="#/pair/"]').filter((link) => !link.closest(".out")).map((link) => link.hash);
  show("pair");
  neighbours(pairing.view, pairs, address, "similar");
  pairing.open(one, other);
  entitle("pair");
  const back = opener && all("a", pairing.view).find((link) => link.hash === opener.hash);
  opener = document.querySelector(`#pairs a[href="${address}"]`);
  if (back) return back.focus();
  window.scrollTo(0, 0);
  return pairing.view.querySelector("h2").focus({ preventScroll: true });
}

function go() {
  const [, name = "", id = "", key = "", n = ""] = location.hash.split("/").map(decoded);
  if (name === "report" && reading.has(id)) {
    show("report");
    neighbours(reading.view, listed().map((other) => `#/report/${other}`), `#/report/${id}`, from);
    reading.open(id, key, Number(n) || 0);
    entitle(name);
    return;
  }
  if (name === "pair" && pairing.has(id, key)) {
    from = `pair/${id}/${key}`;
    showPair(id, key);
    return;
  }
  from = views.has(name) && !["report", "pair"].includes(name) ? name : "overview";
  show(from);
  entitle(from);
  showTable(from, id);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const step = reading.view.contains(link) && link.hash.startsWith("#/report/");
  if (!step && /^#\/(report|pair)\//.test(link.hash)) opener = link;
  if (step) {   // inside a report, so that “back” leads out of it
    event.preventDefault();
    location.replace(link.hash);
  } else if (link.classList.contains("skip")) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (document.body.dataset.shown === "report") location.hash = `#/${from}`;
  if (document.body.dataset.shown === "pair") location.hash = "#/similar";
});
window.addEventListener("hashchange", go);
go();

// Which view is shown follows the address: #/view, #/view/only, #/report/id/key/place.

const views = new Map(all(".view").map((node) => [node.dataset.view, node]));
const pageTitle = document.title;
let from = "overview";   // the view that a report was opened from, and the link that opened it
let opener = null;

function decoded(part) {
  try { return decodeURIComponent(part); } catch { return ""; }
}

function show(name) {
  document.body.dataset.shown = name;
  for (const [other, node] of views) node.classList.toggle("on", other === name);
  for (const link of all("nav a")) {
    if (link.hash === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function entitle(name) {
  const title = views.get(name).querySelector("h2").textContent;
  document.title = name === "overview" ? pageTitle : `${title} · ${pageTitle}`;
}

// The reports as the view one came from lists them, so that the next one is the next one there.
function listed() {
  const links = all('a[href^="#/report/"]', views.get(from)).filter((link) => !link.closest(".out"));
  return [...new Set(links.map((link) => link.hash.split("/")[2]))].filter(reading.has);
}

function neighbours(id) {
  const ids = listed();
  const at = ids.indexOf(id);
  for (const [name, other] of [["previous", ids[at - 1]], ["next", at < 0 ? null : ids[at + 1]]]) {
    const link = reading.view.querySelector(`.${name}`);
    if (other) link.href = `#/report/${other}`;
    else link.removeAttribute("href");
  }
  const back = reading.view.querySelector(".back");
  back.href = `#/${from}`;
  back.textContent = words.back.replace("{view}", views.get(from).querySelector("h2").textContent);
}

function showTable(name, option) {
  const box = views.get(name).querySelector("[data-only]");
  if (box && option === "only" && !box.checked) box.click();
  const back = opener;
  opener = null;
  if (back && views.get(name).contains(back)) back.focus();
  else window.scrollTo(0, 0);
}

function go() {
  const [, name = "", id = "", key = "", n = ""] = location.hash.split("/").map(decoded);
  if (name === "report" && reading.has(id)) {
    show("report");
    neighbours(id);
    reading.open(id, key, Number(n) || 0);
    entitle(name);
    return;
  }
  from = views.has(name) && name !== "report" ? name : "overview";
  show(from);
  entitle(from);
  showTable(from, id);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const step = reading.view.contains(link) && link.hash.startsWith("#/report/");
  if (!step && link.hash.startsWith("#/report/")) opener = link;
  if (step) {   // inside a report, so that “back” leads out of it
    event.preventDefault();
    location.replace(link.hash);
  } else if (link.classList.contains("skip")) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && views.get("report").classList.contains("on")) location.hash = `#/${from}`;
});
window.addEventListener("hashchange", go);
go();

// What the page can do more where scripts run. Every page is whole without this: buttons are hidden until here.

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/* The reader's choice of light or dark outlives the page; where nothing was chosen the system decides. */
const THEME = "neuguong-theme";
const remembered = () => { try { return localStorage.getItem(THEME); } catch { return null; } };
const remember = (theme) => { try { localStorage.setItem(THEME, theme); } catch { /* a page on a stick may keep nothing */ } };
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const chosen = remembered();
if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

function offerThemes(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
}

/* The address of the page, for a message to somebody. */
function offerLink(button) {
  const [before, after] = [button.textContent, button.dataset.done];
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = after;
      setTimeout(() => { button.textContent = before; }, 4000);
    } catch { /* the browser said no: the address bar is still there */ }
  });
}

function offerPrinting(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* Letters as people type them in a hurry: without marks, đ as d. */
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").replace(/\s+/g, " ").trim().toLowerCase();

function offerFilter(form) {
  const field = form.querySelector("input");
  const said = form.querySelector("output");
  const entries = all(form.dataset.filters).map((element) => [element, bare(element.textContent)]);
  const filter = () => {
    const wanted = bare(field.value);
    let left = 0;
    for (const [element, words] of entries) {
      element.hidden = !words.includes(wanted);
      left += !element.hidden;
    }
    said.value = wanted ? `${left} / ${entries.length}` : "";
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", filter);
  filter(); // a browser that goes back fills the field again
}

/* A photo as large as the screen. Without this the link leads to the picture itself. */
function offerLightbox(dialog) {
  const picture = dialog.appendChild(new Image());
  for (const link of all("a.enlarge")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      picture.src = link.href;
      picture.alt = link.querySelector("img").alt;
      dialog.showModal();
    });
  }
  dialog.addEventListener("click", () => dialog.close());
}

const OFFERS = { theme: offerThemes, link: offerLink, print: offerPrinting, filter: offerFilter, lightbox: offerLightbox };
for (const element of all("[data-offer]")) OFFERS[element.dataset.offer](element);

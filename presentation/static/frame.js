// Says what Streamlit leaves out: the language of the page, and the names of Streamlit's own buttons in that language.
const ATTRIBUTES = ["aria-label", "title", "data-title", "placeholder"];
const NAMED = ATTRIBUTES.map((name) => `[${name}]`).join(",");
const renamed = new WeakMap(); // element → attribute → Streamlit's name and ours
let words = {};
let watcher = null;
let page = null;
let waiting = false;
let follow = () => {};

const ours = (english) => {
  const start = Object.keys(words).find((word) => english === word || english.startsWith(`${word} `) || english.startsWith(`${word}:`));
  if (start) return words[start] + english.slice(start.length);
  const end = Object.keys(words).find((word) => word.startsWith("…") && english.endsWith(word.slice(1))); // “image/png files are …”
  return end ? words[end] : english;
};

function rename(element, name, now, write) {
  if (!now) return;
  const known = renamed.get(element) ?? {};
  const english = known[name]?.ours === now ? known[name].english : now;
  const said = ours(english);
  if (said === now) return;
  known[name] = { english, ours: said };
  renamed.set(element, known);
  write(said);
}

// A dialog of Streamlit's own: a sentence of it is replaced whole.
function renameTexts(dialog) {
  const texts = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const start = Object.keys(words).find((word) => texts.currentNode.nodeValue.startsWith(word));
    if (start && start.length > 10) texts.currentNode.nodeValue = words[start];
  }
}

// What stands on the button of an uploader, beside it, and below it when a file is refused.
function renameUploader(uploader) {
  const texts = document.createTreeWalker(uploader, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    rename(node, "text", node.nodeValue, (said) => { node.nodeValue = said; });
  }
}

function renameAll() {
  waiting = false;
  for (const element of document.querySelectorAll(NAMED))
    for (const name of ATTRIBUTES) rename(element, name, element.getAttribute(name), (said) => element.setAttribute(name, said));
  for (const dialog of document.querySelectorAll('[role="dialog"]')) renameTexts(dialog);
  for (const uploader of document.querySelectorAll('[data-testid="stFileUploader"]')) renameUploader(uploader);
  const skip = document.querySelector('[data-testid="stSkipToContent"]')?.firstChild;
  if (skip) rename(skip, "text", skip.nodeValue, (said) => { skip.nodeValue = said; });
}

// Streamlit first writes the query of the page it opens to the address of the one it leaves: no place to come back to.
function passOver(left) {
  const push = history.pushState;
  const passing = (state, title, address) => {
    if (new URL(address ?? "", location.href).pathname === left) return;
    history.pushState = push;
    push.call(history, state, title, address);
  };
  history.pushState = passing;
  setTimeout(() => { if (history.pushState === passing) history.pushState = push; }, 10000); // a page that never came
}

// Links within texts open their page as the navigation does, without loading everything anew; they stay real links for a new
// tab, for copying and where the server cannot be asked.
function clicked(event) {
  const link = event.target.closest?.('[data-testid="stMarkdownContainer"] a[target="_self"]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.hash) return;
  if (!document.querySelector('[data-test-connection-state="CONNECTED"]')) return;
  event.preventDefault();
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  if (link.pathname !== location.pathname) passOver(location.pathname);
  follow(link.pathname.split("/").pop() + link.search);
}

// Going back to another page, Streamlit forgets what its link asked for; loading that link anew does not.
function wentBack() {
  if (page !== null && location.search && location.pathname.split("/").pop() !== page) location.reload();
}

export default function ({ data, setTriggerValue }) {
  follow = (address) => setTriggerValue("followed", address);
  document.documentElement.lang = data.lang;
  words = data.words;
  renameAll();
  // From page to page the keyboard goes on at the content, not where the page before was left.
  if (page !== null && page !== data.page) document.querySelector('[data-testid="stMain"]')?.focus({ preventScroll: true });
  page = data.page;
  watcher ??= new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(renameAll, 100);
  });
  watcher.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ATTRIBUTES });
  document.addEventListener("click", clicked);
  window.addEventListener("popstate", wentBack);
  return () => {
    watcher.disconnect();
    document.removeEventListener("click", clicked);
    window.removeEventListener("popstate", wentBack);
  };
}

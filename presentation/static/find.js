// Ctrl+K (⌘K) goes to the search box of the page. A key with a modifier alone: a plain letter or “/” would be taken from
// people who steer by speech or with a screen reader. While someone types in another field nothing is taken.
// After a search the first result has the focus, so that Enter opens it; unless the reader has gone elsewhere meanwhile.
const BOX = ".st-key-find_text input";
const TYPED = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';

const toFirstResult = (tries) => {
  const box = document.querySelector(BOX);
  const content = document.querySelector('[data-testid="stMain"]'); // where a new page puts the focus
  const at = document.activeElement;
  const idle = [box, content, document.body, null].includes(at) || at.closest?.(".st-key-find_go");
  if (!idle || tries === 0) return;
  const first = document.querySelector(".st-key-found li a");
  if (first) first.focus();
  else setTimeout(() => toFirstResult(tries - 1), 50);
};

export default function (component) {
  const pressed = (event) => {
    if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const box = document.querySelector(BOX);
    const from = event.composedPath()[0];
    if (!box || (from !== box && from.matches?.(TYPED))) return;
    event.preventDefault();
    box.focus();
    box.select();
  };
  document.querySelector(BOX)?.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  document.addEventListener("keydown", pressed);
  if (component.data?.opened) toFirstResult(60);
  return () => document.removeEventListener("keydown", pressed);
}

// A table of numbers to look through: columns sort where they are, and the button of a row asks where its number comes from.
// Tab stops once at the headings and once at the rows; arrow keys move within them.
const order = new Intl.Collator("vi");

function sort(table, place, head) {
  const down = head.getAttribute("aria-sort") !== "descending";
  for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = (row) => row.cells[place].dataset.value ?? row.cells[place].textContent;
  const numeric = head.classList.contains("number");
  const rows = [...table.tBodies[0].rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (numeric && (one === "" || other === "")) return (one === "") - (other === ""); // what is not known comes last
    return (numeric ? other - one : order.compare(one, other)) * (down === numeric ? 1 : -1);
  });
  table.tBodies[0].append(...rows);
}

function stopAt(buttons, place) {
  buttons.forEach((button, at) => button.setAttribute("tabindex", at === place ? "0" : "-1"));
}

function move(event) {
  const group = event.target.closest("thead, tbody");
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!group || !step || !event.target.matches("button")) return;
  const buttons = [...group.querySelectorAll("button")];
  const place = Math.min(Math.max(buttons.indexOf(event.target) + step, 0), buttons.length - 1);
  event.preventDefault();
  stopAt(buttons, place);
  buttons[place].focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const held = parentElement.querySelector(".held");
  if (held.dataset.drawn !== data.html) {
    held.innerHTML = data.html;
    held.dataset.drawn = data.html;
    for (const group of held.querySelectorAll("thead, tbody")) stopAt([...group.querySelectorAll("button")], 0);
  }
  held.onkeydown = move;
  const press = (chosen) => {
    for (const button of held.querySelectorAll("tbody button")) {
      button.setAttribute("aria-pressed", String(button.dataset.row === chosen));
    }
  };
  press(String(data.chosen));
  held.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.closest("thead")) {
      const head = button.closest("th");
      sort(held.querySelector("table"), head.cellIndex, head);
      return;
    }
    const chosen = button.getAttribute("aria-pressed") === "true" ? "-1" : button.dataset.row;
    press(chosen);
    setTriggerValue("picked", Number(chosen));
  };
}

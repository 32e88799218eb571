// The map is drawn on the server. Here: a plain click or Enter asks for the unit's page without loading everything anew;
// arrow keys go from cell to cell (one stop for Tab), as in a grid.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const map = parentElement.querySelector(".map");
  if (map.dataset.drawn !== data.html) {
    map.innerHTML = data.html;
    map.dataset.drawn = data.html;
  }
  map.onclick = (event) => {
    const cell = event.target.closest("a");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    setTriggerValue("unit", cell.dataset.unit);
  };
  map.onkeydown = (event) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    const from = event.target.closest("a");
    if (!step || !from) return;
    event.preventDefault();
    const place = (cell) => [Number(cell.dataset.row), Number(cell.dataset.column)];
    const [row, column] = place(from);
    let best = null;
    for (const cell of map.querySelectorAll("a")) {
      const [down, right] = [place(cell)[0] - row, place(cell)[1] - column];
      const ahead = down * step[0] + right * step[1];
      if (ahead <= 0) continue;
      const far = ahead + 3 * Math.abs(step[0] ? right : down);
      if (!best || far < best.far) best = { cell, far };
    }
    if (!best) return;
    from.setAttribute("tabindex", "-1");
    best.cell.setAttribute("tabindex", "0");
    best.cell.focus();
  };
}

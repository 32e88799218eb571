// Texts on the page that stand out by less than 4.5 : 1 from what is behind them. axe leaves open what lies over a picture
// or in an SVG; here the colours are blended by hand. Left out: letters on coloured cells (a unit test holds these), the
// mark of demonstration data across charts (its words stand at the head of the page), what is not shown.
() => {
  const channels = (text) => {
    const found = text.match(/^rgba?\(([^)]+)\)/);
    if (found) { const [r, g, b, a = 1] = found[1].split(/[ ,/]+/).map(Number); return [r, g, b, a]; }
    const wide = text.match(/^color\(srgb ([^)]+)\)/);
    if (!wide) return null;
    const [r, g, b, a = 1] = wide[1].split(/[ /]+/).map(Number);
    return [r * 255, g * 255, b * 255, a];
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const linear = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (c) => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  const parent = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const page = channels(getComputedStyle(document.querySelector(".stApp")).backgroundColor); // behind what is scrolled away
  const around = (outer, inner) => {
    const x = (inner.left + inner.right) / 2, y = (inner.top + inner.bottom) / 2;
    return outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom;
  };
  const behind = (element) => {
    const box = element.getBoundingClientRect(), layers = [];
    for (let one = element; one; one = parent(one)) {
      const colour = channels(getComputedStyle(one).backgroundColor);
      if (!colour || colour[3] === 0 || !around(one.getBoundingClientRect(), box)) continue;
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((back, layer) => over(layer, back), page);
  };
  const all = [];
  const walk = (root) => { for (const one of root.querySelectorAll("*")) { all.push(one); if (one.shadowRoot) walk(one.shadowRoot); } };
  walk(document);
  const pale = [];
  for (const element of all) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim())) continue;
    if (["SCRIPT", "STYLE", "TITLE"].includes(element.tagName) || element.closest("[aria-disabled=true], :disabled, svg a, .mark")) continue;
    if (element.closest(".scatterlayer")?.parentElement.querySelector(".heatmaplayer .hm")) continue;
    const box = element.getBoundingClientRect(), style = getComputedStyle(element), drawn = element instanceof SVGElement;
    if (!box.width || !box.height || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (drawn && parseFloat(style.fontSize) >= 20 && element.closest("[class*=annotation]")) continue; // the mark
    const ink = channels(drawn ? style.fill : style.color);
    if (!ink) continue;
    let shown = drawn ? Number(style.fillOpacity) : 1;
    for (let one = element; one; one = parent(one)) shown *= Number(getComputedStyle(one).opacity);
    if (shown === 0) continue;
    const back = behind(element), front = over([...ink.slice(0, 3), ink[3] * shown], back);
    const [low, high] = [luminance(front), luminance(back)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 40)}`);
  }
  return pale;
}

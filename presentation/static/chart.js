// A chart is drawn by Plotly, which is loaded once for all. Streamlit's own element mounts and draws a chart anew at every
// choice; here a new figure takes the place of the old one, and what is out of sight waits until it comes near.
const NEAR = "400px"; // before it is seen
const charts = new WeakMap(); // element → what it shows
const drawn = new Set(); // charts on the page
let library = null;

function plotly(source) {
  library ??= window.Plotly ? Promise.resolve(window.Plotly) : new Promise((found, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => found(window.Plotly);
    script.onerror = () => { library = null; failed(new Error(source)); };
    document.head.append(script);
  });
  return library;
}

function draw(chart) {
  if (!chart.near || chart.shown === chart.figure) return;
  const asked = chart.figure;
  return plotly(chart.source).then((Plotly) => {
    if (asked !== chart.figure || chart.shown === asked || !chart.plot.isConnected) return;
    chart.shown = asked;
    const { data, layout } = JSON.parse(asked);
    return Plotly.react(chart.plot, data, bare(layout), { displayModeBar: false, scrollZoom: false, doubleClick: false });
  });
}

// Beside the plot on the page, title and notes are texts as wide as the page; a picture has them within.
function bare({ title, ...layout }) {
  const { head, foot } = layout.meta;
  const margin = { ...layout.margin, t: layout.margin.t - head, b: layout.margin.b - foot };
  const annotations = layout.annotations.filter((one) => one.name !== "notes");
  return { ...layout, height: layout.height - head - foot, margin, annotations };
}

// A picture stands on white: what reads it may have no theme.
function picture(chart) {
  plotly(chart.source).then((Plotly) => {
    const { data, layout } = JSON.parse(chart.figure);
    const width = Math.max(chart.plot.clientWidth, 360);
    const white = { ...layout, width, paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff" };
    return Plotly.downloadImage({ data, layout: white }, { format: "png", filename: chart.file, scale: 2, width, height: layout.height });
  });
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const chart = charts.get(entry.target);
    if (!chart) continue;
    chart.near = entry.isIntersecting;
    draw(chart);
  }
}, { rootMargin: NEAR });

const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const chart = charts.get(target);
    const before = chart?.width;
    if (chart) chart.width = contentRect.width;
    if (chart?.shown && before && before !== contentRect.width && contentRect.width) window.Plotly.Plots.resize(chart.plot);
  }
});

// On paper all of the page is seen.
window.addEventListener("beforeprint", () => {
  for (const chart of drawn) { chart.near = true; draw(chart); }
});

export default function ({ data, parentElement }) {
  const holder = parentElement.querySelector(".own-chart");
  const plot = holder.querySelector(".plot");
  let chart = charts.get(holder);
  if (!chart) {
    chart = { plot, near: false, shown: null };
    charts.set(holder, chart);
    drawn.add(chart);
    watcher.observe(holder);
    sizes.observe(holder);
  }
  Object.assign(chart, { figure: data.figure, source: data.source, file: data.file });
  plot.style.height = `${data.height}px`; // held free until it is drawn
  holder.querySelector(".title").textContent = data.title;
  holder.querySelector(".notes").replaceChildren(...data.notes.map((note) => {
    const line = document.createElement("p");
    line.textContent = note;
    return line;
  }));
  plot.setAttribute("aria-label", data.words);
  const button = holder.querySelector("button");
  button.title = data.picture;
  button.setAttribute("aria-label", data.picture);
  button.onclick = () => picture(chart);
  draw(chart);
  return () => {
    drawn.delete(chart);
    charts.delete(holder);
    watcher.unobserve(holder);
    sizes.unobserve(holder);
    window.Plotly?.purge(plot);
  };
}

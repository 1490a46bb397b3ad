/* Draws every [data-chart]: the figure stands as JSON in the script element whose id it names.
   Colours and font come from the design tokens (a colour may be the name of one), numbers and dates are Dutch, there is no mode bar
   (Plotly would add a style element that the security policy refuses). */

const style = getComputedStyle(document.documentElement);

function token(name) {
  return style.getPropertyValue(name).trim();
}

const colours = ["green-4", "green-2", "ocher-3", "blue-3", "orange-4", "grey-3"].map((name) => token(`--denhaag-color-${name}`));

const months = "januari februari maart april mei juni juli augustus september oktober november december".split(" ");
const days = "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag".split(" ");

const dutch = {
  moduleType: "locale",
  name: "nl",
  dictionary: {},
  format: {
    days,
    shortDays: days.map((day) => day.slice(0, 2)),
    months,
    shortMonths: months.map((month) => month === "maart" ? "mrt" : month.slice(0, 3)),
    date: "%d-%m-%Y",
    decimal: ",",
    thousands: ".",
  },
};

const config = { displayModeBar: false, responsive: true, locale: "nl", doubleClick: false };

/* Where a person chose the colours (Windows contrast themes), a chart has those alone, and its parts differ by pattern. */
const chosen = matchMedia("(forced-colors: active)");
const PATTERNS = ["", "/", ".", "x", "-", "+"];

function systemColour(name) {
  const probe = document.createElement("span");
  probe.style.color = name;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function inChosenColours(figure) {
  const [ink, ground] = [systemColour("CanvasText"), systemColour("Canvas")];
  figure.data.forEach((trace, place) => {
    if (trace.type === "bar") {
      const shape = PATTERNS[place % PATTERNS.length];
      trace.marker = {
        color: shape ? ground : ink,
        line: { color: ink, width: 2 },
        pattern: { shape, fgcolor: ink, bgcolor: ground, fillmode: "replace", solidity: 0.2 },
      };
      trace.insidetextfont = { color: shape ? ink : ground };
      return;
    }
    [trace.line, trace.marker, trace.marker && trace.marker.line].forEach((drawn) => { if (drawn) drawn.color = ink; });
    if (!trace.line && trace.mode !== "markers") trace.line = { color: ink };
  });
  (figure.layout.shapes || []).forEach((shape) => { shape.line.color = ink; });
  const axis = { gridcolor: systemColour("GrayText"), zerolinecolor: ink, linecolor: ink };
  Object.assign(figure.layout, {
    font: { family: token("--denhaag-typography-sans-serif-font-family"), size: 13, color: ink },
    hoverlabel: { bgcolor: ground, bordercolor: ink, font: { color: ink } },
    xaxis: Object.assign({}, figure.layout.xaxis, axis),
    yaxis: Object.assign({}, figure.layout.yaxis, axis),
  });
}

function layoutFor(figure) {
  const still = { fixedrange: true, automargin: true, gridcolor: token("--denhaag-color-grey-2"), zerolinecolor: token("--denhaag-color-grey-3") };
  const layout = Object.assign({
    colorway: colours,
    dragmode: false,
    font: { family: token("--denhaag-typography-sans-serif-font-family"), size: 13, color: token("--denhaag-color-grey-5") },
    legend: { orientation: "h", traceorder: "normal", y: -0.15 },
    margin: { t: 8, r: 8, b: 40, l: 48 },
    hoverlabel: { font: { family: token("--denhaag-typography-sans-serif-font-family") } },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    separators: ",.",
  }, figure.layout);
  const isHorizontal = figure.data.some((trace) => trace.orientation === "h");
  layout.xaxis = Object.assign({}, still, { showgrid: isHorizontal }, layout.xaxis);
  if (isHorizontal && innerWidth < 1024) layout.xaxis = Object.assign({}, layout.xaxis, { nticks: innerWidth < 600 ? 2 : 4, tickangle: 0 });
  layout.yaxis = Object.assign({}, still, { showgrid: !isHorizontal }, layout.yaxis);
  delete layout.title; // the figcaption says it
  return layout;
}

/* Bars below each other need room for the names beside them, also on a telephone, where the legend takes lines. */
function heightOfBars(figure) {
  const bars = figure.data.filter((trace) => trace.orientation === "h");
  if (!bars.length) return 0;
  const side = figure.layout.barmode === "group" ? bars.length : 1;
  return Math.max(320, bars[0].y.length * Math.max(44, 14 * side) + (innerWidth < 600 ? 90 + 22 * bars.length : 110));
}

function draw(place) {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  figure.data.forEach((trace) => {
    [trace.line, trace.marker, trace.marker && trace.marker.line].forEach((drawn) => {
      if (drawn && /^--/.test(drawn.color)) drawn.color = token(drawn.color);
    });
  });
  if (chosen.matches) inChosenColours(figure);
  const height = figure.layout.height || heightOfBars(figure);
  place.dataset.height = height ? `${height}px` : "";
  place.style.blockSize = place.dataset.height;
  place.classList.add("chart__canvas--drawn");
  Plotly.newPlot(place, figure.data, layoutFor(figure), config);
}

/* Paper is narrower than the screen, 175 mm, and Plotly does not notice. A chart is not taller on it than it has to be. */
function toPaper(place) {
  const height = Math.min(place.clientHeight, 320);
  place.style.blockSize = `${height}px`;
  Plotly.relayout(place, { autosize: false, width: 660, height });
}

function toScreen(place) {
  place.style.blockSize = place.dataset.height;
  Plotly.relayout(place, { autosize: true, width: null, height: null });
}

const drawn = () => document.querySelectorAll(".chart__canvas--drawn");
window.addEventListener("beforeprint", () => { drawn().forEach(toPaper); });
window.addEventListener("afterprint", () => { drawn().forEach(toScreen); });

Plotly.register(dutch);
const drawAll = () => { document.querySelectorAll("[data-chart]").forEach(draw); };
chosen.addEventListener("change", drawAll);
drawAll();

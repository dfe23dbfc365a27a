"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const charts = []; // {chart, paint} of every chart on the page, to be repainted with the theme

const onPaper = () => document.documentElement.classList.contains("printing");
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const seriesColor = (i) => color("series-" + (i % 6 + 1));
const withAlpha = (hex, alpha) => hex + Math.round(alpha * 255).toString(16).padStart(2, "0");

// Times of charts are the account's wall clock written as UTC; those of grids are true UTC.
const clock = (options, timeZone = "UTC") => new Intl.DateTimeFormat("en-GB", {timeZone, ...options});
const dateParts = {year: "numeric", month: "short", day: "numeric"};
const momentParts = {...dateParts, hour: "2-digit", minute: "2-digit", second: "2-digit"};
const clockFor = (zone) => {
  const date = clock(dateParts, zone), moment = clock(momentParts, zone);
  return (seconds, daily) => (daily ? date : moment).format(new Date(seconds * 1000));
};
const showChartTime = clockFor("UTC"), showTime = clockFor(data.zone);
const tickFormats = [clock({year: "numeric"}), clock({month: "short"}), clock({day: "numeric", month: "short"}), clock({hour: "2-digit", minute: "2-digit"}), clock({hour: "2-digit", minute: "2-digit", second: "2-digit"})];

const decimals = (digits) => {
  const format = new Intl.NumberFormat("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits});
  return (x) => format.format(x);
};
const percent = (x) => (100 * x).toFixed(2) + " %";
const plain = decimals(2);
const whole = (x) => Math.abs(x) >= 1000 ? decimals(0)(x) : plain(x);

// The wheel zooms only where a chart is to be explored; elsewhere it scrolls the page.
const addChart = (element, daily, paint, wheel = false) => {
  const chart = LightweightCharts.createChart(element, {
    autoSize: true,
    layout: {attributionLogo: false, panes: {enableResize: true}},
    localization: {locale: "en-GB", timeFormatter: (t) => showChartTime(t, daily)},
    timeScale: {timeVisible: !daily, minBarSpacing: 0.01, tickMarkFormatter: (t, kind) => tickFormats[kind].format(new Date(t * 1000))},
    crosshair: {mode: LightweightCharts.CrosshairMode.Normal},
    handleScroll: {mouseWheel: false},
    handleScale: {mouseWheel: wheel},
  });
  charts.push({chart, paint});
  return chart;
};

const theme = () => ({
  layout: {
    background: {color: color("panel")}, textColor: color("muted"), fontFamily: getComputedStyle(document.body).fontFamily,
    panes: {separatorColor: color("line"), separatorHoverColor: color("grid")},
  },
  grid: {vertLines: {color: color("grid")}, horzLines: {color: color("grid")}},
  rightPriceScale: {borderColor: color("line")},
  timeScale: {borderColor: color("line")},
});

const repaint = () => {
  for (const {chart, paint} of charts) {
    chart.applyOptions(theme());
    paint();
  }
};

const points = (time, values) => time.map((t, i) => values[i] === null ? {time: t} : {time: t, value: values[i]});

// legend shows the values under the crosshair, or the last ones. An entry is {name, color, series, format}.
const legend = (element, chart, entries, title) => {
  const show = (param) => {
    element.replaceChildren();
    if (title) element.append(title(param && param.time));
    for (const entry of entries()) {
      if (!entry.series.options().visible) continue;
      let point = param && param.time !== undefined ? param.seriesData.get(entry.series) : undefined;
      if (!point && !(param && param.time !== undefined)) point = lastPoint(entry.series);
      const value = point && (point.value ?? point.close);
      const item = document.createElement("span"), swatch = document.createElement("i"), number = document.createElement("b");
      swatch.style.background = entry.color();
      number.textContent = value === undefined ? "–" : entry.format(value);
      item.append(swatch, entry.name + " ", number);
      element.append(item);
    }
  };
  chart.subscribeCrosshairMove(show);
  show();
  return () => show();
};

const lastPoint = (series) => {
  const all = series.data();
  for (let i = all.length - 1; i >= 0; i--) if (all[i].value !== undefined || all[i].close !== undefined) return all[i];
};

const whenText = (daily, last) => (time) => {
  const b = document.createElement("b");
  b.textContent = showChartTime(time ?? last, daily);
  return b;
};

const button = (text, pressed, onClick) => {
  const b = document.createElement("button");
  b.type = "button";
  b.textContent = text;
  if (pressed !== undefined) b.setAttribute("aria-pressed", pressed);
  b.addEventListener("click", () => onClick(b));
  return b;
};

const toggle = (text, pressed, onChange) => button(text, pressed, (b) => {
  const on = b.getAttribute("aria-pressed") !== "true";
  b.setAttribute("aria-pressed", on);
  onChange(on);
});

const gapElement = () => {
  const span = document.createElement("span");
  span.className = "gap";
  return span;
};

// rangeButtons zoom to the last part of the time axis.
const rangeButtons = (chart, time) => {
  const year = 365.25 * 86400, spans = [["1M", year / 12], ["3M", year / 4], ["1Y", year], ["3Y", 3 * year]];
  const last = time[time.length - 1], length = last - time[0];
  const buttons = spans.filter(([, span]) => span < length).map(([name, span]) => button(name, undefined, () => {
    const from = time.findIndex((t) => t >= last - span);
    chart.timeScale().setVisibleLogicalRange({from: from - 0.5, to: time.length - 0.5});
  }));
  if (buttons.length) buttons.push(button("All", undefined, () => chart.timeScale().fitContent()));
  return buttons;
};

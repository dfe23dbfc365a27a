// TradeMarks draws trades at their own prices: a triangle where one was entered, a dot where it was left,
// and a dashed line between.
class TradeMarks {
  constructor(trades) { this.trades = trades; this.chosen = -1; }
  attached({chart, series, requestUpdate}) { this.chart = chart; this.series = series; this.update = requestUpdate; }
  detached() {}
  updateAllViews() {}
  // A picture for paper is taken without the top layer.
  paneViews() { return [{zOrder: () => onPaper() ? "normal" : "top", renderer: () => ({draw: (target) => this.draw(target)})}]; }
  choose(row) { this.chosen = row; if (this.update) this.update(); }

  draw(target) {
    const scale = this.chart.timeScale(), range = scale.getVisibleRange();
    if (!range) return;
    const visible = this.trades.filter((t) => t.exit >= range.from && t.entry <= range.to);
    const size = visible.length > 300 ? 3 : visible.length > 50 ? 4.5 : 6;
    target.useMediaCoordinateSpace(({context}) => {
      for (const t of visible) {
        const x1 = scale.timeToCoordinate(t.entry), x2 = scale.timeToCoordinate(t.exit);
        const y1 = this.series.priceToCoordinate(t.entry_price), y2 = this.series.priceToCoordinate(t.exit_price);
        if (x1 === null || x2 === null || y1 === null || y2 === null) continue;
        const result = color(t.open ? "muted" : t.won ? "gain" : "loss"), chosen = t.row === this.chosen && t.row >= 0;
        context.strokeStyle = result;
        context.lineWidth = chosen ? 3 : 1.25;
        context.setLineDash(chosen ? [] : [3, 3]);
        context.beginPath();
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
        context.stroke();
        context.setLineDash([]);
        this.triangle(context, x1, y1, t.long, chosen ? size * 1.5 : size);
        if (!t.open) this.dot(context, x2, y2, result, (chosen ? 0.75 : 0.5) * size);
      }
    });
  }

  triangle(context, x, y, up, size) {
    const tip = up ? -size : size;
    context.fillStyle = color(up ? "accent" : "series-2");
    context.strokeStyle = color("panel");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y + tip);
    context.lineTo(x - size, y - tip * 0.7);
    context.lineTo(x + size, y - tip * 0.7);
    context.closePath();
    context.fill();
    context.stroke();
  }

  dot(context, x, y, fill, radius) {
    context.fillStyle = fill;
    context.strokeStyle = color("panel");
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

// priceView shows one instrument at a time in a chart of its own.
const priceView = () => {
  const element = document.getElementById("price-chart");
  if (!element) return null;
  const tools = document.getElementById("price-tools"), legendElement = document.getElementById("price-legend");
  let current = -1, marks = null, view = null, log = false;

  const open = (i) => {
    if (current === i) return;
    current = i;
    if (view) {
      charts.splice(charts.findIndex((c) => c.chart === view.chart), 1);
      view.chart.remove();
    }
    view = drawPrice(element, legendElement, data.prices[i], log);
    marks = view.marks;
    ranges.replaceChildren(...rangeButtons(view.chart, data.prices[i].time));
  };

  const ranges = document.createElement("span");
  ranges.className = "tools";
  const select = document.createElement("select");
  select.setAttribute("aria-label", "Instrument");
  data.prices.forEach((p, i) => select.append(new Option(p.symbol, i)));
  select.addEventListener("change", () => open(Number(select.value)));
  if (data.prices.length > 1) tools.append(select);
  tools.append(ranges, toggle("Log", false, (on) => { log = on; view.setLog(on); }));
  open(0);

  const find = (row) => data.prices.findIndex((p) => p.trades.some((t) => t.row === row));
  return {
    accepts: (row) => find(row) >= 0,
    open: (row) => {
      const i = find(row);
      select.value = i;
      open(i);
      const price = data.prices[i], trade = price.trades.find((t) => t.row === row);
      const from = price.time.indexOf(trade.entry), to = price.time.indexOf(trade.exit), margin = Math.max(15, to - from);
      view.chart.timeScale().setVisibleLogicalRange({from: from - margin, to: to + margin});
      marks.choose(row);
      document.getElementById("prices").scrollIntoView();
    },
  };
};

const drawPrice = (element, legendElement, p, log) => {
  const chart = addChart(element, p.daily, () => paint(), true);
  const format = decimals(p.decimals), priceFormat = {type: "custom", minMove: 10 ** -p.decimals, formatter: format};
  const candles = chart.addSeries(LightweightCharts.CandlestickSeries, {priceLineVisible: false, priceFormat, borderVisible: false});
  candles.setData(p.time.map((t, i) => ({time: t, open: p.open[i], high: p.high[i], low: p.low[i], close: p.close[i]})));
  const lines = [{name: p.symbol, series: candles, format, color: () => color("muted")}];
  const panes = [""];
  (p.plots || []).forEach((plot, i) => {
    let pane = panes.indexOf(plot.pane);
    if (pane < 0) pane = panes.push(plot.pane) - 1;
    const series = chart.addSeries(LightweightCharts.LineSeries, {
      lineWidth: 1.5, priceLineVisible: false, lastValueVisible: pane > 0, crosshairMarkerVisible: false,
      priceFormat: pane === 0 ? priceFormat : {type: "custom", minMove: 0.0001, formatter: short},
    }, pane);
    series.setData(points(plot.time, plot.values));
    lines.push({name: plot.name, series, format: pane === 0 ? format : short, color: () => seriesColor(i + 1)});
  });
  chart.panes().forEach((pane, i) => pane.setStretchFactor(i === 0 ? 4 : 1));
  if (p.volume.some((v) => v > 0)) {
    const volume = chart.addSeries(LightweightCharts.HistogramSeries, {priceScaleId: "volume", priceLineVisible: false, lastValueVisible: false, priceFormat: {type: "volume"}});
    volume.setData(points(p.time, p.volume));
    volume.priceScale().applyOptions({scaleMargins: {top: 0.85, bottom: 0}});
    lines.push({name: "Volume", series: volume, format: decimals(0), color: () => withAlpha(color("series-6"), 0.35)});
  }
  const marks = new TradeMarks(p.trades || []);
  candles.attachPrimitive(marks);
  const paint = () => {
    const up = color("gain"), down = color("loss");
    candles.applyOptions({upColor: up, wickUpColor: up, downColor: down, wickDownColor: down});
    lines.slice(1).forEach((entry) => entry.series.applyOptions({color: entry.color()}));
  };
  const setLog = (on) => candles.priceScale().applyOptions({mode: on ? LightweightCharts.PriceScaleMode.Logarithmic : LightweightCharts.PriceScaleMode.Normal});
  legend(legendElement, chart, () => lines, whenText(p.daily, p.time[p.time.length - 1]));
  chart.applyOptions(theme());
  paint();
  setLog(log);
  chart.timeScale().fitContent();
  return {chart, marks, setLog};
};

// short shows values of unknown size.
const short = (x) => Math.abs(x) >= 1000 ? decimals(0)(x) : Number(x.toPrecision(5)).toString();

const drawSeries = () => {
  const element = document.getElementById("series-chart");
  if (!element) return;
  const chart = addChart(element, data.daily, () => paint(), true);
  const panes = [], lines = [];
  data.series.forEach((plot, i) => {
    let pane = panes.indexOf(plot.pane);
    if (pane < 0) pane = panes.push(plot.pane) - 1;
    const series = chart.addSeries(LightweightCharts.LineSeries, {lineWidth: 1.5, priceLineVisible: false, priceFormat: {type: "custom", minMove: 0.0001, formatter: short}}, pane);
    series.setData(points(plot.time, plot.values));
    lines.push({name: plot.name, series, format: short, color: () => seriesColor(i)});
  });
  const paint = () => lines.forEach((entry) => entry.series.applyOptions({color: entry.color()}));
  legend(document.getElementById("series-legend"), chart, () => lines);
  chart.timeScale().fitContent();
};

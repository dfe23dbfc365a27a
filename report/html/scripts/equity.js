const drawEquity = () => {
  const e = data.equity, element = document.getElementById("equity-chart");
  if (!e.time || e.time.length < 2) {
    element.className = "";
    element.innerHTML = '<p class="empty">The run has fewer than two samples of equity.</p>';
    return;
  }
  const chart = addChart(element, data.daily, () => paint());
  const lines = [];
  const cent = Math.max(0.01, Math.abs(e.equity[0]) / 10000);
  const line = (name, values, pane, format, colour, options) => {
    const series = chart.addSeries(LightweightCharts.LineSeries, {
      lineWidth: 2, priceLineVisible: false, lastValueVisible: false, priceFormat: {type: "custom", minMove: pane === 0 ? cent : 0.0001, formatter: format}, ...options,
    }, pane);
    series.setData(points(e.time, values));
    const entry = {name, series, format, color: colour};
    lines.push(entry);
    return series;
  };
  line("Equity", e.equity, 0, whole, () => color("equity"), {lastValueVisible: true});
  const benchmark = e.benchmark && line(e.benchmark_name, e.benchmark, 0, whole, () => color("benchmark"), {lineWidth: 1});
  const strategies = (e.strategies || []).map((s, i) =>
    line(s.name, s.values, 0, whole, () => seriesColor(i + 1), {lineWidth: 1, visible: false}));

  const depth = chart.addSeries(LightweightCharts.BaselineSeries, {
    baseValue: {type: "price", price: 0}, lineWidth: 1, priceLineVisible: false, lastValueVisible: false,
    priceFormat: {type: "custom", minMove: 0.0001, formatter: percent},
  }, 1);
  depth.setData(points(e.time, e.underwater));
  lines.push({name: "Drawdown", series: depth, format: percent, color: () => color("loss")});
  if (e.gross) {
    line("Gross exposure", e.gross, 2, percent, () => color("series-3"), {lineWidth: 1, lineType: LightweightCharts.LineType.WithSteps});
    line("Net exposure", e.net, 2, percent, () => color("series-4"), {lineWidth: 1, lineType: LightweightCharts.LineType.WithSteps});
  }
  chart.panes().forEach((pane, i) => pane.setStretchFactor([6, 2, 1.6][i]));

  const paint = () => {
    lines.forEach((entry) => entry.series.applyOptions({color: entry.color()}));
    const red = color("loss");
    depth.applyOptions({
      topLineColor: red, topFillColor1: "transparent", topFillColor2: "transparent",
      bottomLineColor: red, bottomFillColor1: withAlpha(red, 0.12), bottomFillColor2: withAlpha(red, 0.4),
    });
  };
  const refresh = legend(document.getElementById("equity-legend"), chart, () => lines, whenText(data.daily, e.time[e.time.length - 1]));

  const tools = document.getElementById("equity-tools");
  tools.append(...rangeButtons(chart, e.time), gapElement());
  if (strategies.length > 1) tools.append(toggle("Strategies", false, (on) => {
    strategies.forEach((s) => s.applyOptions({visible: on}));
    lines[0].series.applyOptions({visible: !on});
    if (benchmark) benchmark.applyOptions({visible: !on && benchmarkOn});
    refresh();
  }));
  let benchmarkOn = true;
  if (benchmark) tools.append(toggle("Benchmark", true, (on) => { benchmarkOn = on; benchmark.applyOptions({visible: on}); refresh(); }));
  if (e.equity.every((x) => x > 0)) tools.append(toggle("Log", false, (on) => {
    const mode = on ? LightweightCharts.PriceScaleMode.Logarithmic : LightweightCharts.PriceScaleMode.Normal;
    lines[0].series.priceScale().applyOptions({mode});
  }));
  chart.timeScale().fitContent();
};

const drawRolling = () => {
  const element = document.getElementById("rolling-chart");
  if (!element) return;
  const chart = addChart(element, data.daily, () => paint());
  const series = chart.addSeries(LightweightCharts.BaselineSeries, {
    baseValue: {type: "price", price: 0}, lineWidth: 2, priceLineVisible: false,
    priceFormat: {type: "custom", minMove: 0.01, formatter: (x) => x.toFixed(2)},
  });
  series.setData(points(data.rolling.time, data.rolling.values));
  const paint = () => {
    const up = color("gain"), down = color("loss");
    series.applyOptions({
      topLineColor: up, topFillColor1: withAlpha(up, 0.25), topFillColor2: withAlpha(up, 0.03),
      bottomLineColor: down, bottomFillColor1: withAlpha(down, 0.03), bottomFillColor2: withAlpha(down, 0.25),
    });
  };
  chart.timeScale().fitContent();
};

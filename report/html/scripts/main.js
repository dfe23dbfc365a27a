drawEquity();
drawRolling();
const prices = priceView();
drawSeries();
if (data.trades.rows.length) makeGrid(document.getElementById("trade-grid"), document.getElementById("trade-tools"), data.trades, 25, prices);
if (data.orders.rows.length) makeGrid(document.getElementById("order-grid"), document.getElementById("order-tools"), data.orders, 10, null);
repaint();

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
// On paper each chart is a picture of itself on white, which fits whatever the width of the page.
addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  repaint();
  for (const {chart} of charts) {
    const picture = document.createElement("img");
    picture.src = chart.takeScreenshot().toDataURL();
    chart.chartElement().parentElement.append(picture);
  }
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  document.querySelectorAll(".chart > img").forEach((picture) => picture.remove());
  repaint();
});

"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const place = document.getElementById("charts");
  if (!place) return;
  const PAPER = 325; // px: half an A4 page within its margins
  const HEIGHT = 210;
  const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2]];

  const colour = name => getComputedStyle(root).getPropertyValue(name).trim();
  const date = seconds => uPlot.tzDate(new Date(seconds * 1000), zone());
  // A fixed offset is no zone that browsers know; times are then moved by hand.
  const offset = /^[+-]\d\d:\d\d/.exec(data.zone);
  function zone() { return offset ? "UTC" : data.zone; }
  const shift = offset
    ? (data.zone[0] === "-" ? -1 : 1) * (3600 * data.zone.slice(1, 3) + 60 * data.zone.slice(4, 6))
    : 0;
  const at = seconds => date(seconds + shift);

  const pad = number => String(number).padStart(2, "0");
  const day = d => pad(d.getMonth() + 1) + "-" + pad(d.getDate());
  const clock = d => pad(d.getHours()) + ":" + pad(d.getMinutes());

  // The day under the first tick and wherever a new one begins.
  function ticks(plot, splits, axis, space, step) {
    let before = null;
    return splits.map(seconds => {
      const d = at(seconds);
      const today = day(d);
      const label = step >= 86400 ? today
        : (step < 60 ? clock(d) + ":" + pad(d.getSeconds()) : clock(d))
          + (today === before ? "" : "\n" + today);
      before = today;
      return label;
    });
  }

  function shadeGaps(plot) {
    const { ctx } = plot;
    const { left, top, width, height } = plot.bbox;
    ctx.save();
    ctx.fillStyle = colour("--gap");
    for (const [from, to] of data.gaps) {
      const x = Math.max(left, plot.valToPos(from, "x", true));
      const end = Math.min(left + width, plot.valToPos(to, "x", true));
      ctx.fillRect(x, top, Math.max(1, end - x), height);
    }
    ctx.restore();
  }

  function axis(more) {
    return Object.assign({
      stroke: () => colour("--muted"),
      grid: { stroke: () => colour("--line"), width: 1 },
      ticks: { stroke: () => colour("--line"), width: 1, size: 4 },
      font: "11px system-ui, sans-serif",
      labelFont: "11px system-ui, sans-serif",
    }, more);
  }

  const short = number => Math.abs(number) >= 1e6 ? number / 1e6 + " M"
    : Math.abs(number) >= 1e4 ? number / 1e3 + " k" : String(+number.toPrecision(6));

  const ink = (chart, i) => colour("--s" + (chart.kind === "bars" ? 0 : i % 5));
  const full = (chart, i) => i > 0 || chart.series.length === 1;
  const marker = (chart, i) =>
    ink(chart, i) + (chart.kind !== "bars" ? "" : full(chart, i) ? "dd" : "3d");

  function series(chart, one, i) {
    const bars = chart.kind === "bars";
    return {
      label: one.label,
      stroke: () => ink(chart, i),
      width: bars ? 1 : 1.75,
      dash: bars ? undefined : DASHES[i % DASHES.length],
      fill: bars ? () => marker(chart, i) : undefined,
      paths: bars ? uPlot.paths.bars({ size: [0.92, 60], align: 1 }) : undefined,
      points: { show: bars ? false : data.slices.length < 60, size: 5, fill: () => ink(chart, i) },
      value: (plot, value) => value == null ? "–" : value.toFixed(one.decimals),
    };
  }

  function frame(chart) {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    const unit = document.createElement("span");
    unit.className = "unit";
    unit.textContent = chart.unit;
    const at = document.createElement("span");
    at.className = "at";
    caption.append(at, chart.title, unit);
    figure.append(caption);
    return figure;
  }

  // The slice under the cursor; its values are in the legend.
  function tell(plot, figure) {
    const slice = plot.cursor.idx == null ? null : data.slices[plot.cursor.idx];
    figure.querySelector(".at").textContent = slice
      ? day(at(slice[0])) + " " + clock(at(slice[0])) + " – " + clock(at(slice[1])) : "";
  }

  function draw(chart, figure, width) {
    const start = chart.kind === "bars";
    const times = data.slices.map(([from, to]) => start ? from : (from + to) / 2);
    const options = {
      width: width || figure.clientWidth,
      height: width ? 170 : HEIGHT,
      tzDate: at,
      scales: {
        x: { range: () => data.span },
        y: { range: (plot, low, high) => [chart.min || 0, chart.max || (high > 0 ? high * 1.08 : 1)] },
      },
      axes: [
        axis({ values: ticks, size: 44, label: offset ? "UTC" + data.zone : data.zone, labelSize: 16, labelGap: 0 }),
        axis({ label: chart.unit, labelSize: 18, size: 48, values: (p, splits) => splits.map(short) }),
      ],
      series: [
        {},
        ...chart.series.map((one, i) => series(chart, one, i)),
      ],
      hooks: { drawClear: [shadeGaps], setLegend: [plot => tell(plot, figure)] },
      legend: { markers: { width: 0, fill: (plot, i) => marker(chart, i - 1) } },
      cursor: { drag: { x: false, y: false }, y: false },
    };
    const plot = new uPlot(options, [times, ...chart.series.map(one => one.values)], figure);
    return { plot, figure };
  }

  // Anew, not resized: colours of legends would stay as they were.
  let drawn = [];
  let printing = false;
  function show(width) {
    drawn.forEach(({ plot, figure }) => { plot.destroy(); figure.remove(); });
    const figures = data.charts.map(frame);
    place.append(...figures);
    drawn = data.charts.map((chart, i) => draw(chart, figures[i], width));
  }
  show();
  document.getElementById("gaps-hint").hidden = data.gaps.length === 0 || drawn.length === 0;
  place.dataset.charts = String(drawn.length);

  addEventListener("resize", () => { if (!printing) show(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!printing) show(); });
  // Paper is white, whatever the screen is.
  addEventListener("beforeprint", () => { printing = true; root.classList.add("paper"); show(PAPER); });
  addEventListener("afterprint", () => { printing = false; root.classList.remove("paper"); show(); });
})();

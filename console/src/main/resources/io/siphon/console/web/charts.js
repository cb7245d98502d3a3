// Draws each chart from the table under it; a click opens the calls behind it. Without this the tables are there.
(function () {
  "use strict";

  var INKS = ["--cseq0", "--cseq1", "--cseq3", "--cseq2", "--cseq4", "--cseq5"];
  var DASHES = [[], [6, 3], [2, 3], [10, 3, 2, 3], [4, 4], [1, 2]];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function read(section) {
    var rows = Array.from(section.querySelectorAll("tbody tr"));
    var names = Array.from(section.querySelectorAll("thead th")).slice(1).map(function (th) { return th.textContent.trim(); });
    return {
      names: names,
      times: rows.map(function (row) { return Number(row.dataset.seconds); }),
      links: rows.map(function (row) { return row.querySelector("a").getAttribute("href"); }),
      values: names.map(function (name, i) {
        return rows.map(function (row) {
          var text = row.children[i + 1].textContent.trim();
          return text === "" ? null : Number(text);
        });
      })
    };
  }

  // Each on top of those before it; drawn from the last, so that the first is in front.
  function stacked(values) {
    var sums = values[0].map(function () { return 0; });
    return values.map(function (series) {
      sums = sums.map(function (sum, i) { return sum + (series[i] || 0); });
      return sums;
    });
  }

  function axis(more) {
    return Object.assign({
      stroke: function () { return colour("--soft"); },
      grid: { stroke: function () { return colour("--grid"); }, width: 1 },
      ticks: { stroke: function () { return colour("--line"); }, width: 1, size: 4 },
      font: "11px system-ui, sans-serif"
    }, more);
  }

  function draw(section) {
    var data = read(section);
    var bars = section.dataset.kind === "stack";
    var reports = section.dataset.kind === "reports";
    var most = Number(section.dataset.most);
    var place = section.querySelector(".canvas");
    place.textContent = "";
    var order = data.names.map(function (name, i) { return i; });
    var shown = bars ? stacked(data.values) : data.values;
    if (bars) {
      order.reverse();
    }
    var series = order.map(function (i) {
      return {
        label: data.names[i],
        stroke: function () { return colour(INKS[i % INKS.length]); },
        fill: bars ? function () { return colour(INKS[i % INKS.length]); } : undefined,
        width: bars ? 0 : 1.75,
        dash: bars ? undefined : DASHES[i % DASHES.length],
        paths: bars ? uPlot.paths.bars({ size: [0.9, 40], align: 1 }) : undefined,
        spanGaps: reports,
        points: { show: !bars && data.times.length < 80, size: 4 },
        value: function (plot, ignored, at, index) {
          var value = index == null ? null : data.values[i][index];
          return value == null ? "–" : String(value);
        }
      };
    });
    var plot = new uPlot({
      width: place.clientWidth,
      height: 180,
      tzDate: function (seconds) { return uPlot.tzDate(new Date(seconds * 1000), "UTC"); },
      scales: { y: { range: function (p, low, high) { return [0, most || (high > 0 ? high * 1.08 : 1)]; } } },
      axes: [
        axis({ size: 30, space: function (p, i, from, to) { return reports || to - from < 1200 ? 70 : 50; }, values: function (p, splits, i, space, step) { return splits.map(function (s) { return label(s, step); }); } }),
        axis({ size: 46 })
      ],
      series: [{ label: "UTC", value: function (p, s) { return s == null ? "–" : new Date(s * 1000).toISOString().slice(5, reports ? 19 : 16).replace("T", " "); } }].concat(series),
      cursor: { y: false, drag: { x: false, y: false } }
    }, [data.times].concat(order.map(function (i) { return shown[i]; })), place);
    plot.over.addEventListener("click", function () {
      if (plot.cursor.idx != null) {
        location.href = data.links[plot.cursor.idx];
      }
    });
    return plot;
  }

  function label(seconds, step) {
    var text = new Date(seconds * 1000).toISOString();
    return step >= 86400 ? text.slice(5, 10) : text.slice(11, step < 60 ? 19 : 16);
  }

  var plots = [];
  function all() {
    plots.forEach(function (plot) { plot.destroy(); });
    plots = Array.from(document.querySelectorAll(".plot")).map(draw);
  }
  var place = document.querySelector(".plots");
  var width = 0;
  new ResizeObserver(function () {
    if (place.clientWidth !== width) {
      width = place.clientWidth;
      all();
    }
  }).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
})();

// Draws the plots of a report and serves its buttons. The data is the JSON of the element "plots".
"use strict";
(() => {
  // Colours that stay apart for colour-blind readers; dashes and symbols differ as well. Where the
  // colours begin anew the dashes go on by one, so that no two of 49 lines look the same.
  const LIGHT = {
    page: "#ffffff", text: "#1b1f24", quiet: "#57606a", line: "#8c959f", grid: "#e3e6ea",
    series: ["#0072b2", "#d55e00", "#009e73", "#a6418a", "#7a5c00", "#56b4e9", "#444444"],
  };
  const DARK = {
    page: "#15181c", text: "#e8eaed", quiet: "#a9b1bb", line: "#7a828c", grid: "#2d333a",
    series: ["#56b4e9", "#e69f00", "#2cc99c", "#f29ec9", "#f0e442", "#8f9bff", "#cfcfcf"],
  };
  const DASHES = ["solid", [8, 4], [2, 3], [10, 3, 2, 3], [14, 5], [4, 2], [8, 3, 2, 3, 2, 3]];
  const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
  // ECharts stretches all but circles and paths to the width of a line's legend.
  const ICONS = ["circle", "path://M0 0h9v9h-9z", "path://M5 0l5 9h-10z", "path://M5 0l5 5l-5 5l-5-5z"];
  // Without quotation marks, which ECharts would write unescaped into the attributes of a saved SVG.
  const FONT = "system-ui, Segoe UI, Roboto, Liberation Sans, sans-serif";
  const SAVED = { width: 900, height: 560 };
  const MOST_SYMBOLS_ON_A_LINE = 60;

  const root = document.documentElement;
  const darkness = window.matchMedia("(prefers-color-scheme: dark)");
  const status = document.getElementById("status");

  window.addEventListener("error", (event) => {
    root.dataset.error = event.message;
    status.textContent = "A plot or button of this page failed: " + event.message
        + " The tables hold all data.";
  });
  window.addEventListener("securitypolicyviolation", (event) => {
    root.dataset.violation = event.violatedDirective + " " + event.blockedURI;
  });

  
  const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

  function tick(value) {
    if (value === 0) {
      return "0";
    }
    const size = Math.abs(value);
    if (size >= 1e-3 && size < 1e5) {
      return String(Number(value.toPrecision(10))).replace("-", "−");
    }
    const [mantissa, exponent] = Number(value.toPrecision(10)).toExponential().split("e");
    const power = "10" + [...exponent.replace("+", "")].map((c) => SUPERSCRIPTS[c]).join("");
    const factor = { 1: "", "-1": "−" }[mantissa];
    return factor === undefined ? mantissa.replace("-", "−") + "·" + power : factor + power;
  }

  /**
   * The power of ten that an axis's values are multiplied by before ECharts gets them. It rounds
   * ticks to ten digits after the point on logarithmic axes and to twenty on linear ones, so small
   * numbers would lose their places.
   */
  function shift(log, values) {
    const sizes = values.map(Math.abs).filter((size) => size > 0);
    if (sizes.length === 0) {
      return 0;
    }
    const decade = (size) => Math.floor(Math.log10(size));
    if (log) {
      return -decade(sizes.reduce((a, b) => Math.min(a, b)));
    }
    const largest = decade(sizes.reduce((a, b) => Math.max(a, b)));
    return largest < -6 || largest > 15 ? Math.max(-300, Math.min(300, -largest)) : 0;
  }

  /** The plot with its points as ECharts gets them: shifted, and a pair of nulls for a gap. */
  function placed(plot) {
    const points = plot.series.flatMap((s) => s.points.filter((point) => point !== null));
    const edges = plot.series.flatMap((s) => s.band.flat());
    const xs = shift(plot.x.log, points.map((point) => point[0]));
    const ys = shift(plot.y.log, [...points.map((p) => p[1]), ...edges.flatMap((e) => [e[1], e[2]])]);
    const [xFactor, yFactor] = [10 ** xs, 10 ** ys];
    // Fifteen digits, so that a power of ten stays one: below it the axis would begin a decade lower.
    const times = (value, factor) => (factor === 1 ? value : Number((value * factor).toPrecision(15)));
    const place = ([x, ...y]) => [times(x, xFactor), ...y.map((value) => times(value, yFactor))];
    return {
      ...plot,
      x: { ...plot.x, factor: xFactor },
      y: { ...plot.y, factor: yFactor },
      series: plot.series.map((s) => ({
        ...s,
        exact: s.points,
        points: s.points.map((point) => (point === null ? [null, null] : place(point))),
        band: s.band.map((stretch) => stretch.map(place)),
      })),
    };
  }

  const plots = JSON.parse(document.getElementById("plots").textContent).map(placed);
  const measure = document.createElement("canvas").getContext("2d");

  /** How many rows the legend takes: ECharts breaks it like words, but keeps no room for it. */
  function legendRows(names, width) {
    measure.font = "13px " + FONT;
    let rows = 1;
    let used = 0;
    for (const name of names) {
      const item = Math.min(measure.measureText(name).width, width - 60) + 60;
      if (used > 0 && used + item > width - 16) {
        rows++;
        used = 0;
      }
      used += item;
    }
    return rows;
  }

  function axis(of, colours, width) {
    return {
      type: of.log ? "log" : "value",
      scale: true,
      axisLine: { show: true, lineStyle: { color: colours.line } },
      axisTick: { show: true, lineStyle: { color: colours.line } },
      minorTick: { show: of.log, splitNumber: 9 },
      axisLabel: { color: colours.text, fontSize: 13, fontFamily: FONT, formatter: (value) => tick(value / of.factor), hideOverlap: true },
      splitLine: { lineStyle: { color: colours.grid } },
      splitNumber: width < 500 ? 4 : 6,
      minInterval: of.whole ? of.factor : undefined,
    };
  }

  function dash(index) {
    return DASHES[(index + Math.floor(index / DASHES.length)) % DASHES.length];
  }

  function mainSeries(series, index, colours) {
    const colour = colours.series[index % colours.series.length];
    return {
      type: series.line ? "line" : "scatter",
      name: series.name,
      data: series.points,
      color: colour,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: series.line ? 6 : 8,
      step: series.steps ? "end" : false,
      areaStyle: series.steps ? { opacity: 0.2 } : undefined,
      showSymbol: !series.steps && series.points.length <= MOST_SYMBOLS_ON_A_LINE,
      showAllSymbol: true,
      lineStyle: { width: 2, type: dash(index) },
      itemStyle: { opacity: 1 },
      clip: false,
      z: 3,
    };
  }

  /** An area between the edges of a stretch of a line's band, or a bar at each point. */
  function bandSeries(series, index, stretch, colours) {
    const colour = colours.series[index % colours.series.length];
    const area = series.line && stretch.length > 1;
    return {
      type: "custom",
      name: series.name,
      data: stretch,
      color: colour,
      encode: { x: 0, y: [1, 2] },
      silent: true,
      tooltip: { show: false },
      z: 2,
      renderItem(params, api) {
        const place = (point, edge) => api.coord([point[0], point[edge]]);
        if (!area) {
          const point = stretch[params.dataIndex];
          const [x, low] = place(point, 1);
          const high = place(point, 2)[1];
          return {
            type: "path",
            shape: { pathData: `M${x} ${low}V${high}M${x - 4} ${low}h8M${x - 4} ${high}h8` },
            style: { stroke: colour, lineWidth: 1.5, fill: "none" },
          };
        }
        if (params.dataIndex > 0) {
          return null;
        }
        const edges = [...stretch.map((p) => place(p, 1)), ...stretch.map((p) => place(p, 2)).reverse()];
        return { type: "polygon", shape: { points: edges }, style: { fill: colour, opacity: 0.2 } };
      },
    };
  }

  function tooltip(plot) {
    return (hit) => {
      const box = document.createElement("div");
      const [x, y] = plot.series[hit.seriesIndex].exact[hit.dataIndex];
      const lines = [hit.seriesName, `${plot.x.label}: ${x}`, `${plot.y.label}: ${y}`];
      for (const line of lines) {
        box.appendChild(document.createElement("div")).textContent = line;
      }
      return box;
    };
  }

  /** What ECharts draws. A saved plot stands alone, so it carries its title. */
  function option(plot, colours, width, saved) {
    const names = plot.series.map((series) => series.name);
    const legend = names.length > 1 || saved ? legendRows(names, width) * 30 + 4 : 4;
    const label = { color: colours.text, fontSize: 13, fontFamily: FONT, fontWeight: "normal", width: width - 16, overflow: "truncate" };
    const bands = plot.series.flatMap((series, i) =>
        series.band.map((stretch) => bandSeries(series, i, stretch, colours)));
    return {
      animation: false,
      backgroundColor: saved ? colours.page : "transparent",
      title: saved
        ? { text: plot.title, subtext: plot.y.label, left: 4, top: 8, padding: [5, 4],
            textStyle: { ...label, fontSize: 16, fontWeight: "bold" }, subtextStyle: label }
        : { text: plot.y.label, left: 0, top: 4, padding: [4, 0], textStyle: label },
      legend: {
        show: names.length > 1 || saved, bottom: 0, left: 0, padding: 4, itemGap: 16,
        data: plot.series.map((series, i) => series.line
            ? { name: series.name }
            : { name: series.name, icon: ICONS[i % ICONS.length] }),
        itemWidth: 36, selectedMode: !saved,
        textStyle: { ...label, width: width - 70 }, inactiveColor: colours.line,
      },
      tooltip: { trigger: "item", confine: true, formatter: tooltip(plot), backgroundColor: colours.page, borderColor: colours.line, textStyle: { color: colours.text } },
      grid: { left: 8, right: 24, top: saved ? 76 : 40, bottom: legend + 28, containLabel: true },
      xAxis: {
        ...axis(plot.x, colours, width),
        name: plot.x.label, nameLocation: "middle", nameGap: 30,
        nameTextStyle: label, nameTruncate: { maxWidth: width - 100 },
      },
      yAxis: axis(plot.y, colours, width),
      series: [...plot.series.map((series, i) => mainSeries(series, i, colours)), ...bands],
    };
  }

  /** A plot in its place, drawn anew when its width or the colour scheme changes. */
  function show(place) {
    const plot = plots[Number(place.dataset.plot)];
    if (plot.empty) {
      place.textContent = "No point of this plot can be drawn.";
      return;
    }
    let chart = null;
    const draw = (colours) => {
      const width = place.clientWidth;
      const rows = legendRows(plot.series.map((series) => series.name), width);
      const height = Math.round(Math.min(460, Math.max(300, width * 0.55))) + rows * 30;
      place.style.height = height + "px";
      if (chart === null) {
        chart = echarts.init(place, null, { renderer: "svg" });
      }
      chart.resize({ width, height });
      chart.setOption(option(plot, colours, width, false), true);
    };
    const redraw = () => draw(darkness.matches ? DARK : LIGHT);
    let width = place.clientWidth;
    redraw();
    // In the next frame: a size that changes while sizes are reported is an error to browsers.
    new ResizeObserver(() =>
      requestAnimationFrame(() => {
        if (place.clientWidth !== width) {
          width = place.clientWidth;
          redraw();
        }
      }),
    ).observe(place);
    darkness.addEventListener("change", redraw);
    window.addEventListener("beforeprint", () => draw(LIGHT));
    window.addEventListener("afterprint", redraw);
  }

  /** The plot as an SVG document, light and of one size wherever it is saved. */
  function svg(plot) {
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...SAVED });
    chart.setOption(option(plot, LIGHT, SAVED.width, true));
    const text = chart.renderToSVGString();
    chart.dispose();
    return text;
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say("Saved " + name + ".");
  }

  function saveSvg(plot) {
    save(new Blob([svg(plot)], { type: "image/svg+xml" }), plot.file + ".svg");
  }

  function savePng(plot) {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * SAVED.width;
      canvas.height = 2 * SAVED.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
      save(new Blob([Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))], { type: "image/png" }), plot.file + ".png");
    };
    image.onerror = () => say("The browser could not turn the plot into a PNG.");
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg(plot));
  }

  /** The data of a plot by RFC 4180. */
  function csvText(table) {
    const text = (cell) => cell.dataset.copied ?? cell.textContent;
    const quoted = (field) => (/[",\r\n]/.test(field) ? '"' + field.replaceAll('"', '""') + '"' : field);
    return [...table.rows].map((row) => [...row.cells].map(text).map(quoted).join(",")).join("\r\n") + "\r\n";
  }

  function saveCsv(button) {
    const table = button.closest("figure").querySelector("table");
    save(new Blob([csvText(table)], { type: "text/csv" }), plotOf(button).file + ".csv");
  }

  function tableText(table) {
    const text = (cell) => (cell.dataset.copied ?? cell.textContent).replace(/[\t\r\n]+/g, " ");
    return [...table.rows].map((row) => [...row.cells].map(text).join("\t")).join("\n") + "\n";
  }

  function versionsText() {
    const names = [...document.querySelectorAll("#versions dt")];
    return names.map((name) => name.textContent + ": " + name.nextElementSibling.textContent).join("\n") + "\n";
  }

  /** By the clipboard interface, or, where a browser denies it to local files, by a selection. */
  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied " + what + ".");
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      say(copied ? "Copied " + what + "." : "The browser does not permit copying " + what + ".");
    }
  }

  function say(message) {
    status.textContent = message;
    setTimeout(() => {
      if (status.textContent === message) {
        status.textContent = "";
      }
    }, 4000);
  }

  const actions = {
    "copy-command": () => copy(document.getElementById("command").textContent, "the command"),
    "copy-versions": () => copy(versionsText(), "the versions"),
    "copy-table": (button) => copy(tableText(button.closest(".table").querySelector("table")), "the table"),
    "save-svg": (button) => saveSvg(plotOf(button)),
    "save-png": (button) => savePng(plotOf(button)),
    "save-csv": saveCsv,
  };

  function plotOf(button) {
    return plots[Number(button.closest("figure").querySelector(".chart").dataset.plot)];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (button !== null) {
      actions[button.dataset.action](button);
    }
  });

  document.querySelectorAll(".chart").forEach(show);
  root.dataset.drawn = String(plots.filter((plot) => !plot.empty).length);
})();

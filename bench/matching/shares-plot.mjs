// What each part of the method is worth: how much is lost without it, a bar for each set and number of liked papers.
import { bar, rule, svg, text, ticks, whisker } from './svg.mjs';

const WIDTH = 760;
const [LEFT, RIGHT, TOP] = [120, 700, 92];
const BAR = 9;
const GAP = 20;
const COLOURS = ['paleblue', 'blue', 'deepblue', 'orange', 'green', 'violet'];

/** @param all what `--json` wrote, one set each; @param metric that all of them have */
export function sharesPlot(all, metric) {
  const series = all.flatMap(({ set, rows }) =>
    [...new Set(rows.map(({ n }) => n))].map((n) => ({
      name: `${set}, N = ${n}`,
      losses: lossesOf(rows, n, metric),
    })),
  );
  const parts = [...series[0].losses.keys()];
  const ends = series.flatMap(({ losses }) =>
    [...losses.values()].flatMap(({ loss, error }) => [loss - error, loss + error]),
  );
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const x = (value) => LEFT + ((RIGHT - LEFT) * (value - low)) / (high - low || 1);
  const rowHeight = series.length * (BAR + 2) + GAP;
  const bottom = TOP + parts.length * rowHeight;
  return svg(WIDTH, bottom + 44, `What is lost of ${metric} without each part of the method`, [
    text(20, 30, `What is lost of ${metric} when a part is left out`, 'title'),
    text(20, 48, 'Per cent of the whole method on the same cases; thin lines: ± one standard error', 'muted'),
    series.map(({ name }, i) => [
      bar({ x: 20 + i * 170, y: 62, width: 10, height: 10 }, COLOURS[i % COLOURS.length], name),
      text(36 + i * 170, 72, name, 'muted'),
    ]),
    ticks(low, high, 7).map((mark) => [
      rule(x(mark), TOP, x(mark), bottom),
      text(x(mark), bottom + 20, `${Math.round(mark)} %`, 'muted', 'middle'),
    ]),
    parts.map((part, row) => {
      const top = TOP + row * rowHeight + GAP / 2;
      return [
        text(LEFT - 12, top + (rowHeight - GAP) / 2 + 4, part, '', 'end'),
        series.map(({ name, losses }, i) => {
          const { loss, error } = losses.get(part);
          const middle = top + i * (BAR + 2) + BAR / 2;
          const told = `${name}, without ${part}: ${loss.toFixed(1)} ± ${error.toFixed(1)} % lost`;
          const box = {
            x: Math.min(x(0), x(loss)),
            y: middle - BAR / 2,
            width: Math.abs(x(loss) - x(0)),
            height: BAR,
          };
          return [
            bar(box, COLOURS[i % COLOURS.length], told),
            whisker(x(loss - error), middle, x(loss + error), middle, 'var(--ink)'),
          ];
        }),
      ];
    }),
  ]);
}

/** Part to per cent lost. */
function lossesOf(rows, n, metric) {
  const own = rows.filter((row) => row.n === n && row.method.startsWith('without '));
  return new Map(
    own.map(({ method, metrics }) => {
      const { times, timesError } = metrics[metric];
      return [method.slice('without '.length), { loss: 100 * (1 - times), error: 100 * timesError }];
    }),
  );
}

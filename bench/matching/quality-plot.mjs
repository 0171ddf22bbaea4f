// How good each method is with so many liked papers: a line a method, with standard errors.
import { dot, path, rule, svg, text, ticks, whisker } from './svg.mjs';

const [WIDTH, HEIGHT] = [760, 440];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 572, 64, 386];
const COLOURS = { Courant: 'blue', 'linear SVM': 'orange', TF: 'green', LSA: 'violet', random: 'grey' };
const LINE_HEIGHT = 18;

/** @param measured what `--json` wrote; @param metric as the set names it */
export function qualityPlot({ set, cases, rows }, metric) {
  const shown = rows.filter(({ n, method }) => n !== 'all' && !method.startsWith('without'));
  const likes = [...new Set(shown.map(({ n }) => n))];
  const most = Math.max(...shown.map(({ metrics }) => metrics[metric].mean + metrics[metric].error));
  const marks = ticks(0, most * 1.05, 5);
  const x = (n) => LEFT + 24 + ((RIGHT - LEFT - 48) * Math.log(n)) / Math.log(Math.max(...likes, 2));
  const y = (value) => BOTTOM - ((BOTTOM - TOP) * value) / (most * 1.08);
  const methods = [...new Set(shown.map(({ method }) => method))].map((method) => {
    const points = shown.filter((row) => row.method === method);
    return { method, points, end: y(points.at(-1).metrics[metric].mean) };
  });
  const about = `${metric} of each method on ${set}, by number of liked papers`;
  return svg(WIDTH, HEIGHT, about, [
    text(20, 30, `${metric} on ${set}, by how many papers a reader likes`, 'title'),
    text(
      20,
      48,
      `${shown[0].cases} ${cases === 'cases' ? 'test cases' : 'validation cases'} of ${shown[0].readers} readers; thin lines: ± one standard error`,
      'muted',
    ),
    marks.map((mark) => [
      rule(LEFT, y(mark), RIGHT, y(mark)),
      text(LEFT - 8, y(mark) + 4, mark.toFixed(2), 'muted', 'end'),
    ]),
    likes.map((n) => text(x(n), BOTTOM + 20, String(n), 'muted', 'middle')),
    text((LEFT + RIGHT) / 2, BOTTOM + 42, 'liked papers known', 'muted', 'middle'),
    methods.map(({ method, points }) => lineOf(method, points, metric, x, y)),
    labelsOf(methods),
  ]);
}

function lineOf(method, points, metric, x, y) {
  const colour = colourOf(method);
  return [
    path(
      points.map(({ n, metrics }) => [x(n), y(metrics[metric].mean)]),
      colour,
    ),
    points.map(({ n, metrics }) => {
      const { mean, error } = metrics[metric];
      return [
        whisker(x(n), y(mean - error), x(n), y(mean + error), `var(--${colour})`),
        dot(x(n), y(mean), colour, `${method}, ${n} liked: ${mean.toFixed(3)} ± ${error.toFixed(3)}`),
      ];
    }),
  ];
}

/** Names at the ends of the lines, moved apart where two would meet. */
function labelsOf(methods) {
  let free = TOP;
  return methods
    .toSorted((a, b) => a.end - b.end)
    .map(({ method, end }) => {
      const place = Math.max(end, free);
      free = place + LINE_HEIGHT;
      return [dot(RIGHT + 14, place, colourOf(method), method), text(RIGHT + 24, place + 4, method)];
    });
}

function colourOf(method) {
  return Object.entries(COLOURS).find(([start]) => method.startsWith(start))?.[1] ?? 'grey';
}

// A logistic curve with two parameters, fitted by Newton's method to points of which the wanted ones are given a chosen
// share of all weight.

/**
 * @param points `{ text, wanted }`; those without any text are left out: their strength is 0 anyway
 * @param share of the wanted ones
 * @returns log odds = intercept + slope × text
 */
export function fitLogistic(points, share) {
  const weights = weightsOf(points, share);
  const seen = points.filter(({ text }) => text > 0);
  let curve = { intercept: Math.log(share / (1 - share)), slope: 0 };
  let loss = lossOf(seen, weights, curve);
  for (let step = 0; step < 100; step += 1) {
    const { intercept, slope } = newtonStep(seen, weights, curve);
    // A full step may overshoot where the curve is nearly flat: half as much, until it helps.
    let size = 1;
    let next = curve;
    let nextLoss = loss;
    for (; size > 1e-6 && !(nextLoss < loss); size /= 2) {
      next = { intercept: curve.intercept + size * intercept, slope: curve.slope + size * slope };
      nextLoss = lossOf(seen, weights, next);
    }
    if (!(loss - nextLoss > 1e-12)) break;
    curve = next;
    loss = nextLoss;
  }
  return curve;
}

function lossOf(points, [hit, miss], { intercept, slope }) {
  let loss = 0;
  for (const { text, wanted } of points) {
    const odds = intercept + slope * text;
    loss += wanted
      ? hit * Math.log1p(Math.exp(-odds))
      : miss * (Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))));
  }
  return loss;
}

function newtonStep(points, [hit, miss], { intercept, slope }) {
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
  for (const { text, wanted } of points) {
    const weight = wanted ? hit : miss;
    const p = 1 / (1 + Math.exp(-(intercept + slope * text)));
    const error = weight * ((wanted ? 1 : 0) - p);
    const curvature = weight * p * (1 - p);
    g0 += error;
    g1 += error * text;
    h00 += curvature;
    h01 += curvature * text;
    h11 += curvature * text * text;
  }
  const determinant = h00 * h11 - h01 * h01;
  return { intercept: (h11 * g0 - h01 * g1) / determinant, slope: (h00 * g1 - h01 * g0) / determinant };
}

/** Of some of the points: the mean of what was predicted, and the share that was wanted. */
export function shareOf(some, all, share, predict) {
  const [hit, miss] = weightsOf(all, share);
  let [sum, predicted, found] = [0, 0, 0];
  for (const point of some) {
    const weight = point.wanted ? hit : miss;
    sum += weight;
    predicted += weight * predict(point);
    found += point.wanted ? weight : 0;
  }
  return { predicted: predicted / (sum || 1), found: found / (sum || 1) };
}

function weightsOf(points, share) {
  const hits = points.filter(({ wanted }) => wanted).length;
  return [share / hits, (1 - share) / (points.length - hits)];
}

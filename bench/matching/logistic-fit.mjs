// A logistic curve with two parameters, fitted by Newton's method to points of which the wanted ones are given a chosen
// share of all weight.

/**
 * @param points `{ text, wanted }`; those without any text are left out: their strength is 0 anyway
 * @param share of the wanted ones
 * @returns log odds = intercept + slope × text
 */
export function fitLogistic(points, share) {
  const seen = points.filter(({ text }) => text > 0);
  const [hit, miss] = weights(points, share);
  let intercept = Math.log(share / (1 - share));
  let slope = 0;
  for (let step = 0; step < 50; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const { text, wanted } of seen) {
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
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    intercept += d0;
    slope += d1;
    if (Math.abs(d0) + Math.abs(d1) < 1e-9) break;
  }
  return { intercept, slope };
}

/** Of some of the points: the mean of what was predicted, and the share that was wanted. */
export function shareOf(some, all, share, predict) {
  const [hit, miss] = weights(all, share);
  let [sum, predicted, found] = [0, 0, 0];
  for (const point of some) {
    const weight = point.wanted ? hit : miss;
    sum += weight;
    predicted += weight * predict(point);
    found += point.wanted ? weight : 0;
  }
  return { predicted: predicted / (sum || 1), found: found / (sum || 1) };
}

function weights(points, share) {
  const hits = points.filter(({ wanted }) => wanted).length;
  return [share / hits, (1 - share) / (points.length - hits)];
}

export function median(values) {
  return quantile(values, 0.5);
}

/** Between two values the mean by distance; NaN where there are none. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return sorted.length === 0 ? Number.NaN : below + (above - below) * (at - Math.floor(at));
}

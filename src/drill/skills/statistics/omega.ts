// McDonald's omega: the share of score variance that one common factor explains.

/** Loadings of one factor by iterated principal axes, or why there are none. */
export function omegaOf(covariance: readonly (readonly number[])[]): { omega: number } | { missing: string } {
  const size = covariance.length;
  if (size < 3) return { missing: 'fewer than three items' };
  if (covariance.some((row, i) => row[i]! <= 1e-12))
    return { missing: 'an item that all got right, or none' };
  const communality = covariance.map((row, i) =>
    Math.min(row[i]!, Math.max(...row.map((x, j) => (i === j ? 0 : Math.abs(x))))),
  );
  let loadings: number[] = [];
  for (let round = 0; round < 5000; round++) {
    const reduced = covariance.map((row, i) => row.map((x, j) => (i === j ? communality[i]! : x)));
    const axis = principalAxis(reduced, loadings);
    if (!axis) return { missing: 'no common factor' };
    loadings = axis;
    let change = 0;
    for (let i = 0; i < size; i++) {
      const next = axis[i]! ** 2;
      change = Math.max(change, Math.abs(next - communality[i]!));
      communality[i] = next;
    }
    if (communality.some((h, i) => h > covariance[i]![i]!))
      return { missing: 'an item whose common part exceeds its variance' };
    if (change < 1e-10) {
      const common = loadings.reduce((sum, x) => sum + x, 0) ** 2;
      const unique = covariance.reduce((sum, row, i) => sum + row[i]! - communality[i]!, 0);
      return { omega: common / (common + unique) };
    }
  }
  return { missing: 'the factor does not converge' };
}

/** The first eigenvector, scaled by the root of its eigenvalue; undefined when that is not positive. */
function principalAxis(
  matrix: readonly (readonly number[])[],
  start: readonly number[],
): number[] | undefined {
  const size = matrix.length;
  // A shift makes the largest eigenvalue the one of largest size, so that the power method finds it.
  const shift = Math.max(...matrix.map(row => row.reduce((sum, x) => sum + Math.abs(x), 0)));
  let vector = start.length === size && start.some(x => x !== 0) ? [...start] : Array<number>(size).fill(1);
  let value = 0;
  for (let round = 0; round < 500; round++) {
    const length = Math.hypot(...vector);
    const unit = vector.map(x => x / length);
    vector = matrix.map((row, i) => row.reduce((sum, x, j) => sum + x * unit[j]!, shift * unit[i]!));
    const next = Math.hypot(...vector) - shift;
    if (Math.abs(next - value) < 1e-13) break;
    value = next;
  }
  if (value <= 1e-9) return undefined;
  const length = Math.hypot(...vector);
  const sign = vector.reduce((sum, x) => sum + x, 0) < 0 ? -1 : 1;
  return vector.map(x => (sign * x * Math.sqrt(value)) / length);
}

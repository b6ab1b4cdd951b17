// How likely a tool is, given how many of a source's probes fit its relation.
import { type Tool, tools } from './registry.ts';

/** Chance of naming a source wrongly that we accept, per source and window. */
export const falseNaming = 1e-6;

/** ln(n!) by Stirling's series; exact enough (1e-9) for the sums here. */
function lnFactorial(n: number): number {
  if (n < 2) return 0;
  if (n < 16) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return Math.log(product);
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

const lnBinomial = (n: number, k: number, p: number): number =>
  lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);

/** Probability that `k` or more of `n` random probes fit a relation of `bits` bits. */
export function falseMatchProbability(n: number, k: number, bits: number): number {
  if (k === 0) return 1;
  const p = 2 ** -bits;
  let sum = 0;
  // Terms fall by a factor of about n·p; those behind the first hundred do not count.
  for (let fits = k; fits <= Math.min(n, k + 100); fits++) sum += Math.exp(lnBinomial(n, fits, p));
  return Math.min(1, sum);
}

/**
 * Posterior of the tool. Without it, fits are binomial with 2^-bits; with it, the share of its probes in the
 * source's traffic is unknown (uniform), which makes each count equally likely: 1/(n+1).
 */
export function posterior(tool: Tool, tested: number, fitted: number, at: number): number {
  if (tested === 0 || fitted === 0) return 0;
  // Old builds stay in use, but fewer as time goes on.
  const prior =
    at > tool.valid.until ? tool.prior / 10 : at < tool.valid.from ? tool.prior / 1000 : tool.prior;
  const lnWith = Math.log(prior) - Math.log(tested + 1);
  const lnWithout = Math.log1p(-prior) + lnBinomial(tested, fitted, 2 ** -tool.bits);
  return 1 / (1 + Math.exp(lnWithout - lnWith));
}

export interface Naming {
  tool: number;
  probability: number;
  tested: number;
  fitted: number;
}

/**
 * The tool a source uses, or undefined: unknown when nothing was tested, when chance could explain the fits
 * (one packet never suffices for a 16-bit relation), or when no tool reaches 95 %.
 */
export function nameTool(
  counts: (tool: number) => { tested: number; fitted: number },
  at: number,
): Naming | undefined {
  let best: Naming | undefined;
  for (const [index, tool] of tools.entries()) {
    const { tested, fitted } = counts(index);
    if (fitted === 0 || falseMatchProbability(tested, fitted, tool.bits) > falseNaming) continue;
    const probability = posterior(tool, tested, fitted, at);
    if (probability < 0.95) continue;
    // Between two relations that both hold, the one that explains more probes wins.
    if (!best || fitted > best.fitted) best = { tool: index, probability, tested, fitted };
  }
  return best;
}

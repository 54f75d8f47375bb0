// @ts-check
// What was measured, beside what it may be.

/**
 * @typedef {object} Measure
 * @property {string} what
 * @property {number} value
 * @property {string} unit
 * @property {{ most?: number, least?: number }} limit What must hold.
 * @property {number} [aim] What would be better.
 */

/** @param {Measure} measure */
const holds = ({ value, limit: { most, least } }) =>
  Number.isFinite(value) && (most === undefined || value <= most) && (least === undefined || value >= least);

/** @param {number} value */
const figure = (value) => (Number.isInteger(value) ? value.toLocaleString("en-GB") : value.toFixed(value < 10 ? 3 : 1));

/**
 * The table, and how many limits were passed.
 * @param {Measure[]} measures
 */
export function table(measures) {
  const rows = measures.map((measure) => {
    const { what, value, unit, limit, aim } = measure;
    const bound = limit.most === undefined ? `at least ${figure(limit.least ?? 0)}` : `at most ${figure(limit.most)}`;
    return [what, `${figure(value)} ${unit}`.trim(), bound, aim === undefined ? "" : figure(aim), holds(measure) ? "holds" : "OVER"];
  });
  const lines = [["budget", "measured", "limit", "aim", ""], ["---", "---", "---", "---", "---"], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`).join("\n");
  return { text, over: measures.filter((measure) => !holds(measure)).length };
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

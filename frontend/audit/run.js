/**
 * Lighthouse on an emulated mid-range phone: `node run.js PORT ADDRESS [COOKIE]`, in a browser that listens on PORT.
 * Prints the three scores, what was found wanting, and of the first load in ms how late its largest part stood (lcp) and
 * how long it could not be tapped (tbt), as JSON.
 */
import lighthouse from 'lighthouse';

const [port, address, cookie] = process.argv.slice(2);
const run = await lighthouse(address, {
  port: Number(port),
  output: 'json',
  logLevel: 'error',
  onlyCategories: ['performance', 'accessibility', 'best-practices'],
  extraHeaders: cookie ? { Cookie: cookie } : undefined
});
const { categories, audits } = run.lhr;
const wanting = Object.values(categories)
  .flatMap(({ auditRefs }) => auditRefs)
  .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
  .map(({ id }) => `${id} ${audits[id].displayValue ?? ''}`.trim());
const scores = Object.fromEntries(
  Object.entries(categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)])
);
const lcp = audits['largest-contentful-paint'].numericValue;
const tbt = audits['total-blocking-time'].numericValue;
process.stdout.write(`${JSON.stringify({ scores, wanting, lcp, tbt })}\n`);

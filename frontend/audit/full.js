/**
 * Lighthouse on an emulated mid-range phone: `node run.js PORT ADDRESS`, in a browser that listens on PORT,
 * as whoever is signed in there.
 * Prints the three scores, what was found wanting, and of the first load in ms how late its largest part stood (lcp) and
 * how long it could not be tapped (tbt), and where it ended, as JSON.
 */
import lighthouse from 'lighthouse';

const [port, address] = process.argv.slice(2);
const run = await lighthouse(address, {
  port: Number(port),
  output: 'json',
  logLevel: 'error',
  onlyCategories: ['performance', 'accessibility', 'best-practices']
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
const { finalDisplayedUrl } = run.lhr;
process.getBuiltinModule('fs').writeFileSync(process.argv[4] ?? '/tmp/lhr.json', JSON.stringify(run.lhr));process.stdout.write(`${JSON.stringify({ scores, wanting, lcp, tbt, at: finalDisplayedUrl })}\n`);

/**
 * Lighthouse on an emulated mid-range phone: `node run.js PORT ADDRESS`, in a browser that listens on PORT,
 * as whoever is signed in there.
 * Prints the three scores, what was found wanting, and of the first load in ms how late its largest part stood (lcp),
 * how long it could not be tapped (tbt), how long of that for its own work (own), and where it ended, as JSON.
 */
import lighthouse from 'lighthouse';

const SLOWER = 4;
const LONG = 50;
const TASK = /^(ThreadControllerImpl::)?RunTask$/;

/**
 * Lighthouse counts a task by the clock: what the page's thread waits, for a core or for another process of the browser,
 * counts four times. This is the same sum by the time that the thread had a core.
 *
 * @param {{ name: string, pid: number, tid: number, ts: number, tdur?: number }[]} events
 */
function blockedByOwnWork(events) {
  const painted = events.findLast(({ name }) => name === 'firstContentfulPaint');
  const isLater = ({ name, pid, tid, ts }) =>
    TASK.test(name) && pid === painted.pid && tid === painted.tid && ts > painted.ts;
  const beyond = ({ tdur = 0 }) => Math.max(0, (SLOWER * tdur) / 1000 - LONG);
  return events.filter(isLater).reduce((sum, task) => sum + beyond(task), 0);
}

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
const own = blockedByOwnWork(run.artifacts.Trace.traceEvents);
const { finalDisplayedUrl } = run.lhr;
process.stdout.write(
  `${JSON.stringify({ scores, wanting, lcp, tbt, own, at: finalDisplayedUrl })}\n`
);

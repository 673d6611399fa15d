/** Which of the times fall in the quiet hours; `to` is the first minute that is not quiet, maybe the next day. */
export function quietTimes(times: string[], from: string | null, to: string | null): string[] {
  if (!from || !to) return [];
  const isQuiet = (time: string) =>
    from <= to ? from <= time && time < to : time >= from || time < to;
  return times.filter((time) => time && isQuiet(time));
}

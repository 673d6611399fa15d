export interface Point {
  /** An instant or a plain date. */
  at: string;
  /** null is a gap, and stays one. */
  value: number | null;
}

export interface Series {
  label: string;
  points: Point[];
}

export interface Dot {
  x: number;
  y: number;
}

export interface Frame {
  width: number;
  height: number;
  from: number;
  to: number;
  min: number;
  max: number;
}

/** First and last instant over all series; one instant alone gets a day on either side. */
export function span(series: Series[]): [number, number] {
  const times = series.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return from === to ? [from - 86_400_000, to + 86_400_000] : [from, to];
}

function place(point: Point, value: number, frame: Frame): Dot {
  return {
    x: ((Date.parse(point.at) - frame.from) / (frame.to - frame.from)) * frame.width,
    y: frame.height - ((value - frame.min) / (frame.max - frame.min)) * frame.height
  };
}

/** Runs of neighbouring points that have a value: a line is drawn within a run, never across a gap. */
export function runs(points: Point[], frame: Frame): Dot[][] {
  const found: Dot[][] = [[]];
  for (const point of points) {
    if (point.value === null) found.push([]);
    else found.at(-1)?.push(place(point, point.value, frame));
  }
  return found.filter((run) => run.length > 0);
}

/** A run as an SVG path. */
export function path(run: Dot[]): string {
  return run.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

const MARKS = [
  (radius: number) =>
    `m${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`,
  () => 'm-3.5-3.5h7v7h-7Z',
  () => 'm0-5l4.5 8h-9Z'
];

/** A circle, a square or a triangle at each dot, as one SVG path: a year has many, and a slow phone draws them at once. */
export function marks(dots: Dot[], shape: number, radius: number): string {
  const mark = MARKS[shape]?.(radius) ?? '';
  return dots.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}${mark}`).join('');
}

/**
 * Quick leave. The screen is empty before the browser has even begun to move, the page's place in the history is
 * taken by the neutral one, and coming back with the browser's button is turned away (app.html).
 */
export function leaveAtOnce(to: string = import.meta.env.VITE_LEAVE_TO ?? 'about:blank'): void {
  document.title = ' ';
  document.body.replaceChildren();
  try {
    sessionStorage.setItem('left', '1');
  } finally {
    location.replace(to);
  }
}

/** Hears `Escape` pressed three times within two seconds. */
export function onThreeEscapes(act: () => void): (event: KeyboardEvent) => void {
  let times: number[] = [];
  return ({ key, timeStamp }) => {
    times = key === 'Escape' ? [...times.filter((time) => timeStamp - time < 2000), timeStamp] : [];
    if (times.length >= 3) act();
  };
}

/** Where to go after signing in: a place inside the app, never an address someone put into a link. */
export function onward(next: string | null, home: string): string {
  return next && /^\/(?![/\\])/.test(next) ? next : home;
}

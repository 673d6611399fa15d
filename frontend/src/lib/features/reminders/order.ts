import type { ReminderChannel } from '#lib/api/types.ts';

/** Those that go through somebody else, in the order in which we offer them. In the app needs nobody. */
export const CARRIED = ['push', 'email', 'sms'] as const;

/** Every way, in the order in which it is offered. */
export const CHANNELS: readonly ReminderChannel[] = ['in_app', ...CARRIED];

export type Carried = (typeof CARRIED)[number];

/** The chosen ones in their order, in the app last: it is shown there whatever becomes of the others. */
export function inOrder(channels: readonly ReminderChannel[]): ReminderChannel[] {
  const carried = channels.filter((channel) => channel !== 'in_app');
  return channels.includes('in_app') ? [...carried, 'in_app'] : carried;
}

/** What was chosen before keeps its place, whatever order the boxes on the screen are in; what is new comes after. */
export function chosen(before: readonly ReminderChannel[], now: readonly ReminderChannel[]) {
  const kept = before.filter((channel) => now.includes(channel));
  return inOrder([...kept, ...now.filter((channel) => !before.includes(channel))]);
}

export function moved(channels: readonly ReminderChannel[], from: number, by: -1 | 1) {
  const order = [...channels];
  const [one] = order.splice(from, 1);
  if (one) order.splice(from + by, 0, one);
  return order;
}

import { api, got } from '#lib/api/client.ts';
import type { Phone, Reach, ReminderChannel, Try } from '#lib/api/types.ts';

/** By which ways the person can be reached now, and why not by others. */
export const getReach = (): Promise<Reach> => got(api.GET('/api/v1/reminders/reach/'));

export const whyNot = (reach: Reach, channel: ReminderChannel): string =>
  reach.ways.find((way) => way.channel === channel)?.why_not ?? '';

/** Nobody has set it up where the app runs: there is no use in offering it. */
export const isOffered = (reach: Reach, channel: ReminderChannel): boolean =>
  whyNot(reach, channel) !== 'not_set_up';

/** Without a signal, those that are always there: what is written must not be lost for that. */
export const offeredWays = async (): Promise<ReminderChannel[]> => {
  const reach = await getReach().catch(() => null);
  if (!reach) return ['in_app', 'email'];
  return reach.ways.map(({ channel }) => channel).filter((channel) => isOffered(reach, channel));
};

export const sendTest = (channel: ReminderChannel): Promise<Try[]> =>
  got(api.POST('/api/v1/reminders/test/', { body: { channel } }));

export const goOn = async (channel: ReminderChannel): Promise<void> => {
  await api.POST('/api/v1/reminders/go-on/', { body: { channel } });
};

export const forgetDevice = async (id: string): Promise<void> => {
  await api.DELETE('/api/v1/reminders/devices/{id}/', { params: { path: { id } } });
};

export const askForCode = (number: string): Promise<Phone> =>
  got(api.PUT('/api/v1/reminders/phone/', { body: { number } }));

export const showCode = (code: string): Promise<Phone> =>
  got(api.POST('/api/v1/reminders/phone/code/', { body: { code: code.replace(/\s+/g, '') } }));

export const forgetPhone = async (): Promise<void> => {
  await api.DELETE('/api/v1/reminders/phone/');
};

export const openCalendar = async (): Promise<string> =>
  (await got(api.POST('/api/v1/reminders/calendar/'))).address;

export const closeCalendar = async (): Promise<void> => {
  await api.DELETE('/api/v1/reminders/calendar/');
};

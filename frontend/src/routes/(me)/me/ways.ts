import type { Key } from '#lib/i18n/keys.ts';
import type { Work } from '#lib/session/work.ts';
import type { IconName } from '#lib/ui/icons.ts';

export interface Way {
  href: string;
  icon: IconName;
  name: Key;
  text: Key;
}

interface Group {
  title: Key;
  ways: Way[];
}

const GROUPS: Group[] = [
  {
    title: 'me.own',
    ways: [
      { href: '/me/plan', icon: 'heart', name: 'me.plan', text: 'me.plan.text' },
      { href: '/timeline', icon: 'clock', name: 'me.timeline', text: 'me.timeline.text' },
      { href: '/ideas/saved', icon: 'save', name: 'me.saved', text: 'me.saved.text' },
      { href: '/me/reminders', icon: 'bell', name: 'me.reminders', text: 'me.reminders.text' }
    ]
  },
  {
    title: 'me.others',
    ways: [
      { href: '/me/support', icon: 'hand', name: 'me.support', text: 'me.support.text' },
      { href: '/me/supporters', icon: 'people', name: 'me.supporters', text: 'me.supporters.text' },
      { href: '/me/sharing', icon: 'eye', name: 'me.sharing', text: 'me.sharing.text' }
    ]
  },
  {
    title: 'me.app',
    ways: [
      { href: '/me/settings', icon: 'settings', name: 'me.settings', text: 'me.settings.text' },
      { href: '/me/security', icon: 'key', name: 'me.security', text: 'me.security.text' },
      { href: '/me/phone', icon: 'lock', name: 'me.phone', text: 'me.phone.text' },
      { href: '/me/export', icon: 'out', name: 'me.export', text: 'me.export.text' },
      { href: '/about', icon: 'info', name: 'me.about', text: 'me.about.text' },
      { href: '/me/close', icon: 'leave', name: 'me.close', text: 'me.close.text' }
    ]
  }
];

/** What is there for whoever is at work here, too. */
const FOR_ALL = new Set(['/me/settings', '/me/security', '/me/export', '/me/close', '/about']);

/** Where "Me" leads, by what somebody is here for. */
export function waysOf(work: Work): Group[] {
  if (work === 'own') return GROUPS;
  const open = GROUPS.map(({ title, ways }) => ({
    title,
    ways: ways.filter(({ href }) => FOR_ALL.has(href))
  }));
  return open.filter(({ ways }) => ways.length > 0);
}

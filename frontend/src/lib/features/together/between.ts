import type { Commitment, Meeting } from '#lib/api/types.ts';
import { getConversation } from './messages.ts';
import { allPairs, firstCommitments, firstMeetings, meetingsAfter } from './together.ts';

/** What there is between two people: their meetings, the latest first, and what they agreed. */
export interface Between {
  meetings: Meeting[];
  commitments: Commitment[];
  unread: number;
}

const MOST_PAGES = 10;

async function allMeetings(assignment: string): Promise<Meeting[]> {
  let page = await firstMeetings(assignment);
  const meetings = [...page.results];
  for (let n = 1; page.next && n < MOST_PAGES; n += 1) {
    page = (await meetingsAfter(page.next)) ?? { next: null, previous: null, results: [] };
    meetings.push(...page.results);
  }
  return meetings;
}

export async function readBetween(assignment: string): Promise<Between> {
  const [meetings, commitments, { unread }] = await Promise.all([
    allMeetings(assignment),
    firstCommitments(assignment),
    getConversation(assignment)
  ]);
  return { meetings, commitments: commitments.results, unread };
}

/** The one that a person works with under this id, or once did. */
export async function findPair(assignment: string) {
  return (await allPairs()).find((pair) => pair.assignment === assignment) ?? null;
}

/** The one in which somebody at work supports this person now. */
export async function findOf(person: string) {
  return (
    (await allPairs()).find((pair) => pair.side === 'worker' && pair.person === person) ?? null
  );
}

/** That it still stands, for whoever asks again and again; null: it has ended. */
export async function standsWith(assignment: string): Promise<string | null> {
  return (await findPair(assignment))?.assignment ?? null;
}

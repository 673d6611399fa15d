import type { CheckIn } from '#lib/api/types.ts';
import type { CheckInContent } from '#lib/features/check_in/check-ins.ts';
import { checkInDifferences } from '#lib/features/check_in/differences.ts';
import { goalDifferences } from '#lib/features/goals/differences.ts';
import type { GoalContent } from '#lib/features/goals/goals.ts';
import { entryDifferences } from '#lib/features/journal/differences.ts';
import type { EntryContent } from '#lib/features/journal/journal.ts';
import { ownWords, type Waiting } from '#lib/features/phone/waiting.ts';
import { milestoneDifferences, type MilestoneContent } from '#lib/features/timeline/milestones.ts';
import { differing, type Difference } from '#lib/features/writing/differences.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';

type Compare = (mine: unknown, theirs: unknown) => Difference[];

const BY_NOUN: Partial<Record<string, Compare>> = {
  'check-in': (mine, theirs) => checkInDifferences(mine as CheckInContent, theirs as CheckIn),
  entry: (mine, theirs) => entryDifferences(mine as EntryContent, theirs as EntryContent),
  goal: (mine, theirs) => goalDifferences(mine as GoalContent, theirs as GoalContent),
  milestone: (mine, theirs) =>
    milestoneDifferences(mine as MilestoneContent, theirs as MilestoneContent)
};

/** Both texts, part by part, as the screen of that noun says it; of any other, the words. */
export function differencesIn({ noun, body, current, read }: Waiting): Difference[] {
  const compare = BY_NOUN[noun?.noun ?? ''];
  if (compare) return differing(compare(read?.mine ?? body, read?.theirs ?? current));
  const label = known(`phone.noun.${noun?.noun}`) ?? t('phone.noun.other');
  return differing([{ label, mine: ownWords(noun, body), theirs: ownWords(noun, current) }]);
}

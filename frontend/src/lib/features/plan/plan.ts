import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { FormerPlan, FormerPlanRow, Paged, Plan } from '#lib/api/types.ts';

export const SECTIONS = [
  'keeping_well',
  'early_signs',
  'what_helps',
  'who_to_call',
  'wishes'
] as const;
export type Section = (typeof SECTIONS)[number];
export type PlanWords = Pick<Plan, Section>;

/** Characters of a section. */
export const LIMIT = 3_000;

export const isSection = (name: string): name is Section => SECTIONS.some((one) => one === name);

export const isBlank = (plan: PlanWords): boolean => SECTIONS.every((name) => !plan[name].trim());

export const wordsOf = (plan: PlanWords): PlanWords =>
  Object.fromEntries(SECTIONS.map((name) => [name, plan[name]])) as PlanWords;

const PLAN = '/api/v1/plan/';
const phone = () => import('#lib/offline/seen.ts');

/** Whether this phone has seen that there is one, and is not locked. */
export async function hasPlan(owner: string): Promise<boolean> {
  const seen = await (await phone()).lastSeen<Plan>(owner, PLAN).catch(() => null);
  return seen !== null && !isBlank(seen);
}

export const getPlan = (): Promise<Plan> => got(api.GET('/api/v1/plan/'));

export const putPlan = (version: number, words: PlanWords): Promise<Plan> =>
  got(
    api.PUT('/api/v1/plan/', { body: { version, recorded_at: recordedNow(), ...wordsOf(words) } })
  );

/** With every older one. */
export async function erasePlan(owner: string): Promise<void> {
  await api.DELETE(PLAN);
  await (await phone()).dropOneSeen(owner, PLAN).catch(() => undefined);
}

export const firstFormer = (): Promise<Paged<FormerPlanRow>> =>
  got(api.GET('/api/v1/plan/former/'));

export const formerAfter = (next: string | null): Promise<Paged<FormerPlanRow> | null> =>
  gotNext<Paged<FormerPlanRow>>(next);

export const getFormer = (id: string): Promise<FormerPlan> =>
  got(api.GET('/api/v1/plan/former/{id}/', { params: { path: { id } } }));

export async function eraseFormer(id: string): Promise<void> {
  await api.DELETE('/api/v1/plan/former/{id}/', { params: { path: { id } } });
}

export const FILE = '/api/v1/plan/file/';

export interface SectionContent {
  recorded_at: string;
  words: string;
}

/** A section as it is written by itself: its draft has its own name, and is never mixed with another's. */
export interface SectionRow extends SectionContent {
  id: string;
  version: number;
}

/**
 * One section of a plan. The others go along as they stand; where only they were changed on another device, that is
 * no conflict, and the section is sent again on top of them. What has arrived already, though its answer was lost, is
 * as good as saved.
 */
export function sectionWriting(section: Section, base: Plan) {
  let others = base;
  const rowOf = (plan: Plan): SectionRow => ({
    id: section,
    version: plan.version,
    recorded_at: plan.recorded_at ?? recordedNow(),
    words: plan[section]
  });

  async function put(
    id: string,
    { words, version }: SectionContent & { version: number }
  ): Promise<SectionRow> {
    try {
      others = await putPlan(version, { ...wordsOf(others), [section]: words });
      return rowOf(others);
    } catch (error) {
      const current = staleIn(error);
      if (!current) throw error;
      const isElsewhere = current[section] === others[section];
      others = current;
      if (current[section] === words.trim()) return rowOf(current);
      if (isElsewhere) return put(id, { ...rowOf(current), words });
      throw new ApiProblem({ status: 409, code: 'stale_version', current: rowOf(current) });
    }
  }

  return {
    noun: 'plan',
    row: rowOf(base),
    blank: (): SectionContent => ({ recorded_at: recordedNow(), words: '' }),
    contentOf: ({ recorded_at, words }: SectionRow): SectionContent => ({ recorded_at, words }),
    put
  };
}

const staleIn = (error: unknown): Plan | null =>
  error instanceof ApiProblem && error.code === 'stale_version'
    ? ((error.current as Plan | undefined) ?? null)
    : null;

import type { Level } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';

/** The three areas of life, in the order they are asked. */
export const AREAS = ['functional', 'existential', 'social'] as const;
export type Area = (typeof AREAS)[number];

/** From least to most. */
export const STEPS = ['not_at_all', 'a_little', 'some', 'quite_a_lot', 'a_lot'] as const;
export const MOST = STEPS.length - 1;

export const FEELS = ['hard', 'ok', 'good'] as const;
export type Feel = (typeof FEELS)[number];

export const isArea = (code: string): code is Area => AREAS.some((area) => area === code);

export const levelText = (level: Level) => t(`check_in.level.${level}`);

export const steps = () => STEPS.map((value) => ({ value, label: levelText(value) }));

export const notNow = () => ({ value: 'not_now' as const, label: levelText('not_now') });

/** 0 to 4; null for "not for me right now" and for no answer. */
export function amountOf(level: Level | null): number | null {
  const at = STEPS.findIndex((step) => step === level);
  return at < 0 ? null : at;
}

/** Nearer than this to a step, a mean is that step. */
const NEAR = 0.25;

/** A mean of 0 to 4 in words, as inside a sentence: never more exact than the answers were. */
export function meanText(mean: number): string {
  const nearest = Math.round(mean);
  if (Math.abs(mean - nearest) <= NEAR) return said(nearest);
  return t('check_in.between', { low: said(Math.floor(mean)), high: said(Math.ceil(mean)) });
}

const said = (at: number) => t(`check_in.said.${stepAt(at)}`);

const stepAt = (at: number) => STEPS[Math.min(MOST, Math.max(0, at))] ?? 'some';

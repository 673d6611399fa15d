import type { Goal, LogicModel } from '#lib/api/types.ts';
import { t, type Key } from '#lib/i18n/t.svelte.ts';

const domainName = (code: string) => t(`common.domain.${code}` as Key);

/** The areas a goal is about; a domain with none of them stands for itself. */
export function areaNames(
  model: LogicModel,
  { domains, areas }: Pick<Goal, 'domains' | 'areas'>
): string[] {
  return domains.flatMap((domain) => {
    const own = model.areas.filter((area) => area.domain === domain && areas.includes(area.code));
    return own.length > 0 ? own.map(({ name }) => name) : [domainName(domain)];
  });
}

export const barrierNames = (model: LogicModel, barriers: string[]): string[] =>
  model.barriers.filter(({ code }) => barriers.includes(code)).map(({ name }) => name);

import { known } from './t.svelte.ts';

/** The logic model's lists, each with where its words begin in the catalogue. */
const LISTS = {
  domains: 'parts.domain.',
  areas: 'parts.area.',
  mechanisms: 'parts.mechanism.',
  kinds: 'parts.kind.',
  levels: 'parts.level.',
  barriers: 'parts.barrier.',
  evidence_statuses: 'parts.evidence.'
} as const;

interface Part {
  code: string;
  name: string;
  plain?: string;
}

type Model = Record<keyof typeof LISTS, Part[]> & { sources: { code: string; taken: string }[] };

/** The logic model in the language spoken; in the server's words where the catalogue does not know a code. */
export function modelInWords<M extends Model>(model: M): M {
  const lists = Object.entries(LISTS).map(([list, beginning]) => [
    list,
    model[list as keyof typeof LISTS].map((part) => partInWords(part, beginning))
  ]);
  const sources = model.sources.map((source) => ({
    ...source,
    taken: known(`parts.source.${source.code}`) ?? source.taken
  }));
  return { ...model, ...Object.fromEntries(lists), sources };
}

function partInWords(part: Part, beginning: string): Part {
  const { code, name, plain } = part;
  return {
    ...part,
    name: known(beginning + code) ?? name,
    plain: plain && (known(`${beginning}${code}.plain`) ?? plain)
  };
}

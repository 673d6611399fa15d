import type {
  Cost,
  Coverage,
  DeliveryMode,
  KeptResource,
  WholeUnplacedService
} from '#lib/api/types.ts';

/** Everything that a manager can say of a resource. */
export interface ResourceContent {
  name: string;
  description: string;
  content_note: string;
  kind: string;
  areas: string[];
  mechanisms: string[];
  traits: string[];
  delivery: DeliveryMode[];
  cost: Cost;
  cost_text: string;
  place: string;
  address: string;
  coverage: Coverage;
  languages: string[];
  audience: string;
  how_to: string;
  when_text: string;
  url: string;
  phone: string;
  email: string;
  organisation: string;
  min_age: number | null;
  max_age: number | null;
}

/** What a form works on, and what the server refused of it. */
export interface ResourceWriting {
  content: ResourceContent;
  problem: unknown;
}

export const EMPTY: ResourceContent = {
  name: '',
  description: '',
  content_note: '',
  kind: '',
  areas: [],
  mechanisms: [],
  traits: [],
  delivery: [],
  cost: 'unknown',
  cost_text: '',
  place: '',
  address: '',
  coverage: 'unknown',
  languages: ['English'],
  audience: '',
  how_to: '',
  when_text: '',
  url: '',
  phone: '',
  email: '',
  organisation: '',
  min_age: null,
  max_age: null
};

/** The fields of a resource that a form changes. */
export function contentOf(resource: KeptResource): ResourceContent {
  const names = Object.keys(EMPTY) as (keyof ResourceContent)[];
  return Object.fromEntries(
    names.map((name) => [name, resource[name]])
  ) as unknown as ResourceContent;
}

/** What of a service is told without a kind: the rest its publisher's file says again once it has one. */
export function contentOfService({
  name,
  organisation,
  raw
}: WholeUnplacedService): ResourceContent {
  const said = (key: string) => {
    const value = (raw as Record<string, unknown>)[key];
    return typeof value === 'string' ? value : '';
  };
  return {
    ...EMPTY,
    name,
    organisation,
    description: said('description'),
    url: said('url'),
    email: said('email'),
    how_to: said('application_process'),
    cost_text: said('fees_description'),
    audience: said('eligibility_description')
  };
}

/** "English, BSL" -> its names. */
export const asList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A year of life as typed; nothing where nothing was typed. */
export const asAge = (text: string): number | null => (text.trim() === '' ? null : Number(text));

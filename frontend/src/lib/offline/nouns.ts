/**
 * What a person may do without a signal, one line a noun. To join: a line here, and the place of its answers in
 * `READABLE`. Writes through `api` then wait in the outbox by themselves, and what was read is there again.
 */
export interface Noun {
  noun: string;
  /** `{id}` stands for each id. */
  address: string;
  methods: readonly Method[];
  /** Where it is looked at and changed; `{0}`, `{1}` are the ids of its address. */
  page: string;
  /** What in it is in the person's own words. */
  words: readonly string[];
  /** What the server adds to a new one, until it has answered. */
  fresh?: object;
  /** Written in a box for the next one: its draft is kept under this id of its address, not under its own. */
  boxOf?: number;
}
export type Method = 'PUT' | 'POST' | 'DELETE';

const PUT_OR_GONE = ['PUT', 'DELETE'] as const;

export const NOUNS: readonly Noun[] = [
  {
    noun: 'check-in',
    address: '/api/v1/check-ins/{id}/',
    methods: PUT_OR_GONE,
    page: '/check-in/{0}',
    words: ['words', 'helped', 'hindered']
  },
  {
    noun: 'entry',
    address: '/api/v1/journal/entries/{id}/',
    methods: PUT_OR_GONE,
    page: '/journal/{0}',
    words: ['words', 'seal'],
    fresh: { seal: null, sealed_under: null }
  },
  {
    noun: 'goal',
    address: '/api/v1/goals/{id}/',
    methods: PUT_OR_GONE,
    page: '/goals/{0}',
    words: ['words', 'why', 'own_barrier'],
    fresh: { status: 'active', status_changed_at: null, latest_rating: null, steps: [] }
  },
  {
    noun: 'goal_status',
    address: '/api/v1/goals/{id}/status/',
    methods: ['POST'],
    page: '/goals/{0}',
    words: ['reason']
  },
  {
    noun: 'goal_step',
    address: '/api/v1/goals/{id}/steps/{id}/',
    methods: PUT_OR_GONE,
    page: '/goals/{0}',
    words: ['words'],
    boxOf: 0
  },
  {
    noun: 'goal_rating',
    address: '/api/v1/goals/{id}/ratings/{id}/',
    methods: PUT_OR_GONE,
    page: '/goals/{0}',
    words: ['note'],
    boxOf: 0
  },
  {
    noun: 'scale',
    address: '/api/v1/goals/{id}/scale/',
    methods: PUT_OR_GONE,
    page: '/goals/{0}',
    words: ['words']
  },
  {
    noun: 'attainment',
    address: '/api/v1/goals/{id}/attainments/{id}/',
    methods: PUT_OR_GONE,
    page: '/goals/{0}',
    words: []
  },
  {
    noun: 'own_item',
    address: '/api/v1/check-in-items/own/{id}/',
    methods: PUT_OR_GONE,
    page: '/check-in/items',
    words: ['text'],
    fresh: { is_archived: false }
  },
  {
    noun: 'chosen_items',
    address: '/api/v1/check-in-items/chosen/',
    methods: ['PUT'],
    page: '/check-in/items',
    words: []
  },
  {
    noun: 'wishes',
    address: '/api/v1/wishes/',
    methods: ['PUT'],
    page: '/ideas/wishes',
    words: []
  },
  {
    noun: 'notice_read',
    address: '/api/v1/notices/{id}/read/',
    methods: ['POST'],
    page: '/today',
    words: []
  },
  {
    noun: 'milestone',
    address: '/api/v1/milestones/{id}/',
    methods: PUT_OR_GONE,
    page: '/timeline/{0}',
    words: ['text']
  },
  {
    noun: 'plan',
    address: '/api/v1/plan/',
    methods: ['PUT'],
    page: '/me/plan',
    words: ['keeping_well', 'early_signs', 'what_helps', 'who_to_call', 'wishes']
  },
  {
    noun: 'suggestion',
    address: '/api/v1/suggestions/{id}/{id}/',
    methods: ['PUT'],
    page: '/ideas/{1}?goal={0}',
    words: ['note', 'reason_words']
  },
  {
    noun: 'own_idea',
    address: '/api/v1/own-ideas/{id}/',
    methods: PUT_OR_GONE,
    page: '/ideas',
    words: ['words']
  },
  {
    noun: 'message',
    address: '/api/v1/assignments/{id}/messages/{id}/',
    methods: PUT_OR_GONE,
    page: '/me/people/{0}/messages',
    words: ['words'],
    boxOf: 0
  }
];

/**
 * Answers the phone keeps to read again without a signal: the person's own, and nobody else's. What they and whoever
 * works with them wrote for each other is the person's.
 */
const READABLE = [
  'assignments',
  'check-in-items',
  'check-ins',
  'conversations',
  'goals',
  'journal',
  'logic-model',
  'measures',
  'milestones',
  'notices',
  'own-ideas',
  'plan',
  'reminders',
  'resources',
  'saved-resources',
  'sheets',
  'stories',
  'suggestions',
  'support',
  'supporters',
  'timeline',
  'today',
  'together',
  'what-helped',
  'wishes'
];

const ID = '([0-9a-f-]{36})';
const patterns = NOUNS.map(({ address }) => new RegExp(`^${address.replaceAll('{id}', ID)}$`));
const readable = new RegExp(`^/api/v1/(${READABLE.join('|')})/`);

export const isReadable = (path: string): boolean => readable.test(path);

export const nounAt = (address: string): Noun | undefined =>
  NOUNS[patterns.findIndex((pattern) => pattern.test(address))];

export const mayWait = (method: string, address: string): boolean =>
  nounAt(address)?.methods.includes(method as Method) ?? false;

export function idsIn(address: string): string[] {
  return address.match(new RegExp(ID, 'g')) ?? [];
}

/** Where the person sees what stands at this address. */
export function pageOf(address: string): string | null {
  const ids = idsIn(address);
  const page = nounAt(address)?.page ?? null;
  return page && page.replace(/\{(\d)\}/g, (_, at: string) => ids[Number(at)] ?? '');
}

/**
 * Written by hand from the agreed API until the server's own schema is committed: `npm run client` then writes
 * over this file. Screens import the names in types.ts, never this file.
 */
type Json<T> = { content: { 'application/json': T }; headers: { [name: string]: unknown } };
type Gone = { content?: never; headers: { [name: string]: unknown } };
type Asked<Path, Query> = {
  query?: Query;
  header?: never;
  path?: Path;
  cookie?: never;
};
type Given<Path, Query> = [Path] extends [never]
  ? Asked<never, Query>
  : { query?: Query; header?: never; path: Path; cookie?: never };

type Get<T, Path = never, Query = never> = {
  parameters: Given<Path, Query>;
  requestBody?: never;
  responses: { 200: Json<T> };
};
type Send<Body, T, Path = never> = {
  parameters: Given<Path, never>;
  requestBody: { content: { 'application/json': Body } };
  responses: { 200: Json<T> };
};
type Call<T> = {
  parameters: Asked<never, never>;
  requestBody?: never;
  responses: { 200: Json<T> };
};
type Remove<Path> = {
  parameters: Given<Path, never>;
  requestBody?: never;
  responses: { 204: Gone };
};

type Id = { id: string };
type GoalId = { goal_id: string };
type Page<T> = { next: string | null; previous: string | null; results: T[] };
type Paging = { cursor?: string; page_size?: number };
type ReadOnlyOf<T, K extends keyof T> = Omit<T, K>;
type Noun<T, Body> = {
  get: Get<T, Id>;
  put: Send<Body, T, Id>;
  delete: Remove<Id>;
};

export interface components {
  schemas: {
    Level: 'not_at_all' | 'a_little' | 'some' | 'quite_a_lot' | 'a_lot' | 'not_now';
    Me: {
      readonly id: string;
      readonly email: string;
      called: string;
      readonly role: 'service_user' | 'peer_worker' | 'clinician' | 'service_manager';
      time_zone: string;
      language: string;
      theme: 'system' | 'light' | 'dark';
      text_size: 'normal' | 'large' | 'largest';
      is_low_energy: boolean;
      is_discreet: boolean;
      is_first_run: boolean;
    };
    Evidenced: { code: string; name: string; source: string; evidence: string };
    LogicModel: {
      version: string;
      published_on: string;
      licence: string;
      review: { citation: string; what_its_abstract_states: string[] };
      sources: { code: string; citation: string; taken: string }[];
      evidence_statuses: { code: string; name: string; plain: string }[];
      domains: (S['Evidenced'] & { plain: string })[];
      areas: (S['Evidenced'] & { plain: string; domain: string })[];
      mechanisms: (S['Evidenced'] & { plain: string })[];
      kinds: (S['Evidenced'] & { plain: string; mechanisms: string[]; areas: string[] })[];
      levels: S['Evidenced'][];
      barriers: (S['Evidenced'] & { plain: string; level: string })[];
      links: { [key: string]: unknown }[];
    };
    MeasureItem: {
      code: string;
      area: string;
      domain: string;
      text: string;
      is_default: boolean;
    };
    Measure: {
      code: string;
      version: string;
      name: string;
      licence: string;
      items: S['MeasureItem'][];
    };
    OwnItem: { readonly id: string; domain: string; text: string; is_archived: boolean };
    CheckInItems: { chosen: string[]; own: S['OwnItem'][] };
    CheckInAnswer: {
      item: string | null;
      own_item: string | null;
      level: S['Level'];
    };
    CheckIn: {
      readonly id: string;
      version: number;
      recorded_at: string;
      feel: 'hard' | 'ok' | 'good' | null;
      functional: S['Level'] | null;
      existential: S['Level'] | null;
      social: S['Level'] | null;
      items: S['CheckInAnswer'][];
      words: string;
      helped: string;
      hindered: string;
      hindered_by: string[];
      was_hard: boolean;
    };
    Week: {
      week_on: string;
      functional: number | null;
      existential: number | null;
      social: number | null;
      count: number;
    };
    Trend: { weeks: S['Week'][] };
    Fortnight: {
      from_on: string;
      to_on: string;
      count: number;
      functional: number | null;
      existential: number | null;
      social: number | null;
    };
    ThenAndNow: {
      then: S['Fortnight'];
      now: S['Fortnight'];
    };
    Milestone: {
      readonly id: string;
      version: number;
      recorded_at: string;
      happened_on: string;
      text: string;
      domain: string | null;
    };
    TimelineRow: {
      kind: 'check_in' | 'milestone';
      recorded_at: string;
      check_in?: S['CheckIn'];
      milestone?: S['Milestone'];
    };
    GoalStatus: 'active' | 'on_hold' | 'completed' | 'cancelled';
    GoalStep: { readonly id: string; words: string; position: number; done_at: string | null };
    Goal: {
      readonly id: string;
      version: number;
      recorded_at: string;
      words: string;
      why: string;
      domains: string[];
      areas: string[];
      barriers: string[];
      own_barrier: string;
      importance: number | null;
      confidence: number | null;
      readonly status: S['GoalStatus'];
      readonly status_changed_at: string;
      readonly latest_rating: { value: number; recorded_at: string } | null;
      readonly steps: S['GoalStep'][];
    };
    GoalStatusChange: { status: S['GoalStatus']; reason?: string };
    GoalHistoryRow: { status: S['GoalStatus']; at: string; reason: string };
    GoalRating: { readonly id: string; value: number; note: string; recorded_at: string };
    Entry: {
      readonly id: string;
      version: number;
      recorded_at: string;
      words: string;
      prompt: string | null;
      tags: string[];
      goal: string | null;
      check_in: string | null;
      is_never_shared: boolean;
    };
    Resource: {
      id: string;
      name: string;
      description: string;
      content_note: string;
      kind: string;
      domains: string[];
      areas: string[];
      mechanisms: string[];
      is_peer_run: boolean;
      delivery: ('in_person' | 'online' | 'phone' | 'self_guided')[];
      cost: 'free' | 'low' | 'paid' | 'unknown';
      cost_text: string;
      place: string;
      address: string;
      coverage: 'local' | 'national' | 'international';
      languages: string[];
      audience: string;
      how_to: string;
      when_text: string;
      url: string;
      phone: string;
      email: string;
      organisation: string;
      assured_on: string | null;
      last_checked_on: string | null;
      is_stale: boolean;
      status: string;
      licence: string;
      source: string;
    };
    SuggestionState: 'saved' | 'dismissed' | 'tried';
    Reason: { code: string; text: string };
    Suggestion: {
      resource: S['Resource'];
      reasons: S['Reason'][];
      links: { domain: string; area: string; mechanism: string; kind: string }[];
      state: S['SuggestionState'] | null;
    };
    OwnIdea: {
      readonly id: string;
      goal: string | null;
      words: string;
      state: S['SuggestionState'] | null;
      helped: 'yes' | 'a_bit' | 'no' | null;
    };
    Suggestions: {
      goal: string | null;
      suggestions: S['Suggestion'][];
      own_ideas: S['OwnIdea'][];
    };
    SuggestionAnswer: {
      state: S['SuggestionState'] | 'none';
      reason?:
        'too_far' | 'costs' | 'groups' | 'bad_experience' | 'not_now' | 'not_my_thing' | 'other';
      reason_words?: string;
      helped?: 'yes' | 'a_bit' | 'no' | null;
      note?: string;
    };
    Wishes: { place: string; wishes: string[]; languages: string[] };
    SavedResource: {
      resource: S['Resource'];
      goal: string | null;
      state: S['SuggestionState'];
      helped: 'yes' | 'a_bit' | 'no' | null;
      note: string;
    };
    Reminder: {
      readonly id: string;
      version: number;
      recorded_at: string;
      words: string;
      weekdays: number[];
      times: string[];
      starts_on: string;
      channels: ('email' | 'in_app')[];
      paused_until: string | null;
      is_paused: boolean;
      quiet_from: string | null;
      quiet_to: string | null;
      readonly next_due_at: string | null;
    };
    Occurrence: {
      id: string;
      reminder: string;
      due_at: string;
      state: 'pending' | 'sent' | 'skipped' | 'expired' | 'failed';
      reason: string;
      handled_at: string | null;
    };
    Notice: { id: string; words: string; created_at: string; read_at: string | null };
    CrisisContact: {
      name: string;
      text: string;
      number: string;
      sms: string;
      sms_word: string;
      url: string;
      hours: string;
      languages: string[];
      source: string;
      verified_on: string;
      verified_how: string;
    };
    CrisisCountry: {
      code: string;
      name: string;
      note: string;
      emergency: { number: string; text: string; source: string; verified_on: string };
      contacts: S['CrisisContact'][];
    };
    CrisisContacts: {
      verified_before_days: number;
      countries: S['CrisisCountry'][];
      worldwide: S['CrisisContact'][];
    };
  };
}

type S = components['schemas'];
type Whole<T extends { readonly id: string }> = ReadOnlyOf<T, 'id'>;
type GoalBody = ReadOnlyOf<
  S['Goal'],
  'id' | 'status' | 'status_changed_at' | 'latest_rating' | 'steps'
>;

export interface paths {
  '/api/v1/me/': { get: Get<S['Me']>; patch: Send<Partial<S['Me']>, S['Me']> };
  '/api/v1/me/welcomed/': { post: Call<S['Me']> };
  '/api/v1/logic-model/': { get: Get<S['LogicModel']> };
  '/api/v1/measures/': { get: Get<S['Measure'][]> };
  '/api/v1/check-in-items/': { get: Get<S['CheckInItems']> };
  '/api/v1/check-in-items/chosen/': { put: Send<{ chosen: string[] }, S['CheckInItems']> };
  '/api/v1/check-in-items/own/{id}/': {
    put: Send<Whole<S['OwnItem']>, S['OwnItem'], Id>;
    delete: Remove<Id>;
  };
  '/api/v1/check-ins/': {
    get: Get<Page<S['CheckIn']>, never, Paging & { since?: string; until?: string }>;
  };
  '/api/v1/check-ins/{id}/': Noun<S['CheckIn'], Whole<S['CheckIn']>>;
  '/api/v1/check-ins/trend/': { get: Get<S['Trend'], never, { weeks?: number }> };
  '/api/v1/check-ins/then-and-now/': {
    get: Get<S['ThenAndNow'], never, { then: string; now: string }>;
  };
  '/api/v1/milestones/': { get: Get<Page<S['Milestone']>, never, Paging> };
  '/api/v1/milestones/{id}/': Noun<S['Milestone'], Whole<S['Milestone']>>;
  '/api/v1/timeline/': { get: Get<Page<S['TimelineRow']>, never, Paging> };
  '/api/v1/goals/': { get: Get<Page<S['Goal']>, never, Paging & { status?: S['GoalStatus'] }> };
  '/api/v1/goals/{id}/': Noun<S['Goal'], GoalBody>;
  '/api/v1/goals/{id}/status/': { post: Send<S['GoalStatusChange'], S['Goal'], Id> };
  '/api/v1/goals/{goal_id}/history/': { get: Get<Page<S['GoalHistoryRow']>, GoalId, Paging> };
  '/api/v1/goals/{goal_id}/steps/{id}/': {
    put: Send<Whole<S['GoalStep']>, S['GoalStep'], GoalId & Id>;
    delete: Remove<GoalId & Id>;
  };
  '/api/v1/goals/{goal_id}/ratings/': { get: Get<Page<S['GoalRating']>, GoalId, Paging> };
  '/api/v1/goals/{goal_id}/ratings/series/': {
    get: Get<
      { weeks_per_point: number; points: { at: string; value: number; count: number }[] },
      GoalId
    >;
  };
  '/api/v1/goals/{goal_id}/ratings/{id}/': {
    put: Send<Whole<S['GoalRating']>, S['GoalRating'], GoalId & Id>;
    delete: Remove<GoalId & Id>;
  };
  '/api/v1/journal/entries/': {
    get: Get<Page<S['Entry']>, never, Paging & { tag?: string; goal?: string }>;
  };
  '/api/v1/journal/entries/{id}/': Noun<S['Entry'], Whole<S['Entry']>>;
  '/api/v1/journal/entries/search/': { post: Send<{ text: string }, Page<S['Entry']>> };
  '/api/v1/journal/tags/': { get: Get<{ tags: { tag: string; count: number }[] }> };
  '/api/v1/journal/prompts/': { get: Get<{ code: string; text: string }[]> };
  '/api/v1/resources/{id}/': { get: Get<S['Resource'], Id> };
  '/api/v1/crisis-contacts/': { get: Get<S['CrisisContacts']> };
  '/api/v1/suggestions/': { get: Get<S['Suggestions'], never, { goal?: string }> };
  '/api/v1/suggestions/{goal_id}/{resource_id}/': {
    put: Send<S['SuggestionAnswer'], S['Suggestion'], { goal_id: string; resource_id: string }>;
  };
  '/api/v1/own-ideas/': { get: Get<Page<S['OwnIdea']>, never, Paging & { goal?: string }> };
  '/api/v1/own-ideas/{id}/': {
    put: Send<Whole<S['OwnIdea']>, S['OwnIdea'], Id>;
    delete: Remove<Id>;
  };
  '/api/v1/wishes/': { get: Get<S['Wishes']>; put: Send<S['Wishes'], S['Wishes']> };
  '/api/v1/saved-resources/': { get: Get<Page<S['SavedResource']>, never, Paging> };
  '/api/v1/reminders/': { get: Get<Page<S['Reminder']>, never, Paging> };
  '/api/v1/reminders/{id}/': Noun<S['Reminder'], ReadOnlyOf<S['Reminder'], 'id' | 'next_due_at'>>;
  '/api/v1/reminders/pause-all/': {
    post: Send<{ until: string | null }, Page<S['Reminder']>>;
  };
  '/api/v1/reminders/resume-all/': { post: Call<Page<S['Reminder']>> };
  '/api/v1/reminders/occurrences/': { get: Get<Page<S['Occurrence']>, never, Paging> };
  '/api/v1/notices/': { get: Get<Page<S['Notice']>, never, Paging> };
  '/api/v1/notices/{id}/read/': {
    post: {
      parameters: Given<Id, never>;
      requestBody?: never;
      responses: { 200: Json<S['Notice']> };
    };
  };
}

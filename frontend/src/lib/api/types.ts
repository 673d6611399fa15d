import type { components } from './schema.d.ts';

/** The names screens use. When the server's schema calls one differently, this is the one line to change. */
type Schemas = components['schemas'];

export type Level = Schemas['LevelEnum'];
export type Me = Schemas['Me'];
export type Evidenced = Schemas['Evidenced'];
export type LogicModel = Schemas['LogicModel'];
export type Measure = Schemas['Measure'];
export type MeasureItem = Schemas['MeasureItem'];
export type OwnItem = Schemas['OwnItem'];
export type CheckInItems = Schemas['CheckInItems'];
export type CheckInAnswer = Schemas['CheckInAnswer'];
export type CheckIn = Schemas['CheckIn'];
export type Week = Schemas['Week'];
export type Trend = Schemas['Trend'];
export type ThenAndNow = Schemas['ThenAndNow'];
export type Milestone = Schemas['Milestone'];
export type TimelineRow = Schemas['TimelineRow'];
export type GoalStatus = Schemas['GoalStatusEnum'];
export type GoalStep = Schemas['GoalStep'];
export type Goal = Schemas['Goal'];
export type GoalHistoryRow = Schemas['GoalStatusChange'];
export type GoalRating = Schemas['GoalRating'];
export type Entry = Schemas['Entry'];
export type SharedLine = Schemas['SharedLine'];
export type Scope = Schemas['ScopesEnum'];
export type Purpose = Schemas['PurposeEnum'];
export type Practitioner = Schemas['Practitioner'];
export type Connection = Schemas['Connection'];
export type Grant = Schemas['Grant'];
export type GrantRequest = Schemas['GrantRequest'];
export type Sharing = Schemas['Sharing'];
export type LogLine = Schemas['LogLine'];
export type Resource = Schemas['Resource'];
export type Suggestion = Schemas['Suggestion'];
export type Suggestions = Schemas['Suggestions'];
export type AnsweredSuggestion = Schemas['AnsweredSuggestion'];
export type SuggestionAnswer = Schemas['SuggestionResponse'];
export type Reason = Schemas['Reason'];
export type DismissReason = Schemas['DismissReasonEnum'];
export type Helped = Schemas['HelpedEnum'];
export type SuggestionState = Schemas['ResponseStateEnum'];
export type OwnIdea = Schemas['OwnIdea'];
export type Wishes = Schemas['Wishes'];
export type Learning = Schemas['Learning'];
export type Taught = Schemas['Taught'];
export type OwnModel = Schemas['OwnModel'];
export type WhatHelped = Schemas['WhatHelped'];
export type GoalDays = Schemas['GoalDays'];
export type SavedResource = Schemas['SavedResource'];
export type Reminder = Schemas['Reminder'];
export type Occurrence = Schemas['Occurrence'];
export type Notice = Schemas['Notice'];
export type CrisisContact = Schemas['CrisisContact'];
export type CrisisCountry = Schemas['CrisisCountry'];
export type CrisisContacts = Schemas['CrisisContacts'];

export interface Paged<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

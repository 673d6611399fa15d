import type attainment from './messages/en/attainment.json';
import type check_in from './messages/en/check_in.json';
import type common from './messages/en/common.json';
import type directory from './messages/en/directory.json';
import type errors from './messages/en/errors.json';
import type goals from './messages/en/goals.json';
import type help from './messages/en/help.json';
import type ideas from './messages/en/ideas.json';
import type journal from './messages/en/journal.json';
import type logic_model from './messages/en/logic_model.json';
import type me from './messages/en/me.json';
import type needs from './messages/en/needs.json';
import type parts from './messages/en/parts.json';
import type practice from './messages/en/practice.json';
import type questions from './messages/en/questions.json';
import type report from './messages/en/report.json';
import type reminders from './messages/en/reminders.json';
import type review from './messages/en/review.json';
import type security from './messages/en/security.json';
import type session from './messages/en/session.json';
import type sharing from './messages/en/sharing.json';
import type sheets from './messages/en/sheets.json';
import type start from './messages/en/start.json';
import type stories from './messages/en/stories.json';
import type team from './messages/en/team.json';
import type timeline from './messages/en/timeline.json';
import type today from './messages/en/today.json';
import type writing from './messages/en/writing.json';

/** The English files say which keys exist. */
interface English {
  attainment: typeof attainment;
  check_in: typeof check_in;
  common: typeof common;
  directory: typeof directory;
  errors: typeof errors;
  goals: typeof goals;
  help: typeof help;
  ideas: typeof ideas;
  journal: typeof journal;
  logic_model: typeof logic_model;
  me: typeof me;
  needs: typeof needs;
  parts: typeof parts;
  practice: typeof practice;
  questions: typeof questions;
  reminders: typeof reminders;
  report: typeof report;
  review: typeof review;
  security: typeof security;
  session: typeof session;
  sharing: typeof sharing;
  sheets: typeof sheets;
  start: typeof start;
  stories: typeof stories;
  team: typeof team;
  timeline: typeof timeline;
  today: typeof today;
  writing: typeof writing;
}

export type CatalogueName = keyof English;
export type Key = {
  [Name in CatalogueName]: `${Name}.${keyof English[Name] & string}`;
}[CatalogueName];

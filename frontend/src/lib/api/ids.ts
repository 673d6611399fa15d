import { v7 } from 'uuid';

/** Ids are made on the phone and sort by the time they were made (UUIDv7). */
export const newId = (): string => v7();

/** What the person's clock says, for `recorded_at`. */
export const recordedNow = (): string => new Date().toISOString();

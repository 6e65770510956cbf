/** One importable field: what it is called here and elsewhere, and how its cells are read. */
import type { FieldType } from '../schema';

export interface Field {
  name: string;
  /** As our own export names the column, and the mapping shows it. */
  label: string;
  type: FieldType;
  /** A row without it is left out, and a bad value in it too whatever the options say. */
  required?: true;
  /** Of texts; longer ones are cut with a note, in identifying fields refused. */
  max?: number;
  /** Identifies something: never cut, never taken for an empty word. */
  identifies?: true;
  /** Least value of numbers and amounts. */
  min?: number;
  /** Of an enum: our value -> words for it, in plainName form. */
  choices?: Readonly<Record<string, readonly string[]>>;
  /** Names of columns elsewhere, in any case and punctuation: Salesforce, HubSpot, Pipedrive, Zoho, Dynamics; German, French, Spanish. */
  synonyms: readonly string[];
  example: string;
}

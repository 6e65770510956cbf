/** Leads as other systems export them: what is recognised, and what state a row says. */
import { describe, expect, it } from 'vitest';
import { guessEntity } from './guess-entity';
import { leadStateOf } from './lead-row';
import type { LeadRecord } from './schema';
import { understand } from './testing/read-file';

const leads = async (file: string, given: Parameters<typeof understand>[1] = {}) => {
  const read = await understand(file, given);
  return { ...read, leads: read.records as LeadRecord[] };
};

describe('a file of leads', () => {
  it.each([
    ['Salesforce', 'Lead ID,First Name,Last Name,Company,Email,Lead Source,Lead Status,Lead Owner,Created Date,Converted', ['externalId', 'firstName', 'lastName', 'company', 'email', 'source', 'state', 'owner', 'leadAt', 'converted']],
    ['HubSpot', 'Record ID,First Name,Last Name,Email,Job Title,Company Name,Lead Status,Lifecycle Stage,Original Source,Contact owner,Create Date', ['externalId', 'firstName', 'lastName', 'email', 'jobTitle', 'company', 'state', null, 'source', 'owner', 'leadAt']],
    ['a course seller', 'Prospect ID,Lead Number,Lead Origin,Lead Source,Do Not Email,Converted,TotalVisits,Country,Tags,City', [null, 'externalId', null, 'source', null, 'converted', null, null, null, null]],
    ['Zoho', 'Lead Id,Lead Owner,Company,Full Name,Title,Email,Phone,Lead Source,Lead Status,Created Time', ['externalId', 'owner', 'company', 'name', 'jobTitle', 'email', 'phone', 'source', 'state', null]],
  ])('of %s is recognised, with its columns', async (_name, head, fields) => {
    const samples: Record<string, string> = { email: 'a@x.example', leadAt: '2026-02-03', converted: '0', state: 'Contacted' };
    const columns = head.split(',');
    const read = await leads(`${head}\n${columns.map((_, i) => samples[fields[i] ?? ''] ?? `v${i}`).join(',')}\n`);
    expect(guessEntity(read.profiles)[0]?.entity).toBe('leads');
    expect(columns.map((column) => read.mapping[column])).toEqual(fields);
  });

  it('is not mistaken for deals or contacts, nor they for it', async () => {
    for (const [head, entity] of [['Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Lead Source', 'deals'], ['First Name,Last Name,Email,Job Title,Company Name', 'contacts'], ['Lead Number,Lead Source,Converted', 'leads']] as const) {
      expect((await understand(`${head}\n${head.split(',').map((_, i) => `v${i}`).join(',')}\n`)).entity, head).toBe(entity);
    }
  });
});

describe('the state of a lead', () => {
  it.each([
    ['Open - Not Contacted', 'new'], ['Working - Contacted', 'working'], ['Closed - Converted', 'converted'], ['Closed - Not Converted', 'disqualified'], ['Attempted to Contact', 'working'], ['Junk Lead', 'disqualified'],
    ['Pre-Qualified', 'qualified'], ['Unqualified', 'disqualified'], ['Customer', 'converted'], ['In Progress', 'working'], ['Sales Qualified Lead', 'qualified'], ['Purple', null],
  ])('"%s" is %s', (text, state) => expect(leadStateOf(text)).toBe(state));

  it('is an end without conversion where the file only lists how leads ended, and says so', async () => {
    const { leads: read, notes } = await leads('Lead Number,Converted\n1,1\n2,0\n');
    expect(read.map((l) => l.state)).toEqual(['converted', 'disqualified']);
    expect(notes.map((n) => n.message)).toContainEqual(expect.stringContaining('taken as ended without conversion'));
  });

  it('stays open beside a status or without an end', async () => {
    expect((await leads('Lead Number,Lead Status,Converted\n1,Contacted,No\n2,,No\n3,New,Yes\n')).leads.map((l) => l.state)).toEqual(['working', undefined, 'converted']);
    expect((await leads('Lead Number,Converted,Converted Date\n1,No,\n2,Yes,2026-02-01\n')).leads.map((l) => [l.state, l.endedAt])).toEqual([['new', undefined], ['converted', '2026-02-01T00:00:00.000Z']]);
  });

  it('is no guess where the file contradicts itself or says something else', async () => {
    const { errors } = await leads('Lead Number,Lead Status,Converted\n1,Converted,No\n');
    expect(errors.map((e) => e.message)).toEqual([expect.stringContaining('contradicts')]);
    const { leads: [odd], notes } = await leads('Lead Number,Lead Status\n1,Purple\n');
    expect(odd).toMatchObject({ custom: { 'Lead Status': 'Purple' } });
    expect(odd?.state).toBeUndefined();
    expect(notes.some((n) => n.message.includes('is no state of a lead'))).toBe(true);
  });
});

describe('what else a row says', () => {
  it('is kept under the name of its column, save what is left out and "Select"', async () => {
    const file = 'Lead Number,Converted,City,Specialization,Tags\n7,1,Oslo,Select,Ringing\n';
    expect((await leads(file)).leads[0]?.custom).toEqual({ City: 'Oslo', Tags: 'Ringing' });
    expect((await leads(file, { options: { leftOut: ['Tags'] } })).leads[0]?.custom).toEqual({ City: 'Oslo' });
    expect((await leads(file, { options: { emptyWords: false } })).leads[0]?.custom).toEqual({ City: 'Oslo', Specialization: 'Select', Tags: 'Ringing' });
  });

  it('gives a lead without a name one that never replaces a real one', async () => {
    const { leads: read } = await leads('Lead Number,Email,Converted\n7,,1\n8,a@x.example,1\n');
    expect(read.map((l) => [l.name, l.nameIsMade])).toEqual([['Lead 7', true], ['a@x.example', true]]);
    expect((await leads('Email,Company,Lead Status\n,Acme,New\n')).errors.map((e) => e.message)).toContainEqual(expect.stringContaining('no name, e-mail or external id'));
  });

  it('keeps unknown times unknown', async () => {
    expect((await leads('Lead Number,Converted\n7,1\n')).leads[0]).not.toHaveProperty('leadAt', expect.anything());
    const { leads: [odd], notes } = await leads('Lead Number,Created Date,Converted Date,Converted\n7,2026-03-02,2026-02-01,1\n');
    expect([odd?.leadAt, odd?.endedAt]).toEqual(['2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z']);
    expect(notes.some((n) => n.message.includes('come in when it ended'))).toBe(true);
  });
});

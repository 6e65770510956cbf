import { describe, expect, it } from 'vitest';
import { mappingQuestions } from './check-mapping';
import { guessMapping } from './guess-mapping';
import { previewRows } from './preview';
import { sentence } from './row-error';
import { importOptions, type DealRecord } from './schema';
import { readStage } from './stages';
import { Survey } from './survey';
import { readAll } from './testing/files';
import { STAGES, understand } from './testing/read-file';

const mappingFor = async (head: string, row = '', entity: Parameters<typeof guessMapping>[0] = 'deals') => (await understand(`${head}\n${row}\n`, { entity })).mapping;
const deals = async (content: string, given: Parameters<typeof understand>[1] = {}) => {
  const read = await understand(content, { entity: 'deals', ...given });
  return { ...read, deals: read.records as DealRecord[] };
};

describe('guesses', () => {
  it.each([
    ['Salesforce', 'Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Amount Currency,Close Date,Created Date,Opportunity Owner,Lead Source,Probability (%)', ['externalId', 'name', 'account', 'stage', 'amount', 'currency', 'closedAt', 'openedAt', 'owner', 'leadSource', null]],
    ['HubSpot', 'Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Associated Company,Is Closed Won,Closed Lost Reason', ['externalId', 'name', 'stage', 'closedAt', 'owner', 'amount', 'openedAt', 'account', 'outcome', 'closeReason']],
    ['Pipedrive', 'Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Owner,Deal - Deal created,Deal - Expected close date,Deal - Won time,Deal - Lost reason', ['externalId', 'name', 'account', 'amount', 'currency', 'stage', 'outcome', 'owner', 'openedAt', 'expectedCloseAt', 'closedAt', 'closeReason']],
    ['German', 'Geschäfts-ID;Name der Verkaufschance;Firma;Phase;Betrag;Währung;Angelegt am;Abschlussdatum;Verantwortlich', ['externalId', 'name', 'account', 'stage', 'amount', 'currency', 'openedAt', 'closedAt', 'owner']],
    ['French', "Nom de l'affaire;Entreprise;Étape;Montant;Devise;Date de création;Date de clôture;Propriétaire", ['name', 'account', 'stage', 'amount', 'currency', 'openedAt', 'closedAt', 'owner']],
    ['Spanish', 'Nombre del negocio;Empresa;Etapa;Importe;Moneda;Fecha de creación;Fecha de cierre;Propietario', ['name', 'account', 'stage', 'amount', 'currency', 'openedAt', 'closedAt', 'owner']],
    ['code', 'external_id,dealName,CloseDate,amount_usd,ownerEmail', ['externalId', 'name', 'closedAt', 'amount', 'owner']],
    ['win-loss', 'Opportunity Number,Supplies Subgroup,Region,Route To Market,Elapsed Days In Sales Stage,Opportunity Result,Sales Stage Change Count,Opportunity Amount USD,Client Size By Revenue,Competitor Type', ['externalId', null, null, 'leadSource', null, 'outcome', null, 'amount', null, 'competitor']],
  ])('understands the headers of %s', async (_, head, fields) => expect(Object.values(await mappingFor(head))).toEqual(fields));

  it('understands contacts', async () => {
    expect(Object.values(await mappingFor('Contact ID,First Name,Last Name,Email,Mobile Phone,Title,Company Name', '', 'contacts'))).toEqual(['externalId', 'firstName', 'lastName', 'email', 'phone', 'jobTitle', 'account']);
    expect(Object.values(await mappingFor('Vorname;Nachname;E-Mail;Telefon;Funktion;Firma', '', 'contacts'))).toEqual(['firstName', 'lastName', 'email', 'phone', 'jobTitle', 'account']);
  });

  it('believes values more than names, and says so', async () => {
    const { profiles } = await understand('Deal,Close date,Amount,xyz\nA,soon,big,ann@x.example\nB,later,small,bob@x.example\n', { entity: 'deals' });
    const guesses = guessMapping('deals', profiles);
    expect(guesses.map(({ field }) => field)).toEqual(['name', null, null, null]);
    expect(guesses[1]?.reason).toBe('"Close date" is a usual name for it, but only 0% of its values fit');
    expect(guesses[3]?.reason).toBe('no field is called like it');
    expect(guessMapping('contacts', profiles)[3]).toMatchObject({ field: 'email', reason: '100% of its values are e-mail addresses' });
  });

  it.each([
    ['deals', 'Name,Account,Stage,Amount,Close Date'], ['accounts', 'Company name,Industry,Website,Number of employees'], ['contacts', 'First name,Last name,Email,Job title,Company'],
    ['products', 'Product,Category,Unit price'], ['members', 'Name,Email,Team,Manager'],
  ])('takes the file for %s', async (entity, head) => expect((await understand(`${head}\n`)).entity).toBe(entity));
});

describe('columns settle what values cannot', () => {
  it('learns the order of dates from the one row that tells', async () => {
    const read = await deals('name,created,close date\nA,03/04/2017,1/2/2018\nB,25/04/2017,2/2/2018\n');
    expect(read.deals.map((deal) => deal.openedAt?.slice(0, 10))).toEqual(['2017-04-03', '2017-04-25']);
    // The other date column follows: nobody exports two orders in one file.
    expect(read.plan.formats['close date']?.dateOrder).toBe('dmy');
    expect(read.questions).toEqual([]);
  });
  it('asks when nothing tells, and reads by the answer', async () => {
    const content = 'name,created\nA,03/04/2017\nB,05/06/2017\nC,2017-07-08\n';
    const open = await deals(content);
    expect(open.questions).toEqual(['Is the day or the month first in "03/04/2017" (column "created")? Nothing in the file tells.']);
    expect(open.errors.map(sentence)[0]).toBe('Row 2, "created": "03/04/2017" can be 3 April 2017 or 4 March 2017: choose the date order.');
    expect(open.deals.map(({ name }) => name)).toEqual(['C']);
    expect((await deals(content, { options: { dateOrder: 'mdy' } })).deals.map((deal) => deal.openedAt?.slice(0, 10))).toEqual(['2017-03-04', '2017-05-06', '2017-07-08']);
  });
  it('says when a column contradicts itself', async () => {
    const read = await deals('name,created\nA,25/04/2017\nB,04/25/2017\nC,03/04/2017\n');
    expect(read.questions[0]).toMatch(/stand in more than one order/);
    expect(read.deals.map(({ name }) => name)).toEqual(['A', 'B']);
  });
  it('learns the decimal mark, and asks when only "1.234" is there', async () => {
    const read = await deals('name;amount\nA;1.234\nB;1.234,50\n');
    expect(read.deals.map(({ amount }) => amount?.minor)).toEqual([123_400, 123_450]);
    expect((await deals('name,amount\nA,1.234\n')).questions).toEqual(['"1.234" (column "amount") can be two numbers. Which mark parts the decimals?']);
    expect((await deals('name,amount\nA,"1,234"\n')).deals[0]?.amount?.minor).toBe(123_400);
    expect((await deals('name,amount\nA,EUR 1.234\nB,"EUR 1.234,50"\n')).deals.map(({ amount }) => amount)).toEqual([{ minor: 123_400, currency: 'EUR' }, { minor: 123_450, currency: 'EUR' }]);
  });
  it('takes bare shares as the column has them', async () => {
    expect((await deals('name,discount\nA,0.12\nB,0.5\n')).deals.map(({ discount }) => discount)).toEqual([0.12, 0.5]);
    expect((await deals('name,discount\nA,12\nB,0.5\n')).deals.map(({ discount }) => discount)).toEqual([0.12, 0.005]);
  });
  it('takes currency and scale from the header', async () => {
    expect((await deals('name,Amount (kEUR)\nA,12\n')).deals[0]?.amount).toEqual({ minor: 1_200_000, currency: 'EUR' });
  });
});

describe('rows', () => {
  const head = 'Opportunity Name,Account,Stage,Status,Amount,Currency,Created,Close date,Region';
  it('become records; the bad ones say what to do and the rest goes on', async () => {
    const read = await deals(`${head}\nA,Acme,Proposal,open,"1,234.50",EUR,2017-01-02,2017-03-01,North\nB,Acme,Won,won,n/a,,2017-01-02,31/02/2026,\n,,,,,,,,\nC,Acme,Won,won,-5,EUR,2017-01-02,2017-03-01,x\nD,Acme,Won\nE,Acme,Lost,lost,500,XXY,2017-01-02,2017-02-01,\n`);
    expect(read.deals).toEqual([{
      entity: 'deals', name: 'A', nameIsMade: false, account: 'Acme', stage: { name: 'Proposal', kind: 'open', isNew: false }, amount: { minor: 123_450, currency: 'EUR' },
      openedAt: '2017-01-02T00:00:00.000Z', expectedCloseAt: '2017-03-01T00:00:00.000Z', custom: { Region: 'North' },
    }]);
    expect(read.errors.map(sentence)).toEqual([
      'Row 3, "Close date": "31/02/2026" is not a date that exists.',
      'Row 5, "Amount": "-5" is negative: enter zero or more.',
      'Row 6: the row has 3 cells where the header has 9. A cell with line breaks must stand in quotes.',
      'Row 7, "Currency": "XXY" is not a currency: use a three-letter code such as EUR.',
    ]);
  });
  it('can leave bad values out instead of rows', async () => {
    const read = await deals('id,name,created\n1,A,soon\n', { mapping: { created: 'openedAt' }, options: { badValues: 'leave-empty' } });
    expect(read.deals[0]).toMatchObject({ name: 'A' });
    expect(read.notes).toContainEqual({ column: 'created', message: 'left empty: "soon" is not a date: write it like 2017-03-01', rows: 1, firstRow: 2 });
  });
  it('clears only when asked', async () => {
    expect((await deals('name,amount\nA,\n')).deals[0]).not.toHaveProperty('amount');
    expect((await deals('name,amount\nA,\n', { options: { emptyCells: 'clear' } })).deals[0]).toHaveProperty('amount', null);
  });
  it('keeps a name that looks empty, and an answer that is "None"', async () => {
    const accounts = await understand('Company name,Industry\nNull,Select\nNA,None\n', { entity: 'accounts' });
    expect(accounts.records.map((record) => [record.name, 'industry' in record ? record.industry : undefined])).toEqual([['Null', undefined], ['NA', 'None']]);
  });
  it('wants the key that rows are matched by', async () => {
    expect((await deals('deal id,name\n1,A\n,B\n')).errors.map(sentence)).toEqual(['Row 3, "deal id": it is empty, though rows are matched by it: fill it in, or match by something else.']);
  });
  it('makes names of people', async () => {
    const { records, errors } = await understand('First name,Last name,Email,Role\nAna,Flores,ANA@x.example,Decision Maker\n,,bo@x.example,\n,,,\nX,Y,nobody,Champion\n', { entity: 'contacts' });
    expect(records).toEqual([
      { entity: 'contacts', name: 'Ana Flores', email: 'ana@x.example', buyingRole: 'economic_buyer', custom: {} }, { entity: 'contacts', name: 'bo@x.example', email: 'bo@x.example', custom: {} },
    ]);
    expect(errors.map(sentence)).toEqual(['Row 5, "Email": "nobody" is not an e-mail address.']);
  });
  it('reads lists of contacts, cuts long notes with a word about it, survives hostile headers', async () => {
    const read = await deals(`name,contacts,notes,__proto__\nA,"ann@x.example, bo@x.example",${'n'.repeat(9000)},polluted\nB,"Doe, Jane; Bo",,\n`);
    expect(read.deals.map(({ contacts }) => contacts)).toEqual([['ann@x.example', 'bo@x.example'], ['Doe, Jane', 'Bo']]);
    expect(read.deals[0]?.notes).toHaveLength(8000);
    expect(read.notes.map(({ message }) => message)).toEqual(['texts longer than 8000 characters were cut']);
    expect(Object.keys(read.deals[0]?.custom ?? {})).toEqual(['proto']);
  });
  it('gives every row an outcome for fifty columns', async () => {
    const columns = Array.from({ length: 50 }, (_, i) => (i === 0 ? 'Deal name' : `Extra ${i}`));
    const read = await deals(`${columns.join(',')}\n${columns.map((_, i) => `v${i}`).join(',')}\n`);
    expect(Object.keys(read.deals[0]?.custom ?? {})).toHaveLength(49);
    expect((await deals(`${columns.join(',')}\n${columns.map((_, i) => `v${i}`).join(',')}\n`, { options: { keepUnmapped: false } })).deals[0]?.custom).toEqual({});
  });
});

describe('stages and outcomes', () => {
  const stage = (text: string) => {
    const reading = readStage(text, STAGES, { Weird: { name: 'Lost', kind: 'lost' } });
    return 'error' in reading ? reading.error : `${reading.value.name} ${reading.value.kind}${reading.value.isNew ? ' new' : ''}`;
  };
  it.each([
    ['prospecting', 'Prospecting open'], ['Closed Won', 'Won won'], ['gewonnen', 'Won won'], ['Closed - Lost', 'Lost lost'], ['Proposal/Price Quote', 'Proposal open'], ['contractsent', 'Negotiation open'],
    ['Legal review', 'Legal review open new'], ['Weird', 'Lost lost'], ['Closed', '"Closed" does not say whether the deal was won or lost: choose the stage for it in the mapping'],
  ])('%s is %s', (text, expected) => expect(stage(text)).toBe(expected));

  const staged = async (content: string) => {
    const read = await deals(content);
    return [...read.deals.map((deal) => `${deal.stage?.name ?? '-'} ${deal.stage?.kind ?? '-'}`), ...read.errors.map(sentence)];
  };
  it('joins stage and status', async () => {
    expect(await staged('name,stage,status\nA,Proposal,lost\nB,Closed,won\nC,Won,open\nD,Proposal,open\n')).toEqual(['Lost lost', 'Won won', 'Proposal open', 'Row 4, "stage": "Won" contradicts "open" in "status": correct one of them.']);
    const { deals: [lost] } = await deals('name,stage,status\nA,Proposal,lost\n');
    expect(lost?.custom).toEqual({ stage: 'Proposal' });
  });
  it('reads yes and no for what they can mean', async () => {
    expect(await staged('name,Is Won,Stage\nA,1,Won\nB,0,Prospecting\nC,0,Lost\n')).toEqual(['Won won', 'Prospecting open', 'Lost lost']);
    expect(await staged('name,Converted\nA,1\nB,0\n')).toEqual(['Won won', 'Lost lost']);
    expect(await staged('name,Converted,Close date\nA,1,2017-01-01\nB,0,\n')).toEqual(['Won won', 'Open open'].map((s) => s.replace('Open', 'Prospecting')));
    expect(await staged('name,Opportunity Result\nA,Won\nB,Loss\n')).toEqual(['Won won', 'Lost lost']);
  });
  it('never lets a deal close before it opened', async () => {
    const read = await deals('name,stage,created,close date\nA,Won,2017-05-01,2017-03-01\n');
    expect(read.deals[0]).toMatchObject({ openedAt: '2017-03-01T00:00:00.000Z', closedAt: '2017-03-01T00:00:00.000Z' });
    expect(read.notes.map(({ column }) => column)).toContain('created');
  });
});

describe('mapping and preview', () => {
  it('says what a mapping lacks', () => {
    const options = importOptions.parse({});
    expect(mappingQuestions('accounts', ['a', 'b'], { a: 'industry', b: 'industry', c: 'name', d: null }, options).map((q) => q.message)).toEqual([
      '"a" and "b" are both mapped to Industry. Choose one of them.',
      'The file has no column "c". Take it out of the mapping.',
      'Rows are to be matched by external id, but no column is mapped to it. Map one, or match by something else.',
    ]);
    expect(mappingQuestions('deals', ['x'], { x: 'amount' }, importOptions.parse({ matchKey: 'name' })).map((q) => q.kind)).toEqual(['required', 'match-key']);
    expect(mappingQuestions('deals', ['x'], { x: 'externalId' }, options)).toEqual([]);
  });
  it('shows what would be understood', async () => {
    const content = 'id,name,stage,amount,close date\n1,A,Legal review,"1.234,50 €",25.12.2017\n2,B,Closed,abc,2017-01-01\n';
    const { plan, profiles } = await understand(content, { entity: 'deals' });
    const preview = previewRows(plan, profiles, (await readAll(content)).rows);
    expect(preview.rows[0]?.understood).toEqual({ id: '1', name: 'A', stage: 'Legal review', amount: 'EUR 1,235'.replace(' ', '\u00a0'), 'close date': null });
    expect([preview.readable, preview.unreadable]).toEqual([1, 1]);
    expect(preview.questions.map(({ kind, message }) => [kind, message.slice(0, 24)])).toEqual([['stage', '"Legal review" is no stag'.slice(0, 24)], ['stage', 'Which stage is "Closed"?']]);
    expect(preview.rows[1]?.errors.map(({ column }) => column)).toEqual(['amount', 'stage']);
  });
  it('surveys a hundred thousand cells without keeping them', () => {
    const survey = new Survey(['a']);
    for (let i = 0; i < 100_000; i++) survey.add({ values: [`value ${i}`] });
    expect(survey.profiles[0]).toMatchObject({ rows: 100_000, filled: 100_000 });
    expect(survey.profiles[0]?.values.size).toBe(100);
  });
});

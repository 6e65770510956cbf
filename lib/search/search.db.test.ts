import { expect, it } from 'vitest';
import { createAccount } from '@/lib/accounts/create-account';
import { createContact } from '@/lib/contacts/create-contact';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { useDatabase } from '@/lib/server/db/testing/database';
import { newMember, newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { findRecords } from './find-records';

useDatabase();

it('finds what is in sight, open deals first, and nothing of others', async () => {
  const [ours, theirs] = [await newTestWorkspace('search-a'), await newTestWorkspace('search-b')];
  const [rep, other] = [await newMember(ours, 'rep'), await newMember(ours, 'rep')];
  const account = await createAccount(ours.system, { name: 'Zebra Works', industry: 'Retail' });
  await createContact(ours.system, { name: 'Zebra Zoe', accountId: account.id, jobTitle: 'CFO' });
  await createDeal(rep, { name: 'Zebra open', accountId: account.id });
  const { id } = await createDeal(rep, { name: 'Zebra won', accountId: account.id });
  await moveStage(rep, id, { stageId: ours.stage('Won').id, reason: 'test' });
  await createDeal(other, { name: 'Zebra of another' });
  await createDeal(theirs.system, { name: 'Zebra of theirs' });

  const stage = ours.stages.find((s) => s.kind === 'open')!.name;
  expect((await findRecords(rep, 'zebra')).map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
    ['deals', 'Zebra open', `Zebra Works, ${stage}`], ['deals', 'Zebra won', 'Zebra Works, won'],
    ['accounts', 'Zebra Works', 'Retail'], ['contacts', 'Zebra Zoe', 'CFO, Zebra Works'],
  ]);
  expect(await findRecords(rep, 'zebr_')).toEqual([]);
});

'use server';

import { action } from '@/lib/server/action';
import { findRecords as find } from '@/lib/search/find-records';
import { searchText } from '@/lib/search/schema';

export const findRecords = action({ permission: 'deal.read', input: searchText, run: (scope, { q }) => find(scope, q) });

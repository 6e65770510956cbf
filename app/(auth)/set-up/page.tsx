import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/people/auth-card';
import { SetUpForm } from '@/components/people/set-up-form';
import { currencyOptions } from '@/components/settings/currencies';
import { needsSetUp } from '@/lib/members/set-up';
import { setUpInstallation } from './actions';

export const metadata: Metadata = { title: 'Set up' };
export const dynamic = 'force-dynamic';

export default async function SetUpPage() {
  if (!(await needsSetUp())) redirect('/');
  return (
    <AuthCard title="Set up Winloop" line="Nobody has signed in here yet. Whoever fills this in becomes the admin; others are invited later.">
      <SetUpForm currencies={currencyOptions()} action={setUpInstallation} />
    </AuthCard>
  );
}

import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/people/auth-card';
import { returnPath } from '@/components/people/return-path';
import { SignInForm } from '@/components/people/sign-in-form';
import { needsSetUp } from '@/lib/members/set-up';
import { sampleState } from '@/lib/sample/sample-state';
import { env } from '@/lib/server/env';
import { personOfPage } from '@/lib/server/page';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const to = returnPath((await searchParams).to);
  if (await personOfPage()) redirect(to);
  if (await needsSetUp()) redirect('/set-up');
  const sample = env().sample ? await sampleState() : null;
  return (
    <AuthCard title="Sign in">
      <SignInForm to={to} sample={sample && { people: sample.signIns, password: sample.password }} />
    </AuthCard>
  );
}

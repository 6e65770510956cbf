import { redirect } from 'next/navigation';

/** Settings open with what everybody has: their own. */
export default async function SettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  redirect(`/w/${(await params).workspace}/settings/you`);
}

'use client';

import { LoaderCircle, Sparkles } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast-queue';
import { useRequestInsights } from './queries';

/** Asks for advice from beside the list and goes to the deal's page, where it can be watched. */
export function AskAdvice({ workspace, dealId }: { workspace: string; dealId: string }) {
  const router = useRouter();
  const { mutate, isPending } = useRequestInsights(workspace, dealId);
  const ask = () => {
    if (isPending) return;
    mutate(undefined, {
      onSuccess: () => router.push(`/w/${workspace}/deals/${dealId}`),
      onError: (error) => showToast(error.message, { tone: 'risk' }),
    });
  };
  return (
    <Button size="sm" className="self-start" onClick={ask} aria-disabled={isPending}>
      {isPending ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : <Sparkles aria-hidden />}
      Get advice
    </Button>
  );
}

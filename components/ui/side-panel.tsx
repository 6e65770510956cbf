'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Modal } from './modal';

/** A record beside its list. The address says that it is open, so closing goes to the address without it and Back works. */
export function SidePanel({ title, line, closeHref, footer, children }: { title: string; line?: ReactNode; closeHref: string; footer?: ReactNode; children: ReactNode }) {
  const router = useRouter();
  return (
    <Modal placement="side" title={title} line={line} footer={footer} onClose={() => router.push(closeHref, { scroll: false })}>
      {children}
    </Modal>
  );
}

/**
 * Where Inngest, or the embedded runner, calls our functions. Every request is signed; an unsigned one is 401, reading included
 * (only a local dev server, INNGEST_DEV, goes without).
 */
import { serve } from 'inngest/next';
import { functions } from '@/inngest';
import { inngest } from '@/inngest/client';

export const dynamic = 'force-dynamic';

export const { GET, POST, PUT } = serve({ client: inngest, functions, enableUnauthedSync: false });

/** A process that serves the chaos functions and runs jobs until it is killed. Argument: the database's address. Says "ready". */
import { httpCaller } from '../http';
import { embeddedRunner } from '../runner';
import { signingKey } from '@/inngest/client';
import { onJobs } from '@/lib/jobs/wake';
import { useConnection } from '@/lib/server/db/client';
import { openPostgres } from '@/lib/server/db/connection';
import { chaosFunctions, CHAOS_LEASE } from './chaos-functions';
import { serveFunctions } from './serve';

useConnection(await openPostgres(process.argv[2]!));
const { url } = await serveFunctions(chaosFunctions);
const runner = embeddedRunner({ caller: httpCaller(url, signingKey), now: () => new Date(), random: Math.random, leaseMs: CHAOS_LEASE, lookMs: 100 });
onJobs(runner.wake);
await runner.start();
console.log('ready');

'use server';

import { z } from 'zod';
import { markAllRead, markInput, markNotification } from '@/lib/notifications/inbox';
import { action } from '@/lib/server/action';

export const mark = action({ permission: 'notification.read', input: markInput, run: markNotification });
export const markAll = action({ permission: 'notification.read', input: z.object({ until: z.iso.datetime() }), run: (scope, { until }) => markAllRead(scope, new Date(until)) });

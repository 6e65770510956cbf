import { readWaiting, waiting } from '@/lib/home/waiting';
import { route } from '@/lib/server/route';

export const GET = route({ summary: 'How many notifications and changes wait for the caller', permission: 'notification.read', output: waiting, run: readWaiting });

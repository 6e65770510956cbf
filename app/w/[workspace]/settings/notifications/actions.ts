'use server';

import { muteInput, muteKind } from '@/lib/notifications/inbox';
import { action } from '@/lib/server/action';

export const mute = action({ permission: 'notification.read', input: muteInput, run: muteKind });

'use client';

import dynamic from 'next/dynamic';
import { CardSkeleton } from '@/components/ui/skeletons';

/** The form reads what this browser kept, so it is drawn here and not by the server. */
export const Designer = dynamic(() => import('./experiment-form').then((module) => module.ExperimentForm), { ssr: false, loading: () => <CardSkeleton lines={8} label="Loading the form" /> });

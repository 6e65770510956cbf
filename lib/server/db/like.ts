/** Text to be found as it is by LIKE, ILIKE or Prisma's `contains` (which passes wildcards through). */
export const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

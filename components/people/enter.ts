/** Goes to a page of ours as a whole new page: nothing that was shown to somebody else before (or not signed in) stays in memory. */
export const enter = (path: string): void => window.location.assign(path);

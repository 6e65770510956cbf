export declare const BROWSER_ARGS: string[];
export declare function findBrowser(): Promise<string | undefined>;
export declare function mustHaveBrowser(): Promise<string>;

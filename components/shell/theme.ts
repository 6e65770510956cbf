/** The reader's choice of light or dark, kept in a cookie so that the server writes it into the first byte of the page. */
export const themeCookie = 'theme';
export type Theme = 'light' | 'dark' | 'system';

export const parseTheme = (value: string | undefined): Theme => (value === 'light' || value === 'dark' ? value : 'system');

/** Changes the page at once and remembers it for a year. Browser only. */
export function chooseTheme(theme: Theme): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  const age = theme === 'system' ? 0 : 31_536_000;
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

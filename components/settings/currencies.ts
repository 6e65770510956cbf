import type { SelectOption } from '@/components/ui/select';

/** Currencies in use, by code: "EUR Euro". Without codes for testing, funds and metals. */
export function currencyOptions(locale = 'en'): SelectOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  return Intl.supportedValuesOf('currency').filter((code) => !code.startsWith('X')).map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` }));
}

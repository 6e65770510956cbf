/** What a file may hold. Beyond the first the file is refused, beyond the second a row is, beyond the third reading stops. */
export const MAX_COLUMNS = 500;
export const MAX_CELL_BYTES = 64 * 1024;
export const MAX_ROW_BYTES = 1024 * 1024;

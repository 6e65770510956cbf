/**
 * A mail or note as it was written, and nothing more: no HTML, no pictures, and an address is text that nobody fetches or follows by
 * accident. Long ones fold; the fold is the browser's own.
 */
export function PlainText({ subject, text, folded = true }: { subject?: string | null; text: string | null; folded?: boolean }) {
  if (!subject && !text) return null;
  const long = folded && text !== null && (text.length > 280 || text.split('\n').length > 3);
  const body = <p className="whitespace-pre-wrap text-muted wrap-anywhere">{text}</p>;
  return (
    <div className="mt-0.5 text-dense">
      {subject && <p className="wrap-anywhere">{subject}</p>}
      {text && (long ? (
        <details className="group">
          <summary className="cursor-pointer list-none [&::-webkit-details-marker]:hidden">
            <span className="text-muted wrap-anywhere group-open:hidden">{text.replace(/\s+/g, ' ').slice(0, 160).trimEnd()}… </span>
            <span className="link text-xs group-open:hidden">show all</span>
            <span className="link hidden text-xs group-open:inline">show less</span>
          </summary>
          {body}
        </details>
      ) : body)}
    </div>
  );
}

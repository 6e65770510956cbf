import { ArrowLeft } from 'lucide-react';
import { LinkButton } from './button';

/** From a record's page to the list that it hangs in; `label` says which: "All accounts". */
export const BackLink = ({ href, label }: { href: string; label: string }) => (
  <LinkButton href={href} variant="ghost" iconOnly aria-label={label} className="-ms-2">
    <ArrowLeft aria-hidden />
  </LinkButton>
);

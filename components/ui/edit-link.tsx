import { Pencil } from 'lucide-react';
import { LinkButton } from './button';

/** Opens the form of the record on its own page: the address holds that it is open. */
export const EditLink = ({ href }: { href: string }) => (
  <LinkButton href={href} scroll={false}>
    <Pencil aria-hidden />
    Edit
  </LinkButton>
);

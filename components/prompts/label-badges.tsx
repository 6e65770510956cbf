import { Badge, Chip } from '@/components/ui/badge';

/** The labels that stand at a version: production stands out, since it is what answers. */
export function LabelBadges({ labels }: { labels: readonly string[] }) {
  return (
    <>
      {labels.map((label) => (label === 'production' ? <Badge key={label} tone="opportunity">production</Badge> : <Chip key={label}>{label}</Chip>))}
    </>
  );
}

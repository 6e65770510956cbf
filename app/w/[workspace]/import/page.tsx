import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { ImportsTable } from '@/components/imports/imports-table';
import { UploadForm } from '@/components/imports/upload-form';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { latestImports } from '@/lib/imports/get-import';
import { entity } from '@/lib/imports/schema';
import { pageAccess } from '@/lib/server/page';

export const metadata: Metadata = { title: 'Import' };

const EXPORTS = [['deals', 'Deals'], ['accounts', 'Accounts'], ['contacts', 'Contacts'], ['leads', 'Leads'], ['products', 'Products']] as const;

export default async function ImportPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const first = entity.catch('deals').parse((await searchParams).entity);
  const { scope } = await pageAccess(slug, 'import.read');
  const imports = await latestImports(scope);
  const done = imports.filter((i) => i.status === 'completed' && !i.dryRun);
  return (
    <>
      <PageHeader title="Import" line={done.length > 0 ? `${done.length} ${done.length === 1 ? 'import' : 'imports'} done, ${done.reduce((n, i) => n + i.created, 0).toLocaleString('en-US')} records created` : 'Bring in deals, leads, accounts, contacts and products from a CSV'} />
      <div className="flex flex-col gap-4">
        <Card title="From a file">
          <UploadForm workspace={slug} entities={entity.options} first={first} />
        </Card>
        <section aria-labelledby="so-far" className="flex flex-col gap-2">
          <h2 id="so-far" className="text-sm font-semibold">So far</h2>
          <ImportsTable workspace={slug} rows={imports} now={new Date().toISOString()} />
        </section>
        <Card title="Export" line="What you export and import again changes nothing; what you change in between is changed here.">
          <div className="flex flex-wrap gap-2">
            {EXPORTS.map(([value, label]) => (
              <a key={value} href={`/api/v1/exports/${value}?workspace=${slug}`} download className={buttonClass({ variant: 'outline' })}>
                <Download aria-hidden />
                {label}
              </a>
            ))}
          </div>
        </Card>
      </div>
    </>
  );
}

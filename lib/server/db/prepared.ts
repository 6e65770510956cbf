/**
 * PGlite with its statements prepared. Its own `query` parses and plans each text anew and enters the engine six times; here a
 * text is prepared when it is first seen, and from then on entering once binds and executes it, which takes half as long. For
 * transactions only, where all of the product's queries run.
 */
import { messages, protocol, type ParserOptions, type PGlite, type QueryOptions, type Results, type Transaction } from '@electric-sql/pglite';

type Field = { name: string; dataTypeID: number };
type Statement = { name: string; parameters: number[]; fields: Field[] };
type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number];

const { serialize } = protocol;
/** Beyond these the one that was used longest ago goes. */
const KEPT = 400;
/** After this long, in ms, plans are made anew: one made while a table was small is a bad one when it has grown. */
const PLANS_KEPT = 5_000;
/** A longer list than this is planned for as it is: its length matters, and only a list known to the planner is hashed. */
const LONG_LIST = 20;
/** A plan that a change of the schema made useless, or that is gone: prepared anew by whoever comes next. */
const STALE = new Set(['0A000', '26000']);

/** The same database to the Prisma adapter, its transactions with prepared statements. */
export function withPreparedStatements(pglite: PGlite): PGlite {
  const statements = new Map<string, Statement>();
  let made = 0;
  let planned = performance.now();

  const ask = (...parts: Uint8Array[]): Promise<Message[]> => pglite.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false });

  async function prepare(sql: string): Promise<Statement> {
    const statement: Statement = { name: `s${++made}`, parameters: [], fields: [] };
    const said = await ask(serialize.parse({ name: statement.name, text: sql }), serialize.describe({ type: 'S', name: statement.name }));
    for (const message of said) {
      if (message instanceof messages.ParameterDescriptionMessage) statement.parameters = message.dataTypeIDs;
      if (message instanceof messages.RowDescriptionMessage) statement.fields = message.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }));
    }
    return statement;
  }

  async function statementOf(sql: string): Promise<Statement> {
    const statement = statements.get(sql) ?? (await prepare(sql));
    // To the end of the line.
    statements.delete(sql);
    statements.set(sql, statement);
    const [first] = statements;
    if (statements.size > KEPT && first) await forget(...first);
    return statement;
  }

  async function forget(sql: string, { name }: Statement): Promise<void> {
    statements.delete(sql);
    await ask(serialize.close({ type: 'S', name }));
  }

  async function execute<Row>(sql: string, values: readonly unknown[], options: QueryOptions): Promise<Results<Row>> {
    const statement = await statementOf(sql);
    const { name, parameters, fields } = statement;
    const bound = values.map((value, i) => serialized(pglite, value, parameters[i]));
    try {
      const said = await ask(serialize.bind({ statement: name, values: bound }), serialize.execute({}));
      return read<Row>(said, fields, { pglite: pglite.parsers, own: options.parsers ?? {} }, options.rowMode === 'array');
    } catch (error) {
      if (error instanceof messages.DatabaseError && STALE.has(error.code ?? '')) await forget(sql, statement);
      throw error;
    }
  }

  /** The embedded database never tells its plans that a table has grown, as PostgreSQL's autovacuum does. */
  async function renewPlans(tx: Transaction): Promise<void> {
    if (performance.now() - planned < PLANS_KEPT) return;
    planned = performance.now();
    await tx.exec('DISCARD PLANS');
  }

  const preparing = (tx: Transaction): Transaction => ({
    query: (sql, values = [], options = {}) => {
      if (tx.closed) throw new Error('Transaction is closed');
      if (values.some((value) => Array.isArray(value) && value.length > LONG_LIST)) return tx.query(sql, values, options);
      return pglite.runExclusive(() => execute(sql, values, options));
    },
    sql: tx.sql, exec: tx.exec, rollback: tx.rollback, listen: tx.listen,
    get closed() { return tx.closed; },
  });

  return new Proxy(pglite, {
    get: (target, key) => {
      if (key === 'transaction') return <T>(work: (tx: Transaction) => Promise<T>) => target.transaction(async (tx) => {
        await renewPlans(tx);
        return work(preparing(tx));
      });
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function serialized(pglite: PGlite, value: unknown, type = 0): string | null {
  if (value === null || value === undefined) return null;
  return pglite.serializers[type]?.(value) ?? String(value);
}

function read<Row>(said: readonly Message[], fields: Field[], parsers: { pglite: ParserOptions; own: ParserOptions }, asArrays: boolean): Results<Row> {
  const parse = fields.map(({ dataTypeID }) => parsers.own[dataTypeID] ?? parsers.pglite[dataTypeID]);
  const rows: unknown[] = [];
  let affectedRows = 0;
  for (const message of said) {
    if (message instanceof messages.DataRowMessage) {
      const row = message.fields.map((text, i) => (text === null ? null : (parse[i]?.(text) ?? text)));
      rows.push(asArrays ? row : Object.fromEntries(row.map((value, i) => [fields[i]?.name, value])));
    } else if (message instanceof messages.CommandCompleteMessage) {
      // "INSERT 0 5", "UPDATE 5"; a "SELECT 5" changed nothing.
      affectedRows = Number(/^(?:INSERT|UPDATE|DELETE|MERGE|COPY)\b.* (\d+)$/.exec(message.text)?.[1] ?? 0);
    }
  }
  return { rows: rows as Row[], fields, affectedRows };
}

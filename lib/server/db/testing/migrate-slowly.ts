/** A process of its own that is in the middle of its second migration (table made, not committed) when it says `in the middle`. */
import { openEmbedded } from '../connection';
import { migrate } from '../migrate';

const connection = await openEmbedded({ folder: process.argv[2]! });
const { script } = connection;
connection.script = (work) => script((db) => work({
  ...db,
  exec: async (sql) => {
    await db.exec(sql);
    if (!sql.includes('half')) return;
    console.log('in the middle');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
}));
await migrate(connection, [
  { name: '1_whole', sql: 'create table whole (id int)', checksum: '1' },
  { name: '2_half', sql: 'create table half (id int); insert into whole values (1)', checksum: '2' },
]);

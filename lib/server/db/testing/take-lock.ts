/** A process of its own that takes the lock of a folder and holds it: says `taken`, or `refused` and ends. */
import { lockDataFolder } from '../lock';

try {
  lockDataFolder(process.argv[2]!);
  console.log('taken');
  setInterval(() => {}, 1000);
} catch {
  console.log('refused');
}

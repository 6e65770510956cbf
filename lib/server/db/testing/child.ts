/** Starts a script of this folder as a process of its own, for tests of what two processes do to each other. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type Child = { process: ChildProcess; firstLine: Promise<string>; kill: () => Promise<void> };

export function startChild(script: string, ...args: string[]): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part) => {
      said += String(part);
      if (said.includes('\n')) resolve(said.slice(0, said.indexOf('\n')));
    });
    child.once('close', () => reject(new Error(`${script} ended without a word`)));
  });
  return {
    process: child,
    firstLine,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotRun } from '../framework/bench.js';

const CALLS = /\b(?:fsync|fdatasync|msync|sync_file_range|syncfs)\(/g;

/** Whether processes can be watched here. */
function canTrace(): boolean {
  return spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0;
}

/** Counts the calls by which a process makes its files durable while something is done: as the kernel sees them. */
export async function fsyncsDuring(pid: number, log: string, work: () => Promise<void>): Promise<number> {
  if (!canTrace()) throw new CannotRun('strace is not there, or may not watch processes');
  const calls = 'trace=fsync,fdatasync,msync,sync_file_range,syncfs';
  const tracer = spawn('strace', ['-f', '-qq', '-e', calls, '-o', log, '-p', String(pid)], { stdio: 'ignore' });
  const ended = once(tracer, 'exit');
  await attached(pid);
  await work();
  tracer.kill('SIGINT');
  await ended;
  return (await readFile(log, 'utf8')).match(CALLS)?.length ?? 0;
}

/** Every thread of the process has its tracer. */
async function attached(pid: number): Promise<void> {
  while (!/^TracerPid:\t[1-9]/m.test(await readFile(`/proc/${pid}/status`, 'utf8'))) await pause(5);
  await pause(50);
}

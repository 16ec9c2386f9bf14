// Processes that are asked one thing after the other, each answered before the next.
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts a module as a process of its own; `ask` resolves with what it answers. */
export function startProcess(module, args = [], options = {}) {
  const child = fork(new URL(module, import.meta.url), args, options);
  const ended = once(child, 'exit');
  return {
    pid: child.pid,
    ask: async (name, about) => {
      const answered = once(child, 'message');
      child.send({ name, about });
      const [{ error, value }] = await Promise.race([
        answered,
        ended.then(([code]) => [{ error: `${module} ended with ${code}` }]),
      ]);
      if (error !== undefined) throw new Error(`${module} ${args.join(' ')}: ${error}`);
      return value;
    },
    end: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** The other side: answers what this process is asked, and ends it when nobody can ask any more. */
export function answer({ close, ...handlers }) {
  process.on('disconnect', async () => {
    await close();
    process.exit();
  });
  process.on('message', async ({ name, about }) => {
    try {
      process.send({ value: await handlers[name](about) });
    } catch (error) {
      process.send({ error: error.stack ?? String(error) });
    }
  });
}

/** The program of a thread as `npm run build` writes it; the folders of `src` and of `dist` are equally far from it. */
export const WORKER_PROGRAM = new URL('../../dist/bundle/worker.js', import.meta.url);

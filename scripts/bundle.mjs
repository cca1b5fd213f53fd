// Puts the modules that tsc compiled together in a few files, which load in a third of the time: `npm run build:bundle`. Packages stay
// outside, and so does all that is loaded only where it is used. Every file lies two folders below the root, as the modules of src
// do that name other files by their own address.
import { rolldown } from 'rolldown';

const ENTRIES = { main: 'dist/cli/main.js', index: 'dist/index.js', worker: 'dist/lane/threads/worker.js' };

const bundle = await rolldown({ input: ENTRIES, platform: 'node', external: (id) => !/^[./]/.test(id) });
const { output } = await bundle.write({ dir: 'dist/bundle', format: 'esm', chunkFileNames: '[name]-[hash].js' });
console.log(`${Object.values(ENTRIES).join(', ')} -> dist/bundle, ${output.length} files`);

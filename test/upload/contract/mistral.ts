import { openFiles } from '../../../src/mistral/mistral.js';
import { openMistral } from '../../../src/upload/destinations/mistral.js';
import { CANARY, connect, serve } from '../../mistral/support.js';
import { createFileStore } from '../../server/files.js';
import type { Subject } from './subject.js';

export async function mistralSubject(): Promise<Subject> {
  const store = createFileStore({ key: CANARY, keepsEqual: true, takesAll: true });
  const server = await serve({ routes: store.routes });
  const open = async (): Promise<Subject['destination']> => openMistral(openFiles(await connect(server)));
  return {
    destination: await open(),
    content: async (id) => store.files.find((file) => file.id === id)?.content,
    count: async () => store.files.length,
    again: open,
    fail: (status) => server.plan({ kind: 'answer', answer: { status, json: { detail: 'No' } } }),
  };
}

import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { createChunkWorker } from './chunk-worker.js';
import { buffersOf, type Order, type WorkerSetup } from './messages.js';

/** A thread's program: obeys, walks over chunks as long as there are some to take, and sleeps until the bell rings. */
async function work(setup: WorkerSetup, port: MessagePort): Promise<void> {
  const worker = await createChunkWorker(setup);
  const bell = new Int32Array(setup.bell);
  const obeyAll = async (): Promise<void> => {
    for (let order = receive(port); order !== undefined; order = receive(port)) await worker.obey(order);
  };

  for (;;) {
    const rung = Atomics.load(bell, 0);
    await obeyAll();
    for (let chunk = worker.claim(); chunk >= 0; chunk = worker.claim()) {
      const walked = worker.walk(chunk);
      port.postMessage(walked, 'found' in walked ? buffersOf(walked) : []);
      await obeyAll();
    }
    Atomics.wait(bell, 0, rung);
  }
}

function receive(port: MessagePort): Order | undefined {
  const message: unknown = receiveMessageOnPort(port)?.message;
  return isOrder(message) ? message : undefined;
}

/** Main sends nothing else. */
function isOrder(message: unknown): message is Order {
  return typeof message === 'object' && message !== null && 'kind' in message;
}

function isSetup(data: unknown): data is WorkerSetup {
  return typeof data === 'object' && data !== null && 'bell' in data;
}

const data: unknown = workerData;
if (parentPort !== null && isSetup(data)) await work(data, parentPort);

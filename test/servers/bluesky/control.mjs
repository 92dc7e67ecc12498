import { once } from 'node:events';
import { createServer } from 'node:http';

/** A small door for the test that started the servers: `POST /name` with JSON, JSON back. */
export async function startControl(commands) {
  const server = createServer(async (request, response) => {
    const name = request.url.slice(1);
    const command = Object.hasOwn(commands, name) ? commands[name] : null;
    if (command === null || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      const answer = await command(text === '' ? {} : JSON.parse(text));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? null));
    } catch (error) {
      response.writeHead(500).end(String(error.message));
    }
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

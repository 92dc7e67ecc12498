/** The reference for everything over HTTP: Fastify with one route that does nothing; ends with its input. */
import fastify from 'fastify';

const app = fastify();
app.get('/', async () => ({}));
console.log(`at ${await app.listen({ host: '127.0.0.1', port: 0 })}`);
process.stdin.resume();
process.stdin.on('end', () => app.close());

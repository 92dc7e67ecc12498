import net from 'node:net';

/** The servers of the network bind every interface when no host is named: make loopback the only one. */
const loopback = '127.0.0.1';
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (first !== null && typeof first === 'object' && 'port' in first && !first.path) {
    return listen.call(this, { ...first, host: loopback }, ...rest);
  }
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort && first !== undefined) return listen.call(this, first, ...rest);
  const others = typeof rest[0] === 'string' ? rest.slice(1) : rest;
  return listen.call(this, Number(first ?? 0), loopback, ...others);
};

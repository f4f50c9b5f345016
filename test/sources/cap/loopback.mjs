// Loaded in front of CAP, which listens on all interfaces whatever it is told: here it listens on this machine only.
import { Server } from 'node:net';

const { value: listen } = Object.getOwnPropertyDescriptor(Server.prototype, 'listen') ?? {};

Server.prototype.listen = function listenOnLoopback(port, ...rest) {
  const [callback] = rest.filter((argument) => typeof argument === 'function');
  return Reflect.apply(listen, this, [{ port: Number(port), host: '127.0.0.1' }, callback]);
};

// A line between browser and server that is slow, and that can be cut: on loopback, on a free port.
import { createServer, connect } from 'node:net';
import { pipeline, Transform } from 'node:stream';

// Lets a number of bytes a second through.
function slowly(bytesPerSecond) {
  return new Transform({
    transform(piece, _, done) {
      setTimeout(() => done(null, piece), (1000 * piece.length) / bytesPerSecond);
    },
  });
}

export async function openProxy(target) {
  const { hostname, port } = new URL(target);
  const lines = new Set();
  const line = { bytesPerSecond: 50e6, cutAfter: Infinity };
  const server = createServer((browser) => {
    const upstream = connect({ host: hostname, port: Number(port) });
    const throttle = slowly(line.bytesPerSecond);
    let sent = 0;
    lines.add(browser);
    browser.on('close', () => lines.delete(browser));
    // A reset, as when a cable is pulled: neither side hears a word more.
    const cut = () => {
      browser.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    throttle.on('data', (piece) => {
      sent += piece.length;
      if (sent > line.cutAfter) {
        cut();
      }
    });
    pipeline(browser, throttle, upstream, () => browser.destroy());
    pipeline(upstream, browser, () => upstream.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    // From the next connection on.
    async set(change) {
      Object.assign(line, change);
      for (const browser of lines) {
        browser.destroy();
      }
    },
    close() {
      for (const browser of lines) {
        browser.destroy();
      }
      server.close();
    },
  };
}

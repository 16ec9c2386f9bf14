import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 640;
const HEIGHT = 520;

type Colour = readonly [number, number, number];

const drawn = new Map<string, Buffer>();

/** A PNG that looks from afar like a page with a form, one field of it masked. */
export function drawPage(fields: number, failed: boolean): Buffer {
  const key = `${fields % 5} ${String(failed)}`;
  const page = drawn.get(key) ?? draw(fields % 5, failed);
  drawn.set(key, page);
  return page;
}

function draw(fields: number, failed: boolean): Buffer {
  const pixels = Buffer.alloc(HEIGHT * (1 + WIDTH * 3), 0xff);
  for (let y = 0; y < HEIGHT; y += 1) pixels[y * (1 + WIDTH * 3)] = 0;
  const fill = (x: number, y: number, width: number, height: number, colour: Colour): void => {
    for (let row = y; row < y + height; row += 1) {
      for (let column = x; column < x + width; column += 1) {
        const at = row * (1 + WIDTH * 3) + 1 + column * 3;
        pixels.set(colour, at);
      }
    }
  };
  fill(0, 0, WIDTH, 54, [0, 0, 110]);
  fill(24, 18, 130, 18, [255, 255, 255]);
  fill(24, 84, 300, 20, [40, 40, 60]);
  if (failed) fill(24, 120, WIDTH - 48, 34, [250, 215, 210]);
  for (let field = 0; field <= fields; field += 1) {
    const y = 176 + field * 62;
    fill(24, y, 110 + ((field * 53) % 90), 10, [120, 120, 130]);
    fill(24, y + 16, 330, 28, [205, 208, 218]);
    fill(25, y + 17, 328, 26, field === 2 ? [0, 0, 0] : [250, 250, 252]);
  }
  fill(WIDTH - 150, HEIGHT - 60, 126, 34, [0, 0, 145]);
  return png(pixels);
}

function png(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

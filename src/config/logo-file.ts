// An operator's logo from a file: looked at before the first mail, encoded once for all of them.
import { readFileSync } from 'node:fs';
import { ConfigurationError } from './env.js';

/** A picture that goes with every mail, and is shown where the name stands. */
export interface LogoFile {
  type: 'image/png' | 'image/jpeg' | 'image/gif';
  /** In pixels. */
  width: number;
  height: number;
  /** Without angle brackets: what follows `cid:`. */
  contentId: string;
  /** In lines of 76 characters, CRLF after each. */
  base64: string;
}

/** Octets; every reader gets them every day, and base64 adds a third. */
const MOST_OCTETS = 40_000;
/** In pixels. It is shown 48 high: less would be blurred, and four times as much serves the finest screens. */
const [LEAST_HEIGHT, MOST_HEIGHT] = [48, 400];
/** Wider ones would not fit between the margins of a telephone at 48 high. */
const WIDEST = 6;

/**
 * @param domain what the content id ends with
 * @throws ConfigurationError that names the variable, the file and what is wrong with it
 */
export function readLogo(path: string, domain: string): LogoFile {
  const bytes = contentOf(path);
  const picture = pngSize(bytes) ?? gifSize(bytes) ?? jpegSize(bytes);
  if (!picture) {
    throw fault(path, 'a whole picture in PNG, JPEG or GIF form (mail programs show no other), found none');
  }
  if (bytes.length > MOST_OCTETS) {
    throw fault(path, `at most ${MOST_OCTETS} octets, since it goes with every mail, found ${bytes.length}`);
  }
  const { type, width, height } = picture;
  if (height < LEAST_HEIGHT || height > MOST_HEIGHT) {
    const range = `${LEAST_HEIGHT} to ${MOST_HEIGHT} pixels of height (it is shown 48 high)`;
    throw fault(path, `${range}, found ${width} × ${height}`);
  }
  if (width < height / WIDEST || width > height * WIDEST) {
    throw fault(path, `a picture at most ${WIDEST} times as wide as high, found ${width} × ${height}`);
  }
  const base64 = bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n');
  return { type, width, height, contentId: `logo@${domain}`, base64 };
}

type Picture = Pick<LogoFile, 'type' | 'width' | 'height'>;

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fault(path, `a file that can be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

/** ISO/IEC 15948: signature, then IHDR with its size first; IEND ends a file that is whole. */
function pngSize(bytes: Buffer): Picture | undefined {
  const isPng = bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  if (!isPng || bytes.length < 33 || bytes.lastIndexOf('IEND') < 0) return undefined;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gifSize(bytes: Buffer): Picture | undefined {
  if (!/^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) || bytes.at(-1) !== 0x3b) return undefined;
  return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** ITU-T T.81: segments follow each other until one that starts a frame tells the size. */
function jpegSize(bytes: Buffer): Picture | undefined {
  const isWhole =
    bytes.toString('latin1', 0, 2) === '\xff\xd8' && bytes.lastIndexOf('\xff\xd9', undefined, 'latin1') > 0;
  if (!isWhole) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    // C4, C8 and CC are tables and a reserve among the frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
  }
  return undefined;
}

function fault(path: string, wanted: string): ConfigurationError {
  return new ConfigurationError([`BRAND_LOGO: expected ${wanted}, in ${path}`]);
}

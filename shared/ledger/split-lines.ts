const lineFeed = 0x0a;
/** Longer than the last line of an export of half a million cases; bounds the memory that a file without lines takes. */
const longestLine = 64 * 1024 * 1024;

export interface LineSplitter {
  /** The lines handed on share the memory of the chunk: whoever keeps one copies it. Throws RangeError over an endless line. */
  chunk(bytes: Uint8Array): void;
  /** Hands on what stands after the last line feed, if anything does. */
  end(): void;
}

/** Cuts a stream of bytes into lines without their line feeds; bytes are not decoded. */
export function createLineSplitter(onLine: (line: Uint8Array) => void): LineSplitter {
  let begun: Uint8Array[] = [];
  let begunLength = 0;

  return {
    chunk(bytes) {
      let from = 0;
      for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
        const rest = bytes.subarray(from, at);
        onLine(begunLength === 0 ? rest : withBegun(rest));
        from = at + 1;
      }
      if (from < bytes.length) keep(bytes.slice(from));
    },
    end() {
      if (begunLength > 0) onLine(withBegun(new Uint8Array()));
    },
  };

  function keep(bytes: Uint8Array): void {
    begun.push(bytes);
    begunLength += bytes.length;
    if (begunLength > longestLine) throw new RangeError("a line is longer than any line of an export");
  }

  function withBegun(rest: Uint8Array): Uint8Array {
    const line = new Uint8Array(begunLength + rest.length);
    let at = 0;
    for (const part of [...begun, rest]) {
      line.set(part, at);
      at += part.length;
    }
    begun = [];
    begunLength = 0;
    return line;
  }
}

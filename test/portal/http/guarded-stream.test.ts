import { describe, expect, test, vi } from 'vitest';
import { guardedStream } from '#portal/http/guarded-stream.server.ts';

/** Pieces without an end, and how many of them were asked for. */
function endlessPieces(): {
  pieces: AsyncGenerator<string, void>;
  asked: () => number;
  isEnded: () => boolean;
} {
  const state = { asked: 0, isEnded: false };
  async function* pieces(): AsyncGenerator<string, void> {
    try {
      for (;;) {
        state.asked += 1;
        yield await Promise.resolve('piece ');
      }
    } finally {
      state.isEnded = true;
    }
  }
  return { pieces: pieces(), asked: () => state.asked, isEnded: () => state.isEnded };
}

function unexpected(error: unknown): never {
  throw new Error('nothing should have failed', { cause: error });
}

const allowed = {
  isAllowed: () => Promise.resolve(true),
  onCut: () => Promise.resolve(),
  onFault: unexpected,
};

async function* threePieces(): AsyncGenerator<string, void> {
  yield* ['a', 'b', 'c'];
}

describe('a guarded answer', () => {
  test('comes whole while its session stands', async () => {
    expect(await new Response(guardedStream(threePieces(), allowed)).text()).toBe('abc');
  });

  test('is read no faster than it is taken', async () => {
    const { pieces, asked } = endlessPieces();
    const reader = guardedStream(pieces, allowed).getReader();
    expect(asked()).toBe(0);
    await reader.read();
    await reader.read();
    expect(asked()).toBe(2);
    await reader.cancel();
  });

  test('lets go of its source when the browser goes away', async () => {
    const { pieces, isEnded } = endlessPieces();
    const reader = guardedStream(pieces, allowed).getReader();
    await reader.read();
    await reader.cancel();
    expect(isEnded()).toBe(true);
  });

  test('tells of a fault on the way instead of ending as if it were whole', async () => {
    async function* failing(): AsyncGenerator<string, void> {
      yield 'a';
      throw new Error('the database went away');
    }
    await expect(new Response(guardedStream(failing(), allowed)).text()).rejects.toThrow();
  });
});

describe('two seconds after its session has ended, a guarded answer', () => {
  test.each([
    ['is not allowed any more', () => Promise.resolve(false)],
    ['can not be judged', () => Promise.reject(new Error('no database'))],
  ])('breaks off when it %s, and says so once', async (_name, isAllowed) => {
    vi.useFakeTimers();
    try {
      const { pieces, isEnded } = endlessPieces();
      const onCut = vi.fn(() => Promise.resolve());
      const reader = guardedStream(pieces, { isAllowed, onCut, onFault: unexpected }).getReader();
      expect((await reader.read()).done).toBe(false);
      await vi.advanceTimersByTimeAsync(1_900);
      expect((await reader.read()).done).toBe(false);
      await vi.advanceTimersByTimeAsync(200);
      await expect(reader.read()).rejects.toThrow('has ended');
      await vi.advanceTimersByTimeAsync(10_000);
      expect(onCut).toHaveBeenCalledTimes(1);
      expect(isEnded()).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('goes on without harm to others when even the note of its end can not be written', async () => {
    vi.useFakeTimers();
    try {
      const onFault = vi.fn();
      const onCut = () => Promise.reject(new Error('no database'));
      const reader = guardedStream(endlessPieces().pieces, {
        isAllowed: () => Promise.resolve(false),
        onCut,
        onFault,
      }).getReader();
      await reader.read();
      await vi.advanceTimersByTimeAsync(2_100);
      await expect(reader.read()).rejects.toThrow('has ended');
      expect(onFault).toHaveBeenCalledWith(expect.objectContaining({ message: 'no database' }));
    } finally {
      vi.useRealTimers();
    }
  });
});

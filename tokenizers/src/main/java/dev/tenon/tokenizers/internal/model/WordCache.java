package dev.tenon.tokenizers.internal.model;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers the tokens of words. Threads may use it at once.
 *
 * <p>It holds at most 16,384 words of up to 32 code points each; a new word takes the place of
 * another one.
 */
abstract class WordCache implements TokenModel {
  private static final int PLACES = 1 << 14;
  private static final int MOST_LENGTH = 32;
  private static final int MOST_TOKENS = 64;

  private static final class Entry {
    private final int hash;
    private final int[] word;
    private final int[] ids;
    private final String[] tokens;
    private final int[] places;

    Entry(int hash, int[] word, int[] ids, String[] tokens, int[] places) {
      this.hash = hash;
      this.word = word;
      this.ids = ids;
      this.tokens = tokens;
      this.places = places;
    }

    boolean is(int otherHash, int[] text, int start, int end) {
      return hash == otherHash && Arrays.equals(word, 0, word.length, text, start, end);
    }

    void copy(int start, TokenBuffer result) {
      for (int i = 0; i < ids.length; i++) {
        result.add(ids[i], tokens[i], start + places[2 * i], start + places[2 * i + 1]);
      }
    }
  }

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(PLACES);

  /** Appends the tokens of a word. */
  abstract void compute(int[] text, int start, int end, TokenBuffer result);

  @Override
  public final void tokenize(int[] text, int start, int end, TokenBuffer result) {
    if (end - start > MOST_LENGTH) {
      compute(text, start, end, result);
      return;
    }
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 0x9E3779B1 + text[i];
    }
    int place = (hash ^ hash >>> 15) & PLACES - 1;
    Entry entry = entries.getAcquire(place);
    if (entry != null && entry.is(hash, text, start, end)) {
      entry.copy(start, result);
      return;
    }
    int first = result.size();
    compute(text, start, end, result);
    if (result.size() - first <= MOST_TOKENS) {
      entries.setRelease(place, entry(hash, text, start, end, result, first));
    }
  }

  private static Entry entry(
      int hash, int[] text, int start, int end, TokenBuffer result, int first) {
    int count = result.size() - first;
    int[] ids = new int[count];
    String[] tokens = new String[count];
    int[] places = new int[2 * count];
    for (int i = 0; i < count; i++) {
      ids[i] = result.id(first + i);
      tokens[i] = result.token(first + i);
      places[2 * i] = result.start(first + i) - start;
      places[2 * i + 1] = result.end(first + i) - start;
    }
    return new Entry(hash, Arrays.copyOfRange(text, start, end), ids, tokens, places);
  }
}

package dev.tenon.tokenizers.internal.processor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens as columns: one array each for numbers, types, texts, places, words, masks and sequences.
 *
 * <p>Arrays are not changed once they are here.
 */
public final class TokenSequence {
  /** Stands for no word and for no sequence. */
  public static final int NONE = -1;

  private final String text;
  private final int[] ids;
  private final int[] typeIds;
  private final String[] tokens;
  private final int[] starts;
  private final int[] ends;
  private final int[] words;
  private final int[] specialMask;
  private final int[] attentionMask;
  private final int[] sequences;
  private final List<TokenSequence> overflowing;

  private TokenSequence(
      String text,
      int[] ids,
      int[] typeIds,
      String[] tokens,
      int[] starts,
      int[] ends,
      int[] words,
      int[] specialMask,
      int[] attentionMask,
      int[] sequences,
      List<TokenSequence> overflowing) {
    this.text = text;
    this.ids = ids;
    this.typeIds = typeIds;
    this.tokens = tokens;
    this.starts = starts;
    this.ends = ends;
    this.words = words;
    this.specialMask = specialMask;
    this.attentionMask = attentionMask;
    this.sequences = sequences;
    this.overflowing = overflowing;
  }

  /** Returns the tokens of a text. */
  public static TokenSequence of(
      String text, int[] ids, String[] tokens, int[] starts, int[] ends, int[] words, int typeId) {
    return new TokenSequence(
        text,
        ids,
        filled(ids.length, typeId),
        tokens,
        starts,
        ends,
        words,
        new int[ids.length],
        filled(ids.length, 1),
        new int[ids.length],
        List.of());
  }

  /** Returns tokens that stand for no text. */
  public static TokenSequence special(int[] ids, String[] tokens, int typeId) {
    int count = ids.length;
    return new TokenSequence(
        "",
        ids,
        filled(count, typeId),
        tokens,
        new int[count],
        new int[count],
        filled(count, NONE),
        filled(count, 1),
        filled(count, 1),
        filled(count, NONE),
        List.of());
  }

  /**
   * Returns the text that places are counted in, of two merged texts the first; empty for special
   * tokens.
   */
  String text() {
    return text;
  }

  /** Returns the number of tokens. */
  public int size() {
    return ids.length;
  }

  /** Returns the numbers of the tokens. */
  public int[] ids() {
    return ids;
  }

  /** Returns the types of the tokens. */
  public int[] typeIds() {
    return typeIds;
  }

  /** Returns the texts of the tokens. */
  public String[] tokens() {
    return tokens;
  }

  /** Returns where tokens begin. */
  public int[] starts() {
    return starts;
  }

  /** Returns where tokens end. */
  public int[] ends() {
    return ends;
  }

  /** Returns the words of the tokens. */
  public int[] words() {
    return words;
  }

  /** Returns 1 for special tokens. */
  public int[] specialMask() {
    return specialMask;
  }

  /** Returns 0 for padding. */
  public int[] attentionMask() {
    return attentionMask;
  }

  /** Returns the texts that tokens come from. */
  public int[] sequences() {
    return sequences;
  }

  /** Returns what truncation cut off. */
  public List<TokenSequence> overflowing() {
    return overflowing;
  }

  TokenSequence withTypeIds(int typeId) {
    return new TokenSequence(
        text,
        ids,
        filled(size(), typeId),
        tokens,
        starts,
        ends,
        words,
        specialMask,
        attentionMask,
        sequences,
        overflowing);
  }

  TokenSequence withSequence(int sequence) {
    return new TokenSequence(
        text,
        ids,
        typeIds,
        tokens,
        starts,
        ends,
        words,
        specialMask,
        attentionMask,
        filled(size(), sequence),
        overflowing);
  }

  TokenSequence withOverflowing(List<TokenSequence> parts) {
    return new TokenSequence(
        text,
        ids,
        typeIds,
        tokens,
        starts,
        ends,
        words,
        specialMask,
        attentionMask,
        sequences,
        parts);
  }

  TokenSequence withoutAttention() {
    return new TokenSequence(
        text,
        ids,
        typeIds,
        tokens,
        starts,
        ends,
        words,
        specialMask,
        new int[size()],
        sequences,
        overflowing);
  }

  TokenSequence withPlaces(int[] newStarts, int[] newEnds) {
    return new TokenSequence(
        text,
        ids,
        typeIds,
        tokens,
        newStarts,
        newEnds,
        words,
        specialMask,
        attentionMask,
        sequences,
        overflowing);
  }

  /** Returns the tokens from one to before another, with nothing overflowing. */
  TokenSequence part(int from, int to) {
    return new TokenSequence(
        text,
        Arrays.copyOfRange(ids, from, to),
        Arrays.copyOfRange(typeIds, from, to),
        Arrays.copyOfRange(tokens, from, to),
        Arrays.copyOfRange(starts, from, to),
        Arrays.copyOfRange(ends, from, to),
        Arrays.copyOfRange(words, from, to),
        Arrays.copyOfRange(specialMask, from, to),
        Arrays.copyOfRange(attentionMask, from, to),
        Arrays.copyOfRange(sequences, from, to),
        List.of());
  }

  /** Returns all tokens one after another; what overflows is combined with all others. */
  static TokenSequence merged(List<TokenSequence> all) {
    if (all.stream().allMatch(each -> each.overflowing.isEmpty())) {
      return concatenated(all);
    }
    TokenSequence result = special(new int[0], new String[0], 0);
    for (TokenSequence each : all) {
      result = result.mergedWith(each);
    }
    return result;
  }

  private TokenSequence mergedWith(TokenSequence other) {
    List<TokenSequence> parts = new ArrayList<>();
    for (TokenSequence mine : overflowing) {
      parts.add(concatenated(List.of(mine, other)));
      for (TokenSequence theirs : other.overflowing) {
        parts.add(concatenated(List.of(mine, theirs)));
      }
    }
    for (TokenSequence theirs : other.overflowing) {
      parts.add(concatenated(List.of(this, theirs)));
    }
    return concatenated(List.of(this, other)).withOverflowing(parts);
  }

  private interface Column {
    int[] of(TokenSequence sequence);
  }

  private static TokenSequence concatenated(List<TokenSequence> all) {
    int size = 0;
    for (TokenSequence each : all) {
      size += each.size();
    }
    String[] tokens = new String[size];
    int at = 0;
    for (TokenSequence each : all) {
      System.arraycopy(each.tokens, 0, tokens, at, each.size());
      at += each.size();
    }
    return new TokenSequence(
        all.stream().map(each -> each.text).filter(each -> !each.isEmpty()).findFirst().orElse(""),
        column(all, size, TokenSequence::ids),
        column(all, size, TokenSequence::typeIds),
        tokens,
        column(all, size, TokenSequence::starts),
        column(all, size, TokenSequence::ends),
        column(all, size, TokenSequence::words),
        column(all, size, TokenSequence::specialMask),
        column(all, size, TokenSequence::attentionMask),
        column(all, size, TokenSequence::sequences),
        List.of());
  }

  private static int[] column(List<TokenSequence> all, int size, Column column) {
    int[] result = new int[size];
    int at = 0;
    for (TokenSequence each : all) {
      int[] values = column.of(each);
      System.arraycopy(values, 0, result, at, values.length);
      at += values.length;
    }
    return result;
  }

  private static int[] filled(int count, int value) {
    int[] result = new int[count];
    if (value != 0) {
      Arrays.fill(result, value);
    }
    return result;
  }
}

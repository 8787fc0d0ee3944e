package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The split of a word whose tokens have the highest sum of scores. Unknown characters beside each
 * other are one token.
 *
 * @see <a href="https://arxiv.org/abs/1804.10959">Kudo, 2018</a>
 */
final class Unigram extends WordCache {
  private static final double UNKNOWN_PENALTY = 10;

  private final String[] tokens;
  private final double[] scores;
  private final TokenTrie trie;
  private final int unknownId;
  private final double unknownScore;
  private final boolean byteFallback;

  Unigram(String[] tokens, double[] scores, int unknownId, boolean byteFallback) {
    this.tokens = tokens;
    this.scores = scores;
    this.unknownId = unknownId;
    this.byteFallback = byteFallback;
    trie = new TokenTrie(tokens.length);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < tokens.length; i++) {
      trie.put(tokens[i], i);
      least = Math.min(least, scores[i]);
    }
    unknownScore = least - UNKNOWN_PENALTY;
  }

  @Override
  void compute(int[] text, int start, int end, TokenBuffer result) {
    int length = end - start;
    double[] best = new double[length + 1];
    int[] from = new int[length + 1];
    int[] id = new int[length + 1];
    Arrays.fill(from, NONE);
    for (int at = 0; at < length; at++) {
      double before = best[at];
      boolean single = false;
      int node = trie.next(TokenTrie.ROOT, text[start + at]);
      for (int to = at + 1; node != TokenTrie.NONE; to++) {
        int value = trie.value(node);
        if (value != TokenTrie.NONE) {
          double score = scores[value] + before;
          if (from[to] == NONE || score > best[to]) {
            best[to] = score;
            from[to] = at;
            id[to] = value;
          }
          single |= to == at + 1;
        }
        node = to < length ? trie.next(node, text[start + to]) : TokenTrie.NONE;
      }
      if (!single) {
        double score = unknownScore + before;
        if (from[at + 1] == NONE || score > best[at + 1]) {
          best[at + 1] = score;
          from[at + 1] = at;
          id[at + 1] = unknownId();
        }
      }
    }
    addPath(text, start, from, id, result);
  }

  private int unknownId() {
    if (unknownId == NONE) {
      throw new MalformedTokenizerException(
          "model.unk_id: is null, and the text has a character that no token has");
    }
    return unknownId;
  }

  private void addPath(int[] text, int start, int[] from, int[] id, TokenBuffer result) {
    List<int[]> path = new ArrayList<>();
    for (int at = from.length - 1; at > 0; ) {
      int begin = from[at];
      if (id[at] == unknownId) {
        while (begin > 0 && id[begin] == unknownId) {
          begin = from[begin];
        }
        path.add(new int[] {NONE, begin, at});
      } else {
        path.add(new int[] {id[at], begin, at});
      }
      at = begin;
    }
    Collections.reverse(path);
    for (int[] step : path) {
      add(text, step[0], start + step[1], start + step[2], result);
    }
  }

  private void add(int[] text, int id, int start, int end, TokenBuffer result) {
    if (id != NONE) {
      result.add(id, tokens[id], start, end);
      return;
    }
    String piece = new String(text, start, end - start);
    int node = trie.node(text, start, end);
    int known = node == TokenTrie.NONE ? NONE : trie.value(node);
    if (known == NONE && byteFallback && addBytes(piece, start, end, result)) {
      return;
    }
    result.add(known == NONE ? unknownId : known, piece, start, end);
  }

  private boolean addBytes(String piece, int start, int end, TokenBuffer result) {
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      ids[i] = id(ByteTokens.name(bytes[i] & 0xFF));
      if (ids[i] == NONE) {
        return false;
      }
    }
    for (int each : ids) {
      result.add(each, tokens[each], start, end);
    }
    return true;
  }

  @Override
  public int id(String token) {
    int[] text = dev.tenon.tokenizers.internal.text.AlignedText.codePoints(token);
    int node = trie.node(text, 0, text.length);
    return node == TokenTrie.NONE ? NONE : trie.value(node);
  }

  @Override
  public @Nullable String token(int id) {
    return id >= 0 && id < tokens.length ? tokens[id] : null;
  }

  @Override
  public int size() {
    return tokens.length;
  }
}

package dev.tenon.tokenizers;

import dev.tenon.tokenizers.internal.processor.TokenSequence;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a text or of a pair of texts, as columns of equal length.
 *
 * <p>Places are indices of the Java string: {@code text.substring(starts()[i], ends()[i])} is what
 * token {@code i} stands for. Arrays are copies.
 *
 * @see <a href="https://huggingface.co/docs/tokenizers/api/encoding">Encoding in Python</a>
 */
public final class Encoding {
  /** Stands for no word and for no text. */
  public static final int NONE = TokenSequence.NONE;

  private final TokenSequence tokens;

  Encoding(TokenSequence tokens) {
    this.tokens = tokens;
  }

  TokenSequence sequence() {
    return tokens;
  }

  /** Returns the number of tokens, padding included. */
  public int size() {
    return tokens.size();
  }

  /** Returns the numbers of the tokens: a model's {@code input_ids}. */
  public int[] ids() {
    return tokens.ids().clone();
  }

  /** Returns which part of a pair each token belongs to: a model's {@code token_type_ids}. */
  public int[] typeIds() {
    return tokens.typeIds().clone();
  }

  /** Returns 1 for each token, 0 for padding: a model's {@code attention_mask}. */
  public int[] attentionMask() {
    return tokens.attentionMask().clone();
  }

  /** Returns 1 for special tokens that were added, and for padding; else 0. */
  public int[] specialTokensMask() {
    return tokens.specialMask().clone();
  }

  /** Returns the texts of the tokens. */
  public List<String> tokens() {
    return List.of(tokens.tokens());
  }

  /** Returns where each token begins in its text; 0 for tokens that stand for no text. */
  public int[] starts() {
    return tokens.starts().clone();
  }

  /** Returns where each token ends in its text; 0 for tokens that stand for no text. */
  public int[] ends() {
    return tokens.ends().clone();
  }

  /** Returns the word that each token belongs to, counted in its text, or {@link #NONE}. */
  public int[] wordIds() {
    return tokens.words().clone();
  }

  /** Returns the text that each token comes from, 0 or 1, or {@link #NONE}. */
  public int[] sequenceIds() {
    return tokens.sequences().clone();
  }

  /** Returns what truncation cut off, in parts. */
  public List<Encoding> overflowing() {
    return tokens.overflowing().stream().map(Encoding::new).toList();
  }

  @Override
  public String toString() {
    return "Encoding of " + size() + " tokens " + Arrays.toString(tokens.tokens());
  }
}

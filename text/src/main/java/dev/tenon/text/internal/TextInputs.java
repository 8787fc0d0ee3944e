package dev.tenon.text.internal;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.assets.TextPreprocessor;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.tokenizers.Padding;
import dev.tenon.tokenizers.Tokenizer;
import dev.tenon.tokenizers.Truncation;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Makes the inputs of a network of texts: numbers of tokens, masks, and numbers of texts.
 *
 * @param tokenizer splits a text and cuts it to the longest sequence
 * @param padId the number of the padding token
 * @param maxLength the longest sequence
 * @param config the other facts of the tokenizer's folder
 */
public record TextInputs(Tokenizer tokenizer, int padId, int maxLength, TextConfig config)
    implements TextPreprocessor {
  private static final List<String> IDS = List.of("input_ids", "token_ids");
  private static final List<String> MASKS = List.of("attention_mask", "padding_mask");
  private static final List<String> TYPES = List.of("token_type_ids", "segment_ids");

  /**
   * Reads the tokenizer of a model.
   *
   * @throws IOException if a file of it is missing
   */
  public static TextInputs of(TextAssets assets) throws IOException {
    TextConfig config = TextConfig.of(assets);
    Tokenizer tokenizer = Tokenizer.load(assets.files());
    int maxLength =
        config.maxLength(
            tokenizer
                .truncation()
                .map(cut -> OptionalInt.of(cut.maxLength()))
                .orElse(OptionalInt.empty()));
    return new TextInputs(
        cut(tokenizer, maxLength).noPadding(), padId(config, tokenizer), maxLength, config);
  }

  private static Tokenizer cut(Tokenizer tokenizer, int maxLength) {
    Truncation rule = Truncation.of(maxLength);
    String direction = tokenizer.truncation().map(Truncation::direction).orElse(rule.direction());
    return tokenizer.truncation(rule.direction(direction));
  }

  private static int padId(TextConfig config, Tokenizer tokenizer) {
    OptionalInt named =
        config.token("pad_token").map(tokenizer::tokenToId).orElse(OptionalInt.empty());
    return named.orElseGet(() -> tokenizer.padding().map(Padding::padId).orElseGet(config::padId));
  }

  /** Returns the same for a network that takes sequences of one length only, if it is one. */
  public TextInputs fitting(List<TensorSpec> inputs) {
    int length = fixedLength(inputs);
    return length == 0 || length >= maxLength
        ? this
        : new TextInputs(cut(tokenizer, length), padId, length, config);
  }

  /**
   * Returns the same for pairs whose second text is cut into windows.
   *
   * @param length the most tokens of a window, both texts and special tokens included
   * @param overlap the most tokens that two windows share
   */
  public TextInputs windows(int length, int overlap) {
    int window = Math.min(length, maxLength);
    Truncation rule =
        Truncation.of(window).stride(Math.min(window / 2, overlap)).strategy("only_second");
    return new TextInputs(tokenizer.truncation(rule), padId, window, config);
  }

  /** Returns the length of the sequences that a network takes; 0 for any. */
  private static int fixedLength(List<TensorSpec> inputs) {
    for (TensorSpec input : inputs) {
      Shape shape = input.shape();
      if (shape.ranked() && shape.rank() == 2 && shape.dim(1).isKnown()) {
        return Math.toIntExact(shape.length(1));
      }
    }
    return 0;
  }

  @Override
  public Map<String, Tensor> inputs(List<TensorSpec> specs, List<String> texts) {
    Tokenizer fitting = fitting(specs).tokenizer;
    return batch(specs, texts.stream().map(fitting::encode).toList());
  }

  /**
   * Returns the inputs of a network for texts.
   *
   * @param inputs the inputs of the network
   * @param encodings the tokens of each text
   * @throws UnsupportedModelException if the network has another kind of input
   */
  public Map<String, Tensor> batch(List<TensorSpec> inputs, List<Encoding> encodings) {
    int longest = encodings.stream().mapToInt(Encoding::size).max().orElse(0);
    int length = Math.max(Math.max(1, longest), fixedLength(inputs));
    Map<String, Tensor> batch = new LinkedHashMap<>();
    for (TensorSpec input : inputs) {
      String name = input.name();
      if (IDS.contains(name) || inputs.size() == 1) {
        batch.put(name, padded(encodings, Encoding::ids, length, padId));
      } else if (MASKS.contains(name)) {
        batch.put(name, padded(encodings, Encoding::attentionMask, length, 0));
      } else if (TYPES.contains(name)) {
        batch.put(name, padded(encodings, this::typeIds, length, 0));
      } else {
        throw new UnsupportedModelException(
            "texts: the network has the input '"
                + input
                + "'; expected input_ids, attention_mask and token_type_ids. Give all inputs to"
                + " predict(Map)");
      }
    }
    return batch;
  }

  private int[] typeIds(Encoding encoding) {
    return config.typeIds() ? encoding.typeIds() : new int[encoding.size()];
  }

  private static Tensor padded(
      List<Encoding> batch, Function<Encoding, int[]> part, int length, int padding) {
    int[][] rows = new int[batch.size()][];
    for (int i = 0; i < rows.length; i++) {
      int[] values = part.apply(batch.get(i));
      rows[i] = Arrays.copyOf(values, length);
      Arrays.fill(rows[i], values.length, length, padding);
    }
    return Tensor.of(rows);
  }
}
